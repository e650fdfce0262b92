"""Counting figures by attributes of officers: once a night, as a part of the full refresh, by the same queries.

Only what may be told is kept: whatever is not in the table is shown nowhere.
"""

import collections
import datetime as dt
from typing import Any

from karmayogi.insight.engine.cuts import told_apart
from karmayogi.insight.engine.disclosure import STEP, ancestors
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.attributes import ATTRIBUTES, CUT, SETS
from karmayogi.insight.registry.bases import BASES
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.kernel import rows

_KEEP = """
create temporary table if not exists officer_cut
  (person_id bigint not null, path text collate "C" not null, gender text not null, "group" text not null,
   setting text not null, state_code text collate "C" not null)
  on commit drop;
create temporary table if not exists cut_now
  (id bigint primary key, path text collate "C" not null, value text not null) on commit drop;
truncate officer_cut, cut_now
"""
_OFFICERS = f"""
insert into officer_cut
select o.person_id, u.path, {", ".join(ATTRIBUTES[code].sql for code in ("gender", "group", "setting"))}, u.state_code
from officer_now o join unit_now u on u.organisation_id = o.organisation_id
join orgs_organisation g on g.id = o.organisation_id join people_person p on p.id = o.person_id
"""
_UNITS = 'select path, state_code, gender, "group", setting, count(*) from officer_cut group by 1, 2, 3, 4, 5'
_CONCERNED = """
select o.path, o.state_code, o.gender, o."group", o.setting, count(*)
from ({people}) b join officer_cut o on o.person_id = b.person_id group by 1, 2, 3, 4, 5
"""
_HIDDEN = "select path, own from insight_withheld where state_code = '*' and base = %s"
_STATES = "select state_code from insight_withheld where state_code <> '*' and base = %s and path = %s"
# The same tables that a metric reads, filled with the officers of a place and value in place of those of a unit.
_AS_UNITS = """
insert into officer_now
select o.person_id, n.id from officer_cut o join cut_now n on n.path = left(o.path, {depth}) and n.value = o.{column}
"""

type Cells = dict[Any, int]
type Unit = tuple[str, str, str, str, str, int]  # path, State, the three values, people


def count_cuts(days: dict[str, dt.date]) -> None:
    """Called in the transaction of the refresh, at its end: officer_now is another one afterwards."""
    rows.run("delete from insight_cutfigure")
    for statement in _KEEP.split(";"):
        rows.run(statement)
    rows.run(_OFFICERS)
    units = rows.fetch(lambda *row: row, _UNITS)
    hidden = _hidden(OFFICERS.code)
    country = min((path[:STEP] for path, *_rest in units), default="")
    if not country or (country, False) in hidden:
        return
    bases = sorted({METRICS[code].base for code in CUT} - {OFFICERS.code})
    # Asked now: officer_now is another one as soon as something is counted.
    concerned = {
        base: rows.fetch(
            lambda *row: row, _CONCERNED.format(people=BASES[base].people),
            {name: day for name, day in days.items() if f"%({name})s" in BASES[base].people},
        )
        for base in bases
    }  # fmt: skip
    for codes in SETS:
        places = _places(units, hidden, codes)
        whole = [path for path in places if len(path) > STEP and (path, False) not in hidden]
        found = told_apart(places, whole, beside=_states(OFFICERS.code, units, country, codes))
        if found is None:
            continue
        told = {OFFICERS.code: {country, *found}}
        for base in concerned:
            told[base] = _told(base, concerned[base], told[OFFICERS.code], codes)
        for code in codes:
            _count(code, told, days)
        return


def _hidden(base: str) -> set[tuple[str, bool]]:
    return set(rows.fetch(lambda path, own: (path, own), _HIDDEN, [base]))


