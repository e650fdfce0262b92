"""Line items, scores and results as JSON (Assignment and Grade Services 2.0)."""

import dataclasses
import datetime as dt
import json
import math
from typing import Any

ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
_KNOWN = ("id", "label", "scoreMaximum", "resourceId", "tag", "resourceLinkId", "startDateTime", "endDateTime",
          "gradesReleased")  # fmt: skip


AHEAD = dt.timedelta(minutes=5)  # so far the clock of a tool may be wrong


class BadGrade(Exception):
    """What was sent is not a line item or a score; the text says why, for the developer of the tool."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A line item as sent. link: uuid of a resource link as text, or ""."""

    label: str
    score_maximum: float
    resource_id: str
    tag: str
    link: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    grades_released: bool | None
    extra: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A score as sent. user: the pseudonym. given is None where no score is told."""

    user: str
    given: float | None
    maximum: float | None
    activity: str
    grading: str
    comment: str
    told_at: dt.datetime

    @property
    def final(self) -> bool:
        return self.activity == "Completed" and self.grading == "FullyGraded"

    @property
    def percent(self) -> int | None:
        if self.given is None or not self.maximum:
            return None
        return max(0, min(100, math.floor(self.given / self.maximum * 100 + 0.5)))


def read_column(value: Any) -> Column:
    """Raises BadGrade."""
    if not isinstance(value, dict):
        raise BadGrade("A line item is a JSON object.")
    label = _text(value, "label", 250)
    if not label:
        raise BadGrade("label is needed.")
    released = value.get("gradesReleased")
    if released is not None and not isinstance(released, bool):
        raise BadGrade("gradesReleased is true or false.")
    extra = {name: one for name, one in value.items() if name not in _KNOWN and ":" in name}
    if "\\u0000" in json.dumps(extra, ensure_ascii=False):
        raise BadGrade("A text holds a NUL.")
    return Column(
        label, _number(value, "scoreMaximum", least=0, above=True), _text(value, "resourceId", 250),
        _text(value, "tag", 250), _text(value, "resourceLinkId", 250), _instant(value, "startDateTime"),
        _instant(value, "endDateTime"), released, extra,
    )  # fmt: skip


def read_score(value: Any, now: dt.datetime) -> Told:
    """Raises BadGrade, also for a score of the future: none that came after it would ever count."""
    if not isinstance(value, dict):
        raise BadGrade("A score is a JSON object.")
    user = _text(value, "userId", 255)
    activity, grading = value.get("activityProgress"), value.get("gradingProgress")
    if not user or activity not in ACTIVITY or grading not in GRADING:
        raise BadGrade("userId, activityProgress and gradingProgress are needed, in the words of the specification.")
    given = _number(value, "scoreGiven", least=0) if value.get("scoreGiven") is not None else None
    if given is not None and value.get("scoreMaximum") is None:
        raise BadGrade("scoreGiven needs scoreMaximum.")
    maximum = _number(value, "scoreMaximum", least=0, above=True) if value.get("scoreMaximum") is not None else None
    told_at = _instant(value, "timestamp")
    if told_at is None:
        raise BadGrade("timestamp is needed.")
    if told_at > now + AHEAD:
        raise BadGrade("timestamp lies in the future.")
    return Told(user, given, maximum, activity, grading, _text(value, "comment", 2000), told_at)


def column_json(column: Column, address: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": address, "label": column.label, "scoreMaximum": _plain(column.score_maximum)
    } | column.extra  # fmt: skip
    for name, text in (("resourceId", column.resource_id), ("tag", column.tag), ("resourceLinkId", column.link)):
        if text:
            found[name] = text
    for name, at in (("startDateTime", column.starts_at), ("endDateTime", column.ends_at)):
        if at is not None:
            found[name] = at.isoformat()
    if column.grades_released is not None:
        found["gradesReleased"] = column.grades_released
    return found


def result_json(
    address: str, user: str, given: float | None, maximum: float | None, column_maximum: float, comment: str
) -> dict[str, Any]:
    """Scaled to the line item: a tool may tell a score of another maximum."""
    found: dict[str, Any] = {"id": f"{address}/results/{user}", "scoreOf": address, "userId": user}
    found["resultMaximum"] = _plain(column_maximum)
    if given is not None and maximum:
        found["resultScore"] = _plain(given / maximum * column_maximum)
    if comment:
        found["comment"] = comment
    return found


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _text(value: dict[str, Any], name: str, most: int) -> str:
    text = value.get(name)
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > most or "\0" in text:
        raise BadGrade(f"{name} is a text of {most} characters at most.")
    return text.strip()


def _number(value: dict[str, Any], name: str, *, least: float, above: bool = False) -> float:
    number = value.get(name)
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise BadGrade(f"{name} is a number.")
    if number < least or (above and number <= least) or number > 1e9:
        raise BadGrade(f"{name} is out of its range.")
    return float(number)


def _instant(value: dict[str, Any], name: str) -> dt.datetime | None:
    text = value.get(name)
    if text is None or text == "":
        return None
    try:
        found = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    # The first and the last year have moments that are of no year at all on clocks elsewhere.
    if found is None or found.tzinfo is None or not dt.MINYEAR < found.year < dt.MAXYEAR:
        raise BadGrade(f"{name} is an ISO 8601 time with its zone.")
    return found
