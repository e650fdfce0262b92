"""What a stress test looks at: posts with their holders, levels shown, the plan's batches before the day; and its
results as the page lists them."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from typing import Any

from karmayogi.capacity.engine import batches as engine
from karmayogi.capacity.engine.solving.case import Batch as Offered
from karmayogi.capacity.engine.solving.case import Officer
from karmayogi.capacity.engine.solving.stress import Post
from karmayogi.capacity.engine.year import quarter_of
from karmayogi.capacity.models import StressTest
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END, POSTS_AS_ON, THEN_POSTS, main_first

MOST_POSTS = 20_000
HIGHEST = 5  # level

# Posts of the organisation on that day with whoever fills them, or looks after them.
_POSTS = f"""
select p.post_id, p.organisation_id, i.person_id, array_remove(
  array[nullif(person.native_language, ''), nullif(account.language, '')], null)::text[]
from {THEN_POSTS} p left join lateral (
  select i.person_id from orgs_incumbency i where i.post_id = p.post_id and i.valid_from <= %(on)s
    and (i.valid_to is null or i.valid_to > %(on)s) order by {main_first("i")} limit 1
) i on true
left join people_person person on person.id = i.person_id
left join people_account account on account.person_id = person.id
where p.organisation_path >= %(path)s and p.organisation_path < %(end)s and p.valid_from <= %(on)s
  and (p.valid_to is null or p.valid_to > %(on)s)
  and (%(designation)s::bigint is null or p.designation_id = %(designation)s)
order by p.post_id limit %(limit)s
"""

# A batch with each competency of the scheme that its training answers, and the level to which it brings: that of its
# course, else what the plan itself says by answering the need.
_BATCHES = """
select b.number, b.language, b.starts_on, b.ends_on, b.seats, b.least, b.fixed, b.fee, b.faculty, b.room,
  n.competency_id, coalesce(max(k.level), %(highest)s)