def _told(base: str, units: list[Unit], officers: set[str], codes: tuple[str, ...]) -> set[str]:
    """Of the places whose officers are told apart, those whose people of this base may be too; where there are none of
    them, nothing is told of anybody."""
    hidden = _hidden(base)
    places = _places(units, hidden, codes)
    whole = [path for path in places if path in officers and len(path) > STEP and (path, False) not in hidden]
    country = min(officers, key=len)
    beside = _states(base, units, country, codes)
    found = told_apart(places, whole, beside=beside) if (country, False) not in hidden else None
    nobody = {path for path in officers if not any(path == unit[0][: len(path)] for unit in units)}
    return nobody if found is None else {country, *found} | nobody


def _places(units: list[Unit], hidden: set[tuple[str, bool]], codes: tuple[str, ...]) -> dict[str, dict[str, Cells]]:
    """What lies directly below the country, and the country's own posts -> block -> combination of values -> people."""
    places: dict[str, dict[str, Cells]] = {}
    for path, _state, *values, count in units:
        if (path, True) not in hidden:
            block = f"{path}."
        else:  # with whatever is hidden of the nearest unit above that is shown
            block = next((one for one in reversed(list(ancestors(path))) if (one, False) not in hidden), "")
        cells = places.setdefault(path[: 2 * STEP], {}).setdefault(block, collections.Counter())
        cells[_combination(values, codes)] += count
    return places


def _states(base: str, units: list[Unit], country: str, codes: tuple[str, ...]) -> list[Cells]:
    """As the page of the nation parts the same people; what it hides is one."""
    hidden = set(rows.fetch(str, _STATES, [base, country]))
    states: dict[str, Cells] = {}
    for _path, state, *values, count in units:
        cells = states.setdefault("*" if state in hidden else state, collections.Counter())
        cells[_combination(values, codes)] += count
    return list(states.values())


def _combination(values: list[str], codes: tuple[str, ...]) -> tuple[str, ...]:
    known = dict(zip(("gender", "group", "setting"), values, strict=True))
    return tuple(known[code] for code in codes)


def _count(code: str, told: dict[str, set[str]], days: dict[str, dt.date]) -> None:
    """One pass for the country and one for the places below it: nobody is twice in either.

    told: base -> places of which it may be told. Of a base, a row of each value says that it is, be it of nobody.
    """
    attribute = ATTRIBUTES[code]
    for depth in (STEP, 2 * STEP):
        there = sorted(path for path in told[OFFICERS.code] if len(path) == depth)
        keys = [(path, value.code) for path in there for value in attribute.values]
        rows.run("truncate officer_now, cut_now")
        rows.run(
            "insert into cut_now select * from unnest(%s::bigint[], %s::text[], %s::text[])",
            [list(range(1, len(keys) + 1)), [path for path, _value in keys], [value for _path, value in keys]],
        )
        rows.run(_AS_UNITS.format(depth=depth, column=attribute.column))
        rows.run("analyze officer_now")
        for base in told.keys() & BASES.keys():
            rows.run(
                "insert into insight_cutfigure (path, attribute, value, metric, numerator, denominator) "
                f"select n.path, '{code}', n.value, '{base}', coalesce(f.numerator, 0), 0 "
                f"from cut_now n left join ({BASES[base].sql}) as f (organisation_id, numerator, denominator) "
                "on f.organisation_id = n.id where n.path = any(%(told)s::text[])",
                {"told": list(told[base])}
                | {name: day for name, day in days.items() if f"%({name})s" in BASES[base].sql},
            )
        for metric in map(METRICS.__getitem__, CUT):
            rows.run(
                "insert into insight_cutfigure (path, attribute, value, metric, numerator, denominator) "
                f"select n.path, '{code}', n.value, '{metric.code}', f.numerator, f.denominator "
                f"from ({metric.sql}) as f (organisation_id, numerator, denominator) "
                "join cut_now n on n.id = f.organisation_id where n.path = any(%(told)s::text[])",
                {"told": list(told[metric.base])}
                | {name: day for name, day in days.items() if f"%({name})s" in metric.sql},
            )
