"""What a session may report, and when: sections 7.1, 9 and 10 of the specification. Pure; the order of statements is
that of their timestamps, as section 9.3 says.

A statement that breaks a rule is refused whole, with the rule in plain words for whoever wrote the unit.
"""

import dataclasses
import datetime as dt
import enum
from decimal import Decimal
from typing import Any

from karmayogi.learning.engine.cmi5.names import (
    CMI5,
    MASTERY,
    MOVE_ON,
    OF_THE_UNIT,
    PROGRESS,
    SESSION_ID,
    VERBS,
)

AHEAD = dt.timedelta(minutes=5)  # so far a clock may be wrong before its word about time is refused

type Statement = dict[str, Any]
_WORDS = {iri: word for word, iri in VERBS.items()}
_JUDGED = ("passed", "failed")


class Rule(enum.StrEnum):
    CLOSED = "closed"
    ID = "id"
    ACTOR = "actor"
    REGISTRATION = "registration"
    SESSION = "session"
    CONTEXT = "context"
    ACTIVITY = "activity"
    TIMESTAMP = "timestamp"
    FUTURE = "future"
    NOT_INITIALIZED = "not_initialized"
    TERMINATED = "terminated"
    VERB = "verb"
    TWICE = "twice"
    ONCE = "once"
    AFTER_PASSED = "after_passed"
    MODE = "mode"
    RESULT = "result"
    SCORE = "score"
    MASTERY = "mastery"
    DURATION = "duration"
    CATEGORY = "category"


