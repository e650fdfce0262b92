"""The rules of a session: a row for each way to break one, and random sessions against a plain reading of 9.3."""

import copy
import datetime as dt
import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.learning.engine.cmi5 import names
from karmayogi.learning.engine.cmi5.rules import AHEAD, Broken, Rule, Standing, Terms, judge

NOW = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
TERMS = Terms(
    session="s-1", registration="00000000-0000-4000-8000-000000000001", home_page="https://lms.example/",
    account="learner", activity="https://lms.example/units/1", publisher="https://pub.example/au/1",
    mastery=Decimal("0.8"),
)  # fmt: skip
BEGUN = Standing(initialized=NOW - dt.timedelta(minutes=9), last=NOW - dt.timedelta(minutes=9), said={"initialized"})
WORDS = names.OF_THE_UNIT


def made(word, when=NOW, terms=TERMS, score=None):
    """A good statement; word "": a cmi5 allowed one."""
    context = {
        "registration": terms.registration,
        "contextActivities": {"grouping": [{"id": terms.publisher}], "category": [{"id": names.CMI5}] if word else []},
        "extensions": {names.SESSION_ID: terms.session},
    }
    result = {}
    if word in ("completed", "passed", "failed", "terminated"):
        result["duration"] = "PT1S"
    if word in ("passed", "failed"):
        result["success"] = word == "passed"
        if score is not None:
            result["score"] = {"scaled": score}
            context["extensions"][names.MASTERY] = 0.8
    if word == "completed":
        result["completion"] = True
    if word in ("completed", "passed", "failed"):
        context["contextActivities"]["category"].append({"id": names.MOVE_ON})
    return {
        "id": str(uuid.UUID(int=1)),
        "actor": {"objectType": "Agent", "account": {"homePage": terms.home_page, "name": terms.account}},
        "verb": {"id": names.VERBS[word] if word else "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": terms.activity if word else f"{terms.activity}/page"},
        "context": context,
        "result": result,
        "timestamp": when.isoformat().replace("+00:00", "Z"),
    }


def put(statement, path, value):
    *way, last = path
    for step in way:
        statement = statement[step]
    if value is None:
        del statement[last]
    else:
        statement[last] = value


