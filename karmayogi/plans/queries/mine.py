"""The obligations of a person, or of a few: what the mandates that can match them mean today."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.plans.engine.obligations import obligation
from karmayogi.plans.queries.facts import facts_of, postings_of
from karmayogi.plans.queries.holidays import holidays_of_many
from karmayogi.plans.queries.mandates import OrderRow, that_can_match
from karmayogi.plans.types import Facts, Mandate, Obligation, Unit


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """An obligation with its order. asked: the terms; facts: what it was worked out from."""

    mandate: OrderRow
    asked: Mandate
    obligation: Obligation
    facts: Facts


def list_of(person_id: int, on: dt.date) -> list[Line]:
    """Hers on that day, the soonest due first."""
    return lists_of([person_id], on).get(person_id, [])


def lists_of(person_ids: Sequence[int], on: dt.date) -> dict[int, list[Line]]:
    """Person -> lines; those without any are left out. The number of statements does not grow with people."""
    held = postings_of(person_ids, on)
    found = that_can_match((one for postings in held.values() for one in postings), on)
    if not found:
        return {}
    asked = [mandate for _order, mandate in found]
    working = sorted({one.unit_id for one in asked if one.due.unit is Unit.WORKING_DAYS and one.due.amount})
    holidays = holidays_of_many(working) if working else {}
    lines: dict[int, list[Line]] = {}
    for facts in facts_of(person_ids, asked, on, held):
        for order, mandate in found:
            one = obligation(mandate, facts, on, holidays.get(mandate.unit_id, frozenset()))
            if one is not None:
                lines.setdefault(facts.person_id, []).append(Line(order, mandate, one, facts))
    for mine in lines.values():
        mine.sort(key=lambda line: (line.obligation.due_on, line.mandate.id))
    return lines


@dataclasses.dataclass(frozen=True, slots=True)
class KeptDischarge:
    """Something that was asked for and done, under an order that binds her no more or has moved on."""

    title_en: str
    title_hi: str
    title_ur: str
    number: str
    due_on: dt.date
    done_on: dt.date


def discharges_of(person_id: int, *, without: Sequence[tuple[int, dt.date, dt.date]] = ()) -> list[KeptDischarge]:
    """The latest first; without: (mandate, due date, day done) that the page shows; either day may have moved."""
    found = rows.fetch(
        lambda mandate, *row: (mandate, KeptDischarge(*row)),
        """
        select m.id, m.title_en, m.title_hi, m.title_ur, m.number, d.due_on, d.done_on
        from plans_discharge d join plans_mandate m on m.id = d.mandate_id where d.person_id = %s
        order by d.done_on desc, d.id desc limit 200
        """,
        [person_id],
    )
    dues, days = (
        {(mandate, due) for mandate, due, _done in without},
        {(mandate, done) for mandate, _due, done in without},
    )
    return [one for mandate, one in found if (mandate, one.due_on) not in dues and (mandate, one.done_on) not in days]


@dataclasses.dataclass(frozen=True, slots=True)
class ReliefRow:
    uuid: uuids.UUID
    mandate_id: int
    kind: str
    state: str
    reason: str
    until_on: dt.date | None
    asked_at: dt.datetime
    note: str


def reliefs_of(person_id: int) -> list[ReliefRow]:
    """What she asked for, the latest first."""
    return rows.fetch(
        ReliefRow,
        "select uuid, mandate_id, kind, state, reason, until_on, asked_at, note from plans_relief where person_id = %s"
        " order by id desc limit 100",
        [person_id],
    )
