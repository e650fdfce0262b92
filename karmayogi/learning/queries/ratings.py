"""Ratings of a course: how many, how spread, what people say; and the reported ones for moderators."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.learning.queries.progress import PROGRESS
from karmayogi.learning.queries.row import Row

# Fewer say little: they are shown as they are, without a mean.
FEW = 5
PAGE = 10

_MAY = f"""
select c.id, 2 * progress.done >= progress.total
from learning_enrolment n join learning_course c on c.id = n.course_id
{PROGRESS}
where n.person_id = %s and c.uuid = %s
"""


def may_rate(person_id: int, course: uuids.UUID) -> tuple[int, bool] | None:
    """(course id, whether she has done half of what completes it); None for somebody who never enrolled."""
    found: Any = rows.first(Row, _MAY, [person_id, course])
    return None if found is None else (found[0], bool(found[1]))


@dataclasses.dataclass(frozen=True, slots=True)
class RatingSum:
    """spread: how many gave 5, 4, 3, 2, 1 stars."""

    spread: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.spread)

    @property
    def mean(self) -> float | None:
        """None below FEW."""
        if self.count < FEW:
            return None
        return sum(stars * count for stars, count in zip((5, 4, 3, 2, 1), self.spread, strict=True)) / self.count


@dataclasses.dataclass(frozen=True, slots=True)
class Review:
    """What one learner wrote. mine: the reader's own; hidden_reason: why nobody else sees it."""

    id: int
    uuid: uuids.UUID
    stars: int
    text: str
    changed_at: dt.datetime
    name: str
    name_native: str
    mine: bool
    hidden_reason: str


def rating_sum(course_id: int) -> RatingSum:
    counts = dict(
        rows.fetch(
            lambda stars, count: (stars, count),
            "select stars, count(*)::int from learning_courserating where course_id = %s and hidden_at is null"
            " group by stars",
            [course_id],
        )
    )
    return RatingSum(tuple(counts.get(stars, 0) for stars in (5, 4, 3, 2, 1)))


def reviews(course_id: int, person_id: int | None, limit: int = PAGE) -> list[Review]:
    """The reader's own first, then those with words, latest first."""
    return rows.fetch(
        Review,
        """
        select r.id, r.uuid, r.stars, r.text, r.changed_at, p.name, p.name_native,
          coalesce(r.person_id = %(person)s::bigint, false), r.hidden_reason
        from learning_courserating r join people_person p on p.id = r.person_id
        where r.course_id = %(course)s
          and (r.person_id = %(person)s::bigint or (r.hidden_at is null and r.text <> ''))
        order by 8 desc, r.changed_at desc, r.id desc limit %(limit)s
        """,
        {"course": course_id, "person": person_id, "limit": limit},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Reported:
    """A review with open reports. reasons: what those who reported it say."""

    id: int
    uuid: uuids.UUID
    course_uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    stars: int
    text: str
    name: str
    name_native: str
    reasons: list[str]
    since: dt.datetime


def reported(after: int = 0, limit: int = 25) -> list[Reported]:
    """Reviews that wait for a decision, by the number of the review."""
    return rows.fetch(
        Reported,
        """
        select r.id, r.uuid, c.uuid, e.title_en, e.title_hi, e.title_ur, r.stars, r.text, p.name, p.name_native,
          array_agg(w.reason order by w.at), min(w.at)
        from learning_ratingreport w join learning_courserating r on r.id = w.rating_id
        join learning_course c on c.id = r.course_id join learning_catalogueentry e on e.course_id = c.id
        join people_person p on p.id = r.person_id
        where w.decided_at is null and r.id > %s
        group by r.id, c.uuid, e.title_en, e.title_hi, e.title_ur, p.name, p.name_native
        order by r.id limit %s
        """,
        [after, limit],
    )
