"""Mandates as the engine takes them, and those that can match a person."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.plans.types import (
    Anchor,
    Attribute,
    Basis,
    Condition,
    DueRule,
    Mandate,
    Posting,
    Repeat,
    RoundTo,
    Rule,
    Unit,
    Wants,
    What,
)


@dataclasses.dataclass(frozen=True, slots=True)
class OrderRow:
    """What the page says of a mandate: who issued it, why."""

    id: int
    uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    number: str
    clause: str
    ordered_on: dt.date | None
    issuer: str
    why: str
    for_appraisal: bool
    starts_on: dt.date
    ends_on: dt.date | None
    organisation_en: str
    organisation_hi: str
    organisation_ur: str


_ORDER_COLUMNS = len(dataclasses.fields(OrderRow))
# Rules and items come along as lists, so that Today pays one statement for all of it. A designation that was merged is
# the one that stays; posts of before the merge are asked for by its own number.
_MANDATES = """
select m.id, m.uuid, m.title_en, m.title_hi, m.title_ur, m.number, m.clause, m.ordered_on, m.issuer, m.why,
  m.for_appraisal, m.starts_on, m.ends_on, o.name_en, o.name_hi, o.name_ur,
  m.organisation_id, m.wants, m.needed, m.competency_id, m.counts, m.counts_since, m.anchor, m.fixed_on,
  m.amount, m.unit, m.round_to, m.repeat_months, m.repeat_basis, m.repeat_window,
  (select jsonb_agg(jsonb_build_array(r.number, r.excludes, c.attribute, c.organisation_id, c.designation_id,
      d.merged_into_id, c.service_id, c.cadre_id, c.person_id, c.text, c.low, c.high, c.from_on, c.until_on)
      order by r.number, c.id)
    from plans_mandaterule r left join plans_mandatecondition c on c.rule_id = r.id
    left join orgs_designation d on d.id = c.designation_id where r.mandate_id = m.id),
  (select jsonb_agg(jsonb_build_array(i.place, i.course_id) order by i.place, i.equivalent, i.id)
    from plans_mandateitem i where i.mandate_id = m.id)
from plans_mandate m join orgs_organisation o on o.id = m.organisation_id
where {which} order by m.id
"""


def mandates(ids: Iterable[int]) -> list[Mandate]:
    """By id; one statement for any number of them."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    found = rows.fetch(_mandate, _MANDATES.format(which="m.id = any(%s::bigint[])"), [wanted])
    return [asked for _order, asked in found]


def mandate(id: int) -> Mandate:
    return mandates([id])[0]


def that_can_match(postings: Iterable[Posting], on: dt.date) -> list[tuple[OrderRow, Mandate]]:
    """Live mandates that reach one of the organisations above these posts."""
    units = sorted({unit for posting in postings for unit in posting.units})
    if not units:
        return []
    reached = """m.status = 'live' and (m.ends_on is null or m.ends_on >= %s)
      and m.id in (select r.mandate_id from plans_mandatereach r where r.organisation_id = any(%s::bigint[]))"""
    return rows.fetch(_mandate, _MANDATES.format(which=reached), [on, units])


def _mandate(*row: Any) -> tuple[OrderRow, Mandate]:
    order = OrderRow(*row[:_ORDER_COLUMNS])
    (
        unit, wants, needed, competency, counts, counts_since, anchor, fixed_on, amount, by, round_to,
        months, basis, window, conditions, courses,
    ) = row[_ORDER_COLUMNS:]  # fmt: skip
    items: dict[int, list[int]] = defaultdict(list)
    for place, course in json.loads(courses or "[]"):
        items[place].append(course)
    return order, Mandate(
        id=order.id, unit_id=unit, rules=_rules(json.loads(conditions or "[]")), starts_on=order.starts_on,
        ends_on=order.ends_on,
        what=What(Wants(wants), needed, tuple(tuple(same) for _place, same in sorted(items.items())), competency),
        due=DueRule(Anchor(anchor), fixed_on, amount, Unit(by), RoundTo(round_to)),
        counts_from={"ever": None, "since": counts_since, "start": order.starts_on}[counts],
        repeat=Repeat(months, Basis(basis), window) if months else None,
    )  # fmt: skip


def _rules(conditions: Iterable[Sequence[Any]]) -> tuple[Rule, ...]:
    found: dict[int, tuple[bool, dict[Attribute, list[Any]], list[Condition]]] = {}
    for number, excludes, attribute, *cells in conditions:
        _excludes, values, spans = found.setdefault(number, (excludes, {}, []))
        if attribute is None:
            continue
        one = Attribute(attribute)
        unit, designation, merged, service, cadre, person, text, low, high, from_on, until_on = cells
        if one is Attribute.BATCH:
            spans.append(Condition(one, low=low, high=high))
        elif one in (Attribute.POSTED, Attribute.JOINED):
            spans.append(Condition(one, low=_day(from_on), high=_day(until_on)))
        else:
            kept = values.setdefault(one, [])
            kept += [v for v in (unit, designation, merged, service, cadre, person, text or None) if v is not None]
    return tuple(
        Rule(number, (*(Condition(one, tuple(v)) for one, v in values.items()), *spans), excludes)
        for number, (excludes, values, spans) in sorted(found.items())
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


# One that was ended after the year still prescribed in it.
_RELEVANT = """m.for_appraisal and m.wants = 'items' and m.starts_on <= %(last)s
  and (m.ends_on is null or m.ends_on >= %(first)s)
  and (m.status = 'live' or (m.status = 'retired' and (m.retired_at at time zone 'Asia/Kolkata')::date > %(last)s))
  and m.id in (
    select r.mandate_id from plans_mandatereach r join orgs_organisation u on u.id = r.organisation_id
    where starts_with(u.path, %(path)s) or starts_with(%(path)s, u.path))"""


def for_appraisal(path: str, first: dt.date, last: dt.date) -> list[Mandate]:
    """Mandates that count for the appraisal of whoever works at `path` or below, in force between those days, and ask
    for items."""
    given = {"path": path, "first": first, "last": last}
    return [asked for _order, asked in rows.fetch(_mandate, _MANDATES.format(which=_RELEVANT), given)]
