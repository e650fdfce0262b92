"""Retirements of a course, and whom one would concern."""

import dataclasses
import datetime as dt
from typing import Any

from karmayogi.kernel import rows
from karmayogi.learning.queries.row import Row


@dataclasses.dataclass(frozen=True, slots=True)
class RetirementRow:
    """on: first day on which nobody enrols. ended_at: when it came back."""

    on: dt.date
    reason: str
    by: str
    by_native: str
    ended_at: dt.datetime | None
    ended_reason: str


def retirements_of(course_id: int) -> list[RetirementRow]:
    """Latest first."""
    return rows.fetch(
        RetirementRow,
        'select r."on", r.reason, p.name, p.name_native, r.ended_at, r.ended_reason from learning_retirement r'
        " join people_person p on p.id = r.by_id where r.course_id = %s order by r.id desc",
        [course_id],
    )


def learners_of(course_id: int) -> tuple[int, int]:
    """(in progress, completed)."""
    found: Any = rows.first(
        Row,
        "select count(*) filter (where status = 'active'), count(*) filter (where status = 'completed')"
        " from learning_enrolment where course_id = %s",
        [course_id],
    )
    return int(found[0]), int(found[1])


def course_names(course_id: int) -> tuple[str, str, str]:
    """Its titles in the catalogue: English, Hindi, Urdu."""
    found: Any = rows.first(
        Row, "select title_en, title_hi, title_ur from learning_catalogueentry where course_id = %s", [course_id]
    )
    return found[0], found[1], found[2]