CATEGORY = ("context", "contextActivities", "category")
CHANGES = {
    "another person": ("passed", ("actor", "account", "name"), "somebody", Rule.ACTOR),
    "another home": ("passed", ("actor", "account", "homePage"), "https://evil.example/", Rule.ACTOR),
    "an address instead": ("passed", ("actor",), {"mbox": "mailto:a@b.example"}, Rule.ACTOR),
    "a group with them": (
        "",
        ("actor",),
        {"objectType": "Group", "account": {"homePage": "https://lms.example/", "name": "learner"}},
        Rule.ACTOR,
    ),
    "another registration": ("passed", ("context", "registration"), str(uuid.UUID(int=9)), Rule.REGISTRATION),
    "no registration": ("", ("context", "registration"), None, Rule.REGISTRATION),
    "no context": ("", ("context",), None, Rule.REGISTRATION),
    "another session": ("passed", ("context", "extensions", names.SESSION_ID), "s-2", Rule.SESSION),
    "no session": ("", ("context", "extensions"), None, Rule.SESSION),
    "no publisher": ("", ("context", "contextActivities", "grouping"), [], Rule.CONTEXT),
    "another activity": ("passed", ("object", "id"), "https://lms.example/units/2", Rule.ACTIVITY),
    "no activity": ("completed", ("object",), {"objectType": "Agent", "mbox": "mailto:a@b.example"}, Rule.ACTIVITY),
    "no timestamp": ("", ("timestamp",), None, Rule.TIMESTAMP),
    "local time": ("", ("timestamp",), "2026-11-20T12:00:00+05:30", Rule.TIMESTAMP),
    "no offset": ("", ("timestamp",), "2026-11-20T06:30:00", Rule.TIMESTAMP),
    "the future": ("", ("timestamp",), (NOW + AHEAD * 2).isoformat(), Rule.FUTURE),
    "no id": ("passed", ("id",), None, Rule.ID),
    "the system's word": ("passed", ("verb", "id"), names.VERBS["satisfied"], Rule.VERB),
    "a word of its own": ("passed", ("verb", "id"), "https://pub.example/did", Rule.VERB),
    "success false in passed": ("passed", ("result", "success"), False, Rule.RESULT),
    "no success in passed": ("passed", ("result", "success"), None, Rule.RESULT),
    "success in completed": ("completed", ("result", "success"), True, Rule.RESULT),
    "no completion": ("completed", ("result", "completion"), None, Rule.RESULT),
    "completion false": ("completed", ("result", "completion"), False, Rule.RESULT),
    "completion in passed": ("passed", ("result", "completion"), True, Rule.RESULT),
    "completion in terminated": ("terminated", ("result", "completion"), True, Rule.RESULT),
    "no duration, passed": ("passed", ("result", "duration"), None, Rule.DURATION),
    "no duration, failed": ("failed", ("result", "duration"), None, Rule.DURATION),
    "no duration, completed": ("completed", ("result", "duration"), None, Rule.DURATION),
    "no duration, terminated": ("terminated", ("result", "duration"), None, Rule.DURATION),
    "score in completed": ("completed", ("result", "score"), {"scaled": 1}, Rule.SCORE),
    "score in terminated": ("terminated", ("result", "score"), {"scaled": 1}, Rule.SCORE),
    "negative score": ("failed", ("result", "score"), {"scaled": -0.5}, Rule.SCORE),
    "raw alone": ("passed", ("result", "score"), {"raw": 5}, Rule.SCORE),
    "raw with a fraction": ("passed", ("result", "score"), {"raw": 5.5, "min": 0, "max": 10}, Rule.SCORE),
    "no moveOn category": ("passed", CATEGORY, [{"id": names.CMI5}], Rule.CATEGORY),
    "moveOn in terminated": ("terminated", CATEGORY, [{"id": names.CMI5}, {"id": names.MOVE_ON}], Rule.CATEGORY),
    "moveOn in an allowed one": ("", CATEGORY, [{"id": names.MOVE_ON}], Rule.CATEGORY),
    "progress of 101": ("", ("result", "extensions"), {names.PROGRESS: 101}, Rule.RESULT),
    "progress in words": ("", ("result", "extensions"), {names.PROGRESS: "half"}, Rule.RESULT),
}


@pytest.mark.parametrize("word", [*WORDS, ""])
def test_what_is_right_is_taken(word):
    standing, heard = judge([made(word)], TERMS, Standing() if word == "initialized" else BEGUN, NOW)
    assert [one.word for one in heard] == [word]
    assert (word in standing.said) == bool(word)


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_wrong_is_refused(name):
    word, path, value, rule = CHANGES[name]
    statement = made(word)
    put(statement, path, copy.deepcopy(value))
    with pytest.raises(Broken) as broken:
        judge([statement], TERMS, BEGUN, NOW)
    assert broken.value.rule is rule


@pytest.mark.parametrize(
    ("word", "score", "good"),
    [("passed", 0.8, True), ("passed", 0.79, False), ("failed", 0.79, True), ("failed", 0.8, False),
     ("passed", 1, True), ("failed", 0, True)],
)  # fmt: skip
def test_a_score_is_held_against_the_mastery_score(word, score, good):
    if good:
        assert judge([made(word, score=score)], TERMS, BEGUN, NOW)[1][0].score == score
        return
    with pytest.raises(Broken) as broken:
        judge([made(word, score=score)], TERMS, BEGUN, NOW)
    assert broken.value.rule is Rule.MASTERY