class Broken(Exception):
    """`str()` says what to do, for the maker of the unit."""

    def __init__(self, rule: Rule, text: str) -> None:
        super().__init__(rule, text)
        self.rule = rule
        self.text = text

    def __str__(self) -> str:
        return f"cmi5: {self.text}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the unit was launched with. publisher "": nothing is asked of the context (a package that is no cmi5)."""

    session: str
    registration: str
    home_page: str
    account: str
    activity: str
    publisher: str
    mode: str = "Normal"
    mastery: Decimal | None = None
    cmi5: bool = True
    closed: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Of a session: what it said so far. completed, passed: in the registration, in any session of this unit."""

    initialized: dt.datetime | None = None
    last: dt.datetime | None = None
    terminated: dt.datetime | None = None
    said: frozenset[str] = frozenset()
    completed: bool = False
    passed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Heard:
    """One statement that was taken: its word where it counts in the rules of cmi5, else ""."""

    word: str
    when: dt.datetime
    score: float | None = None
    progress: int | None = None


def judge(
    statements: list[Statement], terms: Terms, standing: Standing, now: dt.datetime
) -> tuple[Standing, list[Heard]]:
    """Where the session stands after these, all of which are of the form that xAPI asks. Raises Broken."""
    if terms.closed:
        raise Broken(Rule.CLOSED, "the session is over; launch the unit again")
    timed = sorted(((_moment(one, terms, now), one) for one in statements), key=lambda pair: pair[0])
    heard = []
    for when, statement in timed:
        word = (_cmi5 if terms.cmi5 else _plain)(statement, terms, standing, when)
        heard.append(Heard(word, when, _scaled(statement) if word in _JUDGED else None, _progress(statement)))
        standing = _after(standing, word, when)
    return standing, heard


def _after(standing: Standing, word: str, when: dt.datetime) -> Standing:
    return dataclasses.replace(
        standing,
        initialized=when if word == "initialized" and standing.initialized is None else standing.initialized,
        terminated=when if word == "terminated" else standing.terminated,
        last=max(when, standing.last or when),
        said=standing.said | {word} if word else standing.said,
        completed=standing.completed or word == "completed",
        passed=standing.passed or word == "passed",
    )


def _moment(statement: Statement, terms: Terms, now: dt.datetime) -> dt.datetime:
    text = statement.get("timestamp")
    if text is None:
        if not terms.cmi5:
            return now
        raise Broken(Rule.TIMESTAMP, "every statement has a timestamp (9.7)")
    try:
        when = dt.datetime.fromisoformat(text.upper())
    except ValueError:
        raise Broken(Rule.TIMESTAMP, f"the timestamp {text[:40]} cannot be read (9.7)") from None
    if terms.cmi5 and when.utcoffset() != dt.timedelta():
        raise Broken(Rule.TIMESTAMP, "timestamps are in UTC (9.7)")
    when = when.replace(tzinfo=dt.UTC) if when.tzinfo is None else when.astimezone(dt.UTC)
    if when > now + AHEAD:
        raise Broken(Rule.FUTURE, "the timestamp lies in the future: the clock of the device is wrong")
    return when


def _whose(statement: Statement, terms: Terms) -> dict[str, Any]:
    """Actor and registration are those of the launch; the context."""
    actor = statement["actor"]
    account = actor.get("account", {})
    if actor.get("objectType", "Agent") != "Agent" or (account.get("homePage"), account.get("name")) != (
        terms.home_page,
        terms.account,
    ):
        raise Broken(Rule.ACTOR, "the actor is the one of the launch (9.2)")
    context: dict[str, Any] = statement.get("context", {})
    if str(context.get("registration", "")).lower() != terms.registration:
        raise Broken(Rule.REGISTRATION, "context.registration is the one of the launch (9.6.1)")
    return context


def _plain(statement: Statement, terms: Terms, standing: Standing, when: dt.datetime) -> str:
    """A package that is no cmi5: completed, passed and failed count where they are said of the activity itself."""
    _whose(statement, terms)
    word = _WORDS.get(statement["verb"]["id"], "")
    about = statement["object"]
    mine = about.get("objectType", "Activity") == "Activity" and about["id"] == terms.activity
    if not mine or word not in ("initialized", "completed", *_JUDGED, "terminated"):
        return ""
    if word in _JUDGED and not 0 <= (_scaled(statement) or 0) <= 1:
        raise Broken(Rule.SCORE, "a scaled score lies between 0 and 1")
    return "" if word == "failed" and standing.passed else word


def _cmi5(statement: Statement, terms: Terms, standing: Standing, when: dt.datetime) -> str:
    if "id" not in statement:
        raise Broken(Rule.ID, "the unit gives every statement its id (9.1)")
    context = _whose(statement, terms)
    if context.get("extensions", {}).get(SESSION_ID) != terms.session:
        raise Broken(Rule.SESSION, "the session id in context.extensions is the one of the launch data (9.6.3.1)")
    if terms.publisher not in _ids(context, "grouping"):
        raise Broken(Rule.CONTEXT, "contextActivities.grouping has all of the context template (10.0)")
    categories = _ids(context, "category")
    word = _word(statement, categories)
    _in_order(word, standing, when)
    if word:
        _once(word, terms, standing)
        _result(statement, word, terms, context)
        if statement["object"].get("objectType", "Activity") != "Activity" or (
            statement["object"]["id"] != terms.activity
        ):
            raise Broken(Rule.ACTIVITY, "the object of a cmi5 defined statement is the activity of the launch (9.4)")
    if (MOVE_ON in categories) != (word in ("completed", *_JUDGED)):
        raise Broken(Rule.CATEGORY, "the moveOn category stands where success or completion is said (9.6.2.2)")
    progress = statement.get("result", {}).get("extensions", {}).get(PROGRESS)
    if progress is not None and (type(progress) is not int or not 0 <= progress <= 100):
        raise Broken(Rule.RESULT, "progress is a whole number from 0 to 100 (9.5.5.1)")
    return word


def _ids(context: dict[str, Any], place: str) -> set[str]:
    found = context.get("contextActivities", {}).get(place, [])
    return {one["id"] for one in (found if isinstance(found, list) else [found])}


def _word(statement: Statement, categories: set[str]) -> str:
    """The word of a cmi5 defined statement, "" for a cmi5 allowed one."""
    if CMI5 not in categories:
        return ""
    word = _WORDS.get(statement["verb"]["id"], "")
    if word not in OF_THE_UNIT:
        raise Broken(Rule.VERB, f"a unit says {', '.join(OF_THE_UNIT)} as cmi5 defined statements, no others (9.3)")
    return word


def _in_order(word: str, standing: Standing, when: dt.datetime) -> None:
    if word == "initialized":
        if standing.initialized is not None:
            raise Broken(Rule.TWICE, "initialized comes once in a session (9.3)")
        return
    if standing.initialized is None or when < standing.initialized:
        raise Broken(Rule.NOT_INITIALIZED, "initialized is the first statement of a session (9.3)")
    if standing.terminated is not None and (word == "terminated" or when > standing.terminated):
        raise Broken(Rule.TERMINATED, "terminated is the last statement of a session (9.3)")
    if word == "terminated" and standing.last is not None and when < standing.last:
        raise Broken(Rule.TERMINATED, "terminated is not earlier than the other statements of its session (9.3)")


def _once(word: str, terms: Terms, standing: Standing) -> None:
    if terms.mode != "Normal" and word not in ("initialized", "terminated"):
        raise Broken(Rule.MODE, f"in the mode {terms.mode} nothing about completion is said (10.0)")
    if word in standing.said:
        raise Broken(Rule.TWICE, f"{word} comes once in a session (9.3)")
    if word in _JUDGED and not standing.said.isdisjoint(_JUDGED):
        raise Broken(Rule.TWICE, "passed and failed exclude each other in a session (9.3)")
    if (word == "completed" and standing.completed) or (word == "passed" and standing.passed):
        raise Broken(Rule.ONCE, f"{word} comes once in a registration (9.3)")
    if word == "failed" and standing.passed:
        raise Broken(Rule.AFTER_PASSED, "failed does not follow passed in a registration (9.3)")


def _result(statement: Statement, word: str, terms: Terms, context: dict[str, Any]) -> None:
    result = statement.get("result", {})
    success = {"passed": True, "failed": False}.get(word)
    if result.get("success") is not success:
        raise Broken(Rule.RESULT, "success is true in passed, false in failed and in no other (9.5.2)")
    if result.get("completion") is not (True if word == "completed" else None):
        raise Broken(Rule.RESULT, "completion is true in completed and stands in no other (9.5.3)")
    if word != "initialized" and "duration" not in result:
        raise Broken(Rule.DURATION, f"{word} has a duration (9.5.4)")
    if "score" in result:
        if word not in _JUDGED:
            raise Broken(Rule.SCORE, "a score stands in passed and failed only (9.5.1)")
        _score(result["score"])
    if word in _JUDGED and terms.mastery is not None:
        _mastery(word, _scaled(statement), terms.mastery, context.get("extensions", {}).get(MASTERY))


def _score(score: dict[str, Any]) -> None:
    scaled = score.get("scaled")
    if scaled is not None and not 0 <= scaled <= 1:
        raise Broken(Rule.SCORE, "a scaled score lies between 0 and 1 (9.5.1)")
    if "raw" in score and not ("min" in score and "max" in score):
        raise Broken(Rule.SCORE, "a raw score comes with min and max (9.5.1)")
    if any(float(score[name]) != int(score[name]) for name in ("raw", "min", "max") if name in score):
        raise Broken(Rule.SCORE, "raw, min and max are whole numbers (9.5.1)")


def _mastery(word: str, scaled: float | None, mastery: Decimal, told: Any) -> None:
    if scaled is None:
        if told is not None and not _equal(told, mastery):
            raise Broken(Rule.MASTERY, "the masteryscore in the context is the one of the launch data (9.6.3.2)")
        return
    if not _equal(told, mastery):
        raise Broken(Rule.MASTERY, "a judgement by score names the masteryscore of the launch data (9.6.3.2)")
    reached = Decimal(str(scaled)) >= mastery
    if reached != (word == "passed"):
        raise Broken(Rule.MASTERY, "passed is a score of at least the masteryScore, failed one below it (9.3.4, 9.3.5)")


def _equal(told: Any, mastery: Decimal) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool) and Decimal(str(told)) == mastery


def _scaled(statement: Statement) -> float | None:
    scaled = statement.get("result", {}).get("score", {}).get("scaled")
    return None if scaled is None else float(scaled)


def _progress(statement: Statement) -> int | None:
    found = statement.get("result", {}).get("extensions", {}).get(PROGRESS)
    return found if type(found) is int and 0 <= found <= 100 else None