from capacity_batch b join capacity_intervention i on i.id = b.intervention_id
join capacity_answer a on a.intervention_id = i.id
join competencies_schemeneed n on n.scheme_id = %(scheme)s and n.competency_id = a.competency_id
left join learning_course c on c.id = i.course_id
left join learning_coursecompetency k on k.version_id = c.current_version_id and k.competency_id = n.competency_id
where b.plan_id = %(plan)s and b.called_off_on is null and not b.extra and b.starts_on > %(on)s and b.ends_on <= %(by)s
group by b.id, n.competency_id order by b.number, n.competency_id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What the solver is asked; posts and persons by number, and batches by their number in the plan."""

    posts: list[Post]
    post_ids: list[int]
    persons: list[int]
    officers: list[Officer]
    levels: dict[tuple[int, int], int]
    batches: list[Offered]
    numbers: list[int]
    gives: list[int]


def asked_of(test: StressTest, path: str, year: int) -> Asked:
    params = {
        "path": path, "end": path + PATH_END, "on": test.as_on, "by": test.by_on, "designation": test.designation_id,
        "scheme": test.scheme_id, "plan": test.plan_id, "limit": MOST_POSTS + 1, "highest": HIGHEST,
    }  # fmt: skip
    found: list[tuple[int, int, int | None, list[str]]] = rows.fetch(lambda *row: row, _POSTS, params)
    needs: list[tuple[int, int]] = rows.fetch(
        lambda *row: row,
        "select competency_id, level from competencies_schemeneed where scheme_id = %s order by 1",
        [test.scheme_id],
    )
    lines = rows.fetch(lambda *row: row, _BATCHES, params)
    tongues = sorted({line[1] for line in lines} | {one for row in found for one in row[3]} | {"en"})
    offices = {office: number for number, office in enumerate(sorted({row[1] for row in found}))}
    persons = sorted({row[2] for row in found if row[2] is not None})
    number_of = {person: number for number, person in enumerate(persons)}
    languages = {row[2]: row[3] or ["en"] for row in found}
    office_of = {row[2]: offices[row[1]] for row in found}
    officers = [
        Officer(office_of[one], 0, sum(1 << tongues.index(tongue) for tongue in set(languages[one])), engine.FREE)
        for one in persons
    ]
    levels = {
        (number_of[person], competency): level
        for person, competency, level in rows.fetch(
            lambda *row: row,
            "select person_id, competency_id, level from competencies_level where person_id = any(%s::bigint[])"
            " and competency_id = any(%s::bigint[])",
            [persons, [competency for competency, _level in needs]],
        )
    }
    teachers, _names = engine.numbered([line[8] for line in lines])
    halls, _rooms = engine.numbered([line[9] for line in lines])
    offered, numbers, gives = [], [], []
    seen: set[int] = set()
    for place, (number, tongue, first, last, seats, least, fixed, fee, _who, _room, need, level) in enumerate(lines):
        if number in seen:  # a batch brings in one competency here: the first of the scheme that it answers
            continue
        seen.add(number)
        offered.append(
            Offered(
                need=need, language=tongues.index(tongue), place=0, first=first.toordinal(), last=last.toordinal(),
                days=engine.working_days(first, last), seats=seats, least=least, fixed=float(fixed), fee=float(fee),
                faculty=teachers[place], room=halls[place], quarter=quarter_of(year, first) - 1,
            )
        )  # fmt: skip
        numbers.append(number)
        gives.append(level)
    posts = [Post(None if row[2] is None else number_of[row[2]], tuple(needs)) for row in found]
    return Asked(posts, [row[0] for row in found], persons, officers, levels, offered, numbers, gives)


@dataclasses.dataclass(frozen=True, slots=True)
class TestRow:
    uuid: uuids.UUID
    scheme_en: str
    scheme_hi: str
    scheme_ur: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    by_on: dt.date
    as_on: dt.date
    state: str
    posts: int
    unready: int
    trained: int
    cost: int


def tests_of(plan_id: int) -> list[TestRow]:
    return rows.fetch(
        TestRow,
        "select t.uuid, s.name_en, s.name_hi, s.name_ur, coalesce(d.name, ''), coalesce(d.name_hi, ''),"
        " coalesce(d.name_ur, ''), t.by_on, t.as_on, t.state, t.posts, t.unready, t.trained, t.cost"
        " from capacity_stresstest t join competencies_scheme s on s.id = t.scheme_id"
        " left join orgs_designation d on d.id = t.designation_id where t.plan_id = %s order by t.id desc limit 100",
        [plan_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class SchemeRow:
    id: int
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str


def schemes_for(path: str) -> list[SchemeRow]:
    """Of the organisation and of those above and below it."""
    return rows.fetch(
        SchemeRow,
        "select s.id, s.uuid, s.name_en, s.name_hi, s.name_ur from competencies_scheme s"
        " join orgs_organisation o on o.id = s.owner_id"
        " where starts_with(o.path, %s) or starts_with(%s, o.path) order by s.name_en, s.id limit 200",
        [path, path],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class StressLine:
    id: int
    code: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    name: str
    name_native: str
    lacks: list[list[int]]
    batches: list[int]
    trained: bool


def _line(*row: Any) -> StressLine:
    return dataclasses.replace(StressLine(*row), lacks=json.loads(row[10]))


def posts_of(test_id: int, on: dt.date, *, after: int = 0, q: str = "", limit: int = 50) -> list[StressLine]:
    """Posts that are not ready, as they were found on that day."""
    return rows.fetch(
        _line,
        f"""
        select x.id, p.code, d.name, d.name_hi, d.name_ur, o.name_en, o.name_hi, o.name_ur, coalesce(h.name, ''),
          coalesce(h.name_native, ''), x.lacks, x.batches, x.trained
        from capacity_stresspost x join {POSTS_AS_ON} p on p.id = x.post_id
        join orgs_designation d on d.id = p.designation_id join orgs_organisation o on o.id = p.organisation_id
        left join people_person h on h.id = x.person_id
        where x.test_id = %(test)s and x.id > %(after)s and (%(plain)s::text = '' or h.search like lower(%(q)s)
          or d.name ilike %(q)s or d.name_hi like %(q)s or d.name_ur like %(q)s or o.name_en ilike %(q)s)
        order by x.id limit %(limit)s
        """,
        {"test": test_id, "on": on, "after": after, "plain": q.strip(), "q": rows.like(q), "limit": limit},
    )