@pytest.mark.parametrize("told", [None, 0.5, True, "0.8"])
def test_a_judgement_by_score_names_the_mastery_score(told):
    statement = made("passed", score=0.9)
    put(statement, ("context", "extensions", names.MASTERY), told)
    with pytest.raises(Broken) as broken:
        judge([statement], TERMS, BEGUN, NOW)
    assert broken.value.rule is Rule.MASTERY


def test_what_is_over_is_over():
    closed = Terms(**{name: getattr(TERMS, name) for name in TERMS.__slots__} | {"closed": True})
    with pytest.raises(Broken) as broken:
        judge([made("")], closed, BEGUN, NOW)
    assert broken.value.rule is Rule.CLOSED


def test_a_single_activity_may_stand_without_a_list():
    statement = made("")
    statement["context"]["contextActivities"] = {"grouping": {"id": TERMS.publisher}}
    assert judge([statement], TERMS, BEGUN, NOW)


def test_a_package_that_is_no_cmi5_is_asked_less():
    terms = Terms(
        session="s", registration=TERMS.registration, home_page=TERMS.home_page, account=TERMS.account,
        activity=TERMS.activity, publisher=TERMS.activity, cmi5=False,
    )  # fmt: skip
    statement = made("passed", score=0.4)
    del statement["timestamp"], statement["id"], statement["context"]["extensions"]
    _standing, heard = judge([statement, made("")], terms, Standing(), NOW)
    assert {(one.word, one.score) for one in heard} == {("passed", 0.4), ("", None)}
    put(statement, ("actor", "account", "name"), "somebody")
    with pytest.raises(Broken):
        judge([statement], terms, Standing(), NOW)


# A plain reading of section 9.3: everything that was accepted is looked at anew for each statement.
class Reading:
    def __init__(self, mode):
        self.mode = mode
        self.before: list[tuple[str, int]] = []  # of earlier sessions
        self.here: list[tuple[str, int]] = []

    def allows(self, word, second):
        words = [one for one, _when in self.here]
        if word == "initialized":
            return "initialized" not in words
        times = {one: when for one, when in self.here if one}
        if "initialized" not in times or second < times["initialized"]:
            return False
        if "terminated" in times and (word == "terminated" or second > times["terminated"]):
            return False
        if word == "terminated" and any(second < when for _one, when in self.here):
            return False
        if word and word in words:
            return False
        if self.mode != "Normal" and word in ("completed", "passed", "failed"):
            return False
        if word in ("passed", "failed") and ("passed" in words or "failed" in words):
            return False
        ever = {one for one, _when in self.before + self.here}
        return not (
            (word == "completed" and "completed" in ever) or (word in ("passed", "failed") and "passed" in ever)
        )


steps = st.lists(
    st.one_of(
        st.just("launch"),
        st.lists(st.tuples(st.sampled_from([*WORDS, ""]), st.integers(-30, 0)), min_size=1, max_size=3),
    ),
    max_size=14,
)


@settings(max_examples=300)
@given(steps, st.sampled_from(names.MODES))
def test_sessions_against_a_plain_reading(walk, mode):
    terms = Terms(**{name: getattr(TERMS, name) for name in TERMS.__slots__} | {"mode": mode})
    reading, standing = Reading(mode), Standing()
    for step in walk:
        if step == "launch":
            reading.before += reading.here
            reading.here = []
            standing = Standing(completed=standing.completed, passed=standing.passed)
            continue
        step = sorted(step, key=lambda pair: pair[1])  # section 9.3: the order is that of timestamps
        kept, good = list(reading.here), True
        for word, second in step:
            if not reading.allows(word, second):
                good = False
                break
            reading.here.append((word, second))
        batch = [made(word, NOW + dt.timedelta(seconds=second)) for word, second in step]
        if good:
            standing, _heard = judge(
                batch[::-1] if len({s for _w, s in step}) == len(step) else batch, terms, standing, NOW
            )
        else:
            reading.here = kept
            with pytest.raises(Broken):
                judge(batch, terms, standing, NOW)
