import copy

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.question_file import Fault, Mistake
from tests.assessment import kinds as examples


def changed(raw, path, value):
    raw = copy.deepcopy(raw)
    at = raw
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return raw


@pytest.mark.parametrize(
    ("raw", "path", "value", "mistake"),
    [
        (examples.MATCH, ("body", "pairs", "l1"), "zz", Mistake.LINES),
        (examples.MATCH, ("body", "pairs"), {"l1": "secretkey1"}, Mistake.LINES),
        (examples.MATCH, ("body", "columns", 0, "key"), "secretkey2", Mistake.LINES),
        (examples.MATCH, ("body", "lines", 0, "text"), {"hi": "छुट्टी"}, Mistake.NO_ENGLISH),
        (examples.ORDER, ("body", "lines"), [{"key": "a", "text": {"en": "one"}}], Mistake.LINES),
        (examples.BLANK, ("body", "gaps"), [["2005"]], Mistake.GAPS),
        (examples.BLANK, ("body", "gaps", 0), ["  "], Mistake.GAPS),
        (examples.BLANK, ("text", "hi"), "बिना जगह", Mistake.GAPS),
        (examples.NUMERIC, ("body", "value"), "NaN", Mistake.NUMBER),
        (examples.NUMERIC, ("body", "tolerance"), float("nan"), Mistake.NUMBER),
        (examples.NUMERIC, ("body", "tolerance"), "-1", Mistake.NUMBER),
        (examples.SHORT, ("body", "rubric", 0, "points"), True, Mistake.RUBRIC),
        (examples.SHORT, ("body", "rubric"), [], Mistake.RUBRIC),
        (examples.CASE, ("body", "parts"), [], Mistake.PARTS),
        (examples.CASE, ("body", "parts", 1, "kind"), "case", Mistake.PARTS),
        (examples.CASE, ("body", "parts", 1, "kind"), "short", Mistake.PARTS),
        (examples.CASE, ("body", "parts", 0, "options", 2, "correct"), True, Mistake.SOME_RIGHT),
        (examples.WEIGHTED, ("options", 0, "weight"), "NaN", Mistake.WEIGHTS),
        (examples.WEIGHTED, ("options", 0, "weight"), "0.001", Mistake.WEIGHTS),
        (examples.WEIGHTED, ("options", 0, "weight"), 0, None),
        (examples.WEIGHTED, ("options", 1, "weight"), -1, Mistake.WEIGHTS),
        (examples.NUMERIC, ("level",), 6, Mistake.DIFFICULTY),
        (examples.NUMERIC, ("options",), [{"key": "a"}], Mistake.OPTIONS),
        (examples.NUMERIC, ("body",), 3, Mistake.SHAPE),
    ],
)
def test_what_a_kind_lacks_is_said(raw, path, value, mistake):
    question_file.read([raw])
    if mistake is None:
        assert question_file.read([changed(raw, path, value)])[0].options[1].correct
        return
    with pytest.raises(Fault) as refused:
        question_file.read([changed(raw, path, value)])
    assert refused.value.mistake is mistake


def test_another_answer_is_another_wording():
    one, other = question_file.read([examples.NUMERIC])[0], changed(examples.NUMERIC, ("body", "value"), "5")
    assert one.digest != question_file.read([other])[0].digest
