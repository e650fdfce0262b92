"""Mandates as the engine takes them, and those that can match a person."""

import datetime as dt
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

_MANDATES = """
select m.id, m.organisation_id, m.wants, m.needed, m.competency_id, m.counts, m.counts_since, m.anchor, m.fixed_on,
  m.amount, m.unit, m.round_to, m.repeat_months, m.repeat_basis, m.repeat_window, m.starts_on, m.ends_on
from plans_mandate m where m.id = any(%s::bigint[]) order by m.id
"""
# A designation that was merged is the one that stays; posts of before the merge are asked for by its own number.
_CONDITIONS = """
select r.mandate_id, r.number, r.excludes, c.attribute, c.organisation_id, c.designation_id, d.merged_into_id,
  c.service_id, c.cadre_id, c.person_id, c.text, c.low, c.high, c.from_on, c.until_on
from plans_mandaterule r left join plans_mandatecondition c on c.rule_id = r.id
left join orgs_designation d on d.id = c.designation_id
where r.mandate_id = any(%s::bigint[]) order by r.mandate_id, r.number, c.id
"""


def mandates(ids: Iterable[int]) -> list[Mandate]:
    """By id; three statements for any number of them."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    rules = _rules(wanted)
    items: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for mandate, place, course in rows.fetch(
        _row,
        "select mandate_id, place, course_id from plans_mandateitem where mandate_id = any(%s::bigint[])"
        " order by mandate_id, place, equivalent, id",
        [wanted],
    ):
        items[mandate][place].append(course)
    return [
        _mandate(row, rules.get(row[0], ()), items.get(row[0], {})) for row in rows.fetch(_row, _MANDATES, [wanted])
    ]


def mandate(id: int) -> Mandate:
    return mandates([id])[0]


def that_can_match(postings: Iterable[Posting], on: dt.date) -> list[int]:
    """Live mandates that reach one of the organisations above these posts."""
    units = sorted({unit for posting in postings for unit in posting.units})
    if not units:
        return []
    return rows.fetch(
        int,
        """
        select distinct m.id from plans_mandatereach r join plans_mandate m on m.id = r.mandate_id
        where r.organisation_id = any(%s::bigint[]) and m.status = 'live' and (m.ends_on is null or m.ends_on >= %s)
        """,
        [units, on],
    )


def _row(*columns: Any) -> tuple[Any, ...]:
    return columns


def _mandate(row: Sequence[Any], rules: tuple[Rule, ...], items: dict[int, list[int]]) -> Mandate:
    (
        id_, unit, wants, needed, competency, counts, counts_since, anchor, fixed_on, amount, by, round_to,
        months, basis, window, starts_on, ends_on,
    ) = row  # fmt: skip
    return Mandate(
        id=id_, unit_id=unit, rules=rules, starts_on=starts_on, ends_on=ends_on,
        what=What(Wants(wants), needed, tuple(tuple(same) for _place, same in sorted(items.items())), competency),
        due=DueRule(Anchor(anchor), fixed_on, amount, Unit(by), RoundTo(round_to)),
        counts_from={"ever": None, "since": counts_since, "start": starts_on}[counts],
        repeat=Repeat(months, Basis(basis), window) if months else None,
    )  # fmt: skip


def _rules(ids: list[int]) -> dict[int, tuple[Rule, ...]]:
    found: dict[int, dict[int, tuple[bool, dict[Attribute, list[Any]], list[Condition]]]] = defaultdict(dict)
    for mandate_, number, excludes, attribute, *cells in rows.fetch(_row, _CONDITIONS, [ids]):
        _excludes, values, spans = found[mandate_].setdefault(number, (excludes, {}, []))
        if attribute is None:
            continue
        one = Attribute(attribute)
        unit, designation, merged, service, cadre, person, text, low, high, from_on, until_on = cells
        if one is Attribute.BATCH:
            spans.append(Condition(one, low=low, high=high))
        elif one in (Attribute.POSTED, Attribute.JOINED):
            spans.append(Condition(one, low=from_on, high=until_on))
        else:
            kept = values.setdefault(one, [])
            kept += [v for v in (unit, designation, merged, service, cadre, person, text or None) if v is not None]
    return {
        mandate_: tuple(
            Rule(number, (*(Condition(one, tuple(v)) for one, v in values.items()), *spans), excludes)
            for number, (excludes, values, spans) in sorted(rules.items())
        )
        for mandate_, rules in found.items()
    }
