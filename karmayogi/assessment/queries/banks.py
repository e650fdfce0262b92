"""Banks of the adaptive test, and what is needed to calibrate one."""

import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from karmayogi.assessment.engine.measurement.adaptive import Bank, Terms
from karmayogi.assessment.engine.measurement.classical import Matrix
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound

# Kinds that are right or not, and answered by choosing: what the model describes.
ASKED = ("single", "multiple", "truefalse")
MOST_ITEMS = 1_000  # that are calibrated together: the most answered
MOST_CELLS = 20_000_000  # of the matrix of answers


@dataclasses.dataclass(frozen=True, slots=True)
class BankRow:
    id: int
    uuid: UUID
    competency_id: int
    number: int
    status: str
    problem: str
    least: int
    most: int
    enough: float
    minutes: int
    retake_days: int
    shares: tuple[float, ...]
    cuts: dict[int, float]
    persons: int
    asked_by_id: int
    asked_at: dt.datetime
    opened_at: dt.datetime | None
    items: int | None
    name_en: str
    name_hi: str
    name_ur: str


_EVERY = """
select k.id, k.uuid, k.competency_id, k.number, k.status, k.problem, k.least, k.most, k.enough, k.minutes,
  k.retake_days, k.shares::text, k.cuts::text, k.persons, k.asked_by_id, k.asked_at, k.opened_at,
  {items}, c.name_en, c.name_hi, c.name_ur
from assessment_bank k join competencies_competency c on c.id = k.competency_id
"""
# Counting thousands of questions is for the page of banks alone, not for each answer of a test.
_COUNTED = _EVERY.format(items="(select count(*)::int from assessment_bankitem i where i.bank_id = k.id)")
_BANK = _EVERY.format(items="null::int")
_ITEMS = """
select q.id, q.level, q.course_id from assessment_item q
where q.competency_id = %s and q.kind = any(%s)
  and exists (select from assessment_paperitem p where p.item_id = q.id)
  and not exists (select from assessment_itemwithdrawal w where w.item_id = q.id and w.undone_at is null)
order by (select count(*) from assessment_attemptitem i join assessment_attempt a on a.id = i.attempt_id
          where i.item_id = q.id and a.number = 1 and a.score is not null) desc, q.id limit %s
"""
_ANSWERS = """
select a.person_id, i.item_id, coalesce(i.worth, i.correct::int) = 1
from assessment_attempt a join assessment_attemptitem i on i.attempt_id = a.id
where a.number = 1 and a.score is not null and i.item_id = any(%s::bigint[])
  and a.person_id in (select person_id from (
    select x.person_id, max(x.submitted_at) as latest
    from assessment_attempt x join assessment_attemptitem y on y.attempt_id = x.id
    where x.number = 1 and x.score is not null and y.item_id = any(%s::bigint[])
    group by x.person_id order by latest desc, x.person_id desc limit %s) p)
"""
_PLACES = (
    "select item_id, area, a, b, let from assessment_bankitem"
    " where bank_id = (select id from assessment_bank where uuid = %s) order by place"
)
_TERMS = "select shares::text, least, most, enough from assessment_bank where uuid = %s"
_GONE = "select item_id from assessment_itemwithdrawal where undone_at is null"


@dataclasses.dataclass(frozen=True, slots=True)
class Loaded:
    """A bank as the engine takes it. items: id of the question at each place; places: the other way round."""

    bank: Bank
    terms: Terms
    items: tuple[int, ...]
    places: Mapping[int, int]


def _row(*row: Any) -> BankRow:
    cuts = {int(level): cut for level, cut in json.loads(row[12]).items()}
    return BankRow(*[*row[:11], tuple(json.loads(row[11])), cuts, *row[13:]])


def access_bank(actor: Actor, uuid: UUID) -> BankRow:
    """For those who look after questions in the whole country. Raises NotFound."""
    found = rows.first(_row, _COUNTED + "where k.uuid = %s", [uuid])
    if found is None or not withdraws(actor):
        raise NotFound
    return found


def banks() -> list[BankRow]:
    """Every one, newest first; the caller has checked the right."""
    return rows.fetch(_row, _COUNTED + "order by k.id desc limit 200")


def open_bank(uuid: UUID) -> BankRow:
    """One that officers can sit at. Raises NotFound."""
    found = rows.first(_row, _BANK + "where k.uuid = %s and k.status = 'open'", [uuid])
    if found is None:
        raise NotFound
    return found


def open_banks() -> list[BankRow]:
    return rows.fetch(_row, _BANK + "where k.status = 'open' order by c.name_en, k.id")


def any_open() -> bool:
    return bool(rows.scalar("select exists (select from assessment_bank where status = 'open')"))


def bank_by_id(id: int) -> BankRow:
    found = rows.first(_row, _BANK + "where k.id = %s", [id])
    if found is None:
        raise NotFound
    return found


@functools.lru_cache(maxsize=32)
def loaded(bank: UUID) -> Loaded:
    """Kept in the process: what a bank holds is written once, before it is ready."""
    found = rows.fetch(lambda *row: row, _PLACES, [bank])
    shares, least, most, enough = rows.first(lambda *row: row, _TERMS, [bank]) or ("[]", 0, 0, 0.0)
    items, areas, a, b, let = zip(*found, strict=True)
    return Loaded(
        Bank(np.array(a), np.array(b), np.array(areas, dtype=np.int64), np.array(let)),
        Terms(tuple(json.loads(shares)), least, most, enough),
        tuple(items),
        {item: place for place, item in enumerate(items)},
    )


def withdrawn_places(bank: UUID) -> tuple[int, ...]:
    """Of questions that are not asked any more. Few are: each is looked up in what the process keeps."""
    places = loaded(bank).places
    return tuple(places[item] for item in rows.fetch(int, _GONE) if item in places)


def answers(competency_id: int) -> tuple[list[int], list[int | None], list[int], Matrix]:
    """Questions of a competency that are asked now: ids, levels, courses; and first answers to them, persons in rows, 1
    right, 0 not, NaN not asked. Of very many questions the most answered, of very many persons the latest."""
    items = sorted(rows.fetch(lambda *row: row, _ITEMS, [competency_id, list(ASKED), MOST_ITEMS]))
    ids = [id for id, _level, _course in items]
    most = MOST_CELLS // max(1, len(ids))
    found = rows.fetch(lambda *row: row, _ANSWERS, [ids, ids, most])
    persons = {person: place for place, person in enumerate(dict.fromkeys(row[0] for row in found))}
    columns = {id: place for place, id in enumerate(ids)}
    matrix: NDArray[np.float64] = np.full((len(persons), len(ids)), np.nan)
    for person, item, right in found:
        matrix[persons[person], columns[item]] = float(right)
    return ids, [level for _id, level, _course in items], [course for _id, _level, course in items], matrix


@dataclasses.dataclass(frozen=True, slots=True)
class Tagged:
    """A competency and how many questions that are asked now are tagged with it."""

    id: int
    name_en: str
    name_hi: str
    name_ur: str
    questions: int


def competencies_with_questions() -> list[Tagged]:
    return rows.fetch(
        Tagged,
        "select c.id, c.name_en, c.name_hi, c.name_ur, count(*)::int from assessment_item q"
        " join competencies_competency c on c.id = q.competency_id where q.kind = any(%s)"
        " and exists (select from assessment_paperitem p where p.item_id = q.id)"
        " group by c.id order by c.name_en, c.id",
        [list(ASKED)],
    )
