"""What a SCO keeps is given back as it was, in the names of its standard."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from karmayogi.learning.engine import cmi

FULL = cmi.Record(
    raw="7", min="0", max="10", progress="0.4",
    interactions=(
        cmi.Answer(
            "q1", "choice", "2026-11-22T10:00:00", "1", "a[,]b", "correct", "PT5S", "Which?", ("o1",), ("a[,]b",),
        ),
    ),
    objectives=(cmi.Goal("o1", "passed", "completed", "1", "0.5", "5", "0", "10", "First"),),
    comments=(cmi.Comment("Good", "p3", "2026-11-22T10:01:00"),),
    preferences={"language": "hi", "bad.name": "x"},
)  # fmt: skip


def test_of_2004():
    back = cmi.given_back(FULL, "scorm2004")
    assert back["cmi.interactions.0.learner_response"] == "a[,]b"
    assert back["cmi.interactions.0.objectives.0.id"] == "o1"
    assert back["cmi.interactions.0.correct_responses.0.pattern"] == "a[,]b"
    assert back["cmi.interactions.0.latency"] == "PT5S"
    assert back["cmi.objectives.0.score.scaled"] == "0.5"
    assert back["cmi.comments_from_learner.0.comment"] == "Good"
    assert (back["cmi.progress_measure"], back["cmi.score.raw"]) == ("0.4", "7")
    assert back["cmi.learner_preference.language"] == "hi"
    assert not any("bad" in name for name in back)


def test_of_12():
    back = cmi.given_back(FULL, "scorm12")
    assert back["cmi.interactions.0.student_response"] == "a[,]b"
    assert back["cmi.interactions.0.time"] == "2026-11-22T10:00:00"
    assert back["cmi.objectives.0.status"] == "completed"
    assert back["cmi.comments"] == "Good"
    assert back["cmi.student_preference.language"] == "hi"
    assert not any("scaled" in name or "progress" in name or "2004" in name for name in back)


@pytest.mark.parametrize(
    ("begun", "ended", "exit", "entry"),
    [
        (False, False, "", "ab-initio"),
        (True, True, "suspend", "resume"),
        (True, True, "logout", "resume"),
        (True, True, "", ""),
        (True, True, "normal", ""),
        (True, True, "time-out", ""),
        (True, False, "", "resume"),  # the window was closed: nothing was said, and she goes on
    ],
)
def test_how_it_is_entered(begun, ended, exit, entry):
    assert cmi.entry(cmi.Record(exit=exit, ended=ended), begun=begun) == entry


@given(st.text(max_size=40), st.text(max_size=40), st.booleans())
@example("\\u0000", "\0x", True)
def test_what_is_written_can_be_read(one, other, ended):
    record = cmi.Record(exit=one, ended=ended, objectives=(cmi.Goal(id=other),))
    back = cmi.read(cmi.written(record))
    assert (back.exit, back.objectives[0].id) == (one.replace("\0", ""), other.replace("\0", ""))
    assert cmi.read("") == cmi.Record()


def test_more_than_may_be_kept_is_not_read():
    for much in ({"interactions": [{}] * 501}, {"objectives": [{}] * 201}, {"exit": "x" * 251}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(msgspec.json.encode(much), type=cmi.Record)
