import dataclasses
import datetime as dt
import uuid

import pytest

from karmayogi.ingest.engine.statements import check
from karmayogi.ingest.types import Version
from karmayogi.learning.engine.telling import Answered, PackageAct, statement
from karmayogi.learning.types import Act, ActKind, PartKind

AT = dt.datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=5.5)))
WHERE = {
    "origin": "https://learn.gov.example", "platform": "Karmayogi", "person": uuid.UUID(int=1),
    "enrolment": uuid.UUID(int=2), "language": "ur", "course": uuid.UUID(int=3), "version": 2,
    "course_titles": {"hi": "टिप्पणी", "en": "Noting"},
}  # fmt: skip
PART = {"part": uuid.UUID(int=4), "part_titles": {"en": "First"}}
ANSWER = Answered("q 1", "choice", "b", "wrong", "00:01:30", ("a",))
ACTS = [
    (Act(ActKind.ENROLLED, AT, 1), "registered"),
    (Act(ActKind.OPENED, AT, 1, 2), "initialized"),
    (Act(ActKind.FINISHED, AT, 1, 2, score=70.0, done=True), "completed"),
    (Act(ActKind.SAVED, AT, 1, 2, "i 1 1", seconds=30, item="a b/ü"), "progressed"),
    (Act(ActKind.SAVED, AT, 1, 2, "i 1 2", done=True, item="a"), "completed"),
    (Act(ActKind.SAVED, AT, 1, 2, "i 1 3", 33.333333, False, True, item="a"), "failed"),
    (Act(ActKind.TESTED, AT, 1, 2, "x", 100, True, True, 600), "passed"),
    (Act(ActKind.TESTED, AT, 1, 2, "y", 0, False, True, 0), "failed"),
    (Act(ActKind.COMPLETED, AT, 1, done=True), "completed"),
    (PackageAct(ActKind.ANSWERED, AT, 1, 2, "a 1 0 x", item="a", answer=ANSWER), "answered"),
    (
        PackageAct(ActKind.ANSWERED, AT, 1, 2, "a 1 1 y", item="a", answer=dataclasses.replace(ANSWER, type="odd")),
        "answered",
    ),
]


def of(act, kind=PartKind.PAGE):
    return statement(act, **WHERE, **({**PART, "part_kind": kind} if act.part_id else {}))


@pytest.mark.parametrize(("act", "verb"), ACTS)
def test_each_act_is_a_statement_of_both_versions(act, verb):
    for kind in PartKind:
        made = of(act, kind)
        for version in Version:
            check(made, version=version)
        assert made["verb"]["id"] == f"http://adlnet.gov/expapi/verbs/{verb}"
        assert made["timestamp"] == "2026-11-20T06:30:00.123Z"
        assert made == of(act, kind)


def test_no_two_acts_have_one_id():
    assert len({of(act)["id"] for act, _verb in ACTS}) == len(ACTS)
    other = statement(ACTS[0][0], **{**WHERE, "enrolment": uuid.UUID(int=9)})
    assert other["id"] != of(ACTS[0][0])["id"]


def test_an_item_lies_in_its_part_and_the_part_in_its_course():
    item, part, course = of(ACTS[3][0]), of(ACTS[1][0]), of(ACTS[0][0])
    assert item["object"]["id"].endswith("/items/a%20b%2F%C3%BC")
    assert [one["id"] for one in item["context"]["contextActivities"]["parent"]] == [part["object"]["id"]]
    assert [one["id"] for one in item["context"]["contextActivities"]["grouping"]] == [course["object"]["id"]]
    assert [one["id"] for one in part["context"]["contextActivities"]["parent"]] == [course["object"]["id"]]
    assert "parent" not in course["context"]["contextActivities"]


@pytest.mark.parametrize(
    ("latency", "duration"),
    [
        ("PT5.5S", "PT5.5S"),
        ("P1DT2H", "P1DT2H"),
        ("00:01:30.25", "PT0H1M30.25S"),
        ("P", None),
        ("soon", None),
        ("", None),
    ],
)
def test_an_answer(latency, duration):
    answer = dataclasses.replace(ANSWER, latency=latency)
    made = statement(
        PackageAct(ActKind.ANSWERED, AT, 1, 2, "k", item="a", answer=answer), **WHERE, **PART, part_kind="scorm12"
    )
    for version in Version:
        check(made, version=version)
    assert made["object"]["id"].endswith("/items/a/interactions/q%201")
    assert made["object"]["definition"]["interactionType"] == "choice"
    assert made["object"]["definition"]["correctResponsesPattern"] == ["a"]
    assert made["context"]["contextActivities"]["parent"][0]["id"].endswith("/items/a")
    assert len(made["context"]["contextActivities"]["grouping"]) == 2
    assert (made["result"]["response"], made["result"]["success"]) == ("b", False)
    assert made["result"].get("duration") == duration
