import pytest

from karmayogi.assessment.engine.question_file import Fault, Mistake, read
from tests.assessment.conftest import question


def broken(**changes) -> dict:
    return question(1) | changes


@pytest.mark.parametrize(
    ("raw", "mistake"),
    [
        (broken(key=""), Mistake.NO_KEY),
        ("no table", Mistake.NO_KEY),
        (broken(kind="essay"), Mistake.KIND),
        (broken(difficulty=9), Mistake.DIFFICULTY),
        (broken(difficulty="2"), Mistake.DIFFICULTY),
        (broken(text={"hi": "क्या?"}), Mistake.NO_ENGLISH),
        (broken(text="plain"), Mistake.SHAPE),
        (broken(options=[]), Mistake.OPTIONS),
        (broken(options="ab"), Mistake.SHAPE),
        (broken(options=[{"key": "a", "correct": True, "text": {"en": "A"}}] * 2), Mistake.OPTIONS),
        (broken(options=[{"key": k, "correct": True, "text": {"en": k}} for k in "ab"]), Mistake.ONE_RIGHT),
        (broken(options=[{"key": k, "correct": "yes", "text": {"en": k}} for k in "ab"]), Mistake.ONE_RIGHT),
        (
            broken(kind="multiple", options=[{"key": k, "correct": True, "text": {"en": k}} for k in "ab"]),
            Mistake.SOME_RIGHT,
        ),
    ],
)
def test_mistakes_are_named(raw, mistake):
    with pytest.raises(Fault) as caught:
        read([raw])
    assert caught.value.mistake is mistake


def test_a_key_is_used_once():
    with pytest.raises(Fault) as caught:
        read([question(1), question(1)])
    assert caught.value.mistake is Mistake.TWICE


def test_the_digest_notices_every_change_that_matters():
    plain = read([question(1)])[0].digest
    assert plain == read([question(1)])[0].digest
    turned = question(1)
    turned["options"][0]["correct"], turned["options"][1]["correct"] = True, False
    for changed in (turned, question(1) | {"clause": "other"}, question(1) | {"difficulty": 5}):
        assert read([changed])[0].digest != plain
