import copy
import io
import zipfile

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti, qti_write
from karmayogi.learning.types import Outcome, QuizSpec, Why
from tests.assessment import kinds as examples

SPEC = QuizSpec(1, 5, 3, 60)
GOES_BOTH_WAYS = [examples.MATCH, examples.ORDER, examples.BLANK, examples.NUMERIC, examples.WEIGHTED]


def unpacked(pool, version="3.0"):
    with zipfile.ZipFile(io.BytesIO(qti_write.package(pool, SPEC, "A test", "t", version))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def full(raw):
    """As a pool is exported: with the defaults that publishing writes."""
    draft = question_file.read([raw])[0]
    options = [{"key": o.key, "correct": o.correct, "weight": o.weight, "text": o.text} for o in draft.options]
    return raw | {"options": options, "body": draft.body, "why": {}}


@pytest.mark.parametrize("version", qti_write.VERSIONS)
@pytest.mark.parametrize("raw", GOES_BOTH_WAYS, ids=lambda raw: raw["kind"])
def test_what_goes_out_comes_in_with_the_same_marks(raw, version):
    plan = qti.read(unpacked([full(raw)], version))
    assert all(line.outcome is Outcome.IMPORTED for line in plan.report)
    (back,) = plan.parts[0].questions
    mine, other = question_file.read([full(raw)])[0], question_file.read([back])[0]
    assert (other.kind, other.options) == (mine.kind, mine.options)
    assert {code: text.split() for code, text in other.text.items()} == {
        code: text.split() for code, text in mine.text.items()
    }
    for name in ("pairs", "gaps", "value", "tolerance"):
        assert other.body.get(name) == mine.body.get(name)
    for name in ("lines", "columns"):
        assert [(one["key"], one["text"]["en"]) for one in other.body.get(name, ())] == [
            (one["key"], one["text"]["en"]) for one in mine.body.get(name, ())
        ]


def test_what_a_person_marks_is_written_and_says_that_it_is_not_marked_here():
    plan_error = unpacked([full(examples.SHORT), full(examples.NUMERIC)])
    told = {line.source: line.why for line in qti.read(plan_error).report}
    assert told["items/0001.en.xml"] is Why.KIND


def test_a_translation_that_takes_something_else_as_right_stays_out():
    raw = full(examples.BLANK)
    files = unpacked([raw])
    wrong = copy.deepcopy(raw)
    wrong["body"]["gaps"][0] = ["1947"]
    files["items/0001.hi.xml"] = unpacked([wrong])["items/0001.hi.xml"]
    plan = qti.read(files)
    assert set(plan.parts[0].questions[0]["text"]) == {"en"}
    assert any(line.why is Why.RIGHT_ANSWER for line in plan.report)


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("order", b"match_correct", b"other_rule"),
        ("numeric", b'toleranceMode="absolute"', b'toleranceMode="relative"'),
        ("blank", b'mappedValue="1"', b'mappedValue="x"'),
        ("blank", b' caseSensitive="false"', b""),
        ("blank", b'caseSensitive="false"', b'caseSensitive="true"'),
        ("blank", b'defaultValue="0"', b'defaultValue="0.5"'),
        ("blank", b'defaultValue="0"', b'defaultValue="0" upperBound="1"'),
    ],
)
def test_another_rule_of_marks_is_not_bent(name, was, now):
    raw = next(one for one in GOES_BOTH_WAYS if one["kind"] == name)
    files = unpacked([full(raw), full(examples.WEIGHTED)], "2.2")
    files["items/0001.en.xml"] = files["items/0001.en.xml"].replace(was, now, 1)
    assert [one["kind"] for one in qti.read(files).parts[0].questions] == ["weighted"]


@pytest.mark.parametrize("raw", [examples.MATCH, examples.WEIGHTED], ids=lambda raw: raw["kind"])
@pytest.mark.parametrize("now", [b'defaultValue="1"', b'defaultValue="0" lowerBound="0"', b'defaultValue="x"'])
def test_a_mapping_with_more_to_it_is_not_taken_as_ours(raw, now):
    files = unpacked([full(raw), full(examples.NUMERIC)], "2.2")
    files["items/0001.en.xml"] = files["items/0001.en.xml"].replace(b'defaultValue="0"', now, 1)
    assert raw["kind"] not in {one["kind"] for one in qti.read(files).parts[0].questions}
