"""What to learn next, each with its reasons: what the post needs, what people on such a post take up."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Gap
from karmayogi.kernel import rows
from karmayogi.learning.queries.admitted import finds
from karmayogi.learning.queries.cards import CARD_COLUMNS, card, course_cards, courses_for_competency
from karmayogi.learning.types import CourseCard
from karmayogi.orgs.api import POSTS_AS_ON

PER_GAP = 2

_PEERS = f"""
select p.course_id, max(p.people) from learning_peerchoice p
where p.designation_id in (
  select post.designation_id from orgs_incumbency i join {POSTS_AS_ON} post on post.id = i.post_id
  where i.person_id = %(person)s and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s))
group by 1
"""
# Begun ones stand on Today and under My learning; completed and put aside ones are no news.
_OUT = """
select course_id from learning_enrolment where person_id = %(person)s and status <> 'withdrawn'
union select course_id from learning_notforme where person_id = %(person)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """gaps: those that the course would work on, the greatest first. peers: how many on such a post took it.

    At least one of the two is there: what has no reason is not suggested.
    """

    card: CourseCard
    gaps: tuple[Gap, ...]
    peers: int

    @property
    def weight(self) -> int:
        """Levels missing times importance, as gaps are ranked."""
        return sum(gap.missing * gap.importance for gap in self.gaps)


def suggestions_for(person_id: int, on: dt.date, limit: int = 12) -> list[Suggestion]:
    """The greatest need first, then what most peers took; in a handful of statements."""
    gaps = [gap for gap in competencies.gaps_of(person_id, on) if gap.missing]
    peers: dict[int, int] = dict(
        rows.fetch(lambda course, people: (course, people), _PEERS, {"person": person_id, "on": on})
    )
    out = set(rows.fetch(int, _OUT, {"person": person_id}))
    cards: dict[int, CourseCard] = {}
    reasons: dict[int, list[Gap]] = {}
    # As many more of each as were put aside or begun, so that these do not leave a gap without a course.
    for competency, found in _for_gaps(gaps, person_id, on, PER_GAP + min(len(out), 20)).items():
        gap = next(gap for gap in gaps if gap.competency_id == competency)
        for one in [one for one in found if one.id not in out][:PER_GAP]:
            cards[one.id] = one
            reasons.setdefault(one.id, []).append(gap)
    others = [course for course in peers if course not in cards and course not in out]
    cards |= course_cards(others, person_id=person_id, on=on)
    made = [
        Suggestion(one, tuple(sorted(reasons.get(one.id, []), key=_greatest)), peers.get(one.id, 0))
        for one in cards.values()
    ]
    made.sort(key=lambda one: (-one.weight, -one.peers, one.card.minutes, one.card.id))
    return made[:limit]


def put_aside(person_id: int, on: dt.date, limit: int = 50) -> list[CourseCard]:
    """What was put aside and may still be found, the latest first."""
    sql = f"""
    select {CARD_COLUMNS} from learning_notforme x join learning_catalogueentry e on e.course_id = x.course_id
    where x.person_id = %(person)s and (not e.hidden or {finds("e.course_id", "%(person)s", "%(on)s")})
    order by x.at desc, x.id desc limit %(limit)s
    """
    return rows.fetch(card, sql, {"person": person_id, "on": on, "limit": limit})


def _for_gaps(gaps: Sequence[Gap], person_id: int, on: dt.date, limit: int) -> dict[int, list[CourseCard]]:
    if not gaps:
        return {}
    return courses_for_competency([gap.competency_id for gap in gaps], limit, person_id=person_id, on=on)


def _greatest(gap: Gap) -> tuple[int, str]:
    return -gap.missing * gap.importance, gap.code
