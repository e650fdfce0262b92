"""An audience of the whole country counted while somebody writes its rules: `python -m bench.audience [--officers N]`
→ docs/benchmarks/audience.md.

Thirty million persons and their incumbencies in half a million offices: the tables that counting reads, with the
indexes that it can use and without the rest of them, and the sums of both. With fewer officers the figures are
printed, nothing is written.
"""

import datetime as dt
import statistics
import sys
import time
from typing import Any

from bench.country import RUNS, Country, Lines, arguments, measure
from bench.sql import Writer

METHOD = """
Counting: the product's own query of the page on which rules are written, on a machine whose memory holds what it read
before; the first time from disk stands beside it. The tables have the product's columns and its indexes but for the
three exclusion constraints of postings and what search and codes need: counting reads none of them. One officer in
twenty-five is in Group A, one in a hundred has a second charge, one in fifty is on deputation. Half of all hold one of
forty designations that every department has, the others one of two hundred that their department has out of 5,000;
one in ten belongs to a service (60, with 26 cadres and 36 batches). Counted by the sums that triggers keep (decisions
0067 and 0072): adding them up anew, as each night does, is among the times above.
""".strip()
SHAPE = (
    ("Everybody of the country", []),
    ("One ministry of nine", [("unit", "organisation_id")]),
    ("Group A", [("group", "text")]),
    ("Group A of one ministry", [("unit", "organisation_id"), ("group", "text")]),
    ("One designation, a common one", [("designation", "designation_id")]),
    ("The same in one ministry", [("unit", "organisation_id"), ("designation", "designation_id")]),
    ("One service", [("service", "service_id")]),
    ("One service, batches of six years", [("service", "service_id"), ("batch", "low")]),
    ("One cadre", [("cadre", "cadre_id")]),
    ("On deputation", [("posting", "posting")]),
)
_TABLES = (
    "people_person", "orgs_incumbency", "orgs_post", "orgs_servicemembership", "plans_headcount", "plans_chargeposting",
    "plans_seatsum",
)  # fmt: skip
_WRITTEN = _TABLES[:4]
_INDEXED = (
    "(organisation_path, person_id)", "(person_id, valid_from)", '("group", id)', "(designation_id)", "(person_id)",
    "(post_id)",
)  # fmt: skip
# Designations that a department of so many offices has, and all of the country; services, their cadres and batches.
_COMMON, _NAMED, _SERVICES, _CADRES, _BATCHES = 40, 5_000, 60, 26, 36


def main() -> int:
    parser = arguments("audience", __doc__, officers=30_000_000, offices=500_000)
    return measure(parser, _measure, "an audience counted", METHOD)


def _measure(made: Country) -> tuple[str, Lines]:
    from karmayogi.kernel import clock
    from karmayogi.plans.actions.add_up_headcounts import add_up_headcounts

    w, options = made.w, made.options
    units = made.tree()
    with made.timer.step("officers"):
        _officers(w, options.officers, units)
    with made.timer.step("adding up"):
        add_up_headcounts(clock.day(made.at))
    with made.timer.step("vacuum and statistics"):
        w.run(f"vacuum (analyze) {', '.join(_TABLES)}")
    lines = _figures(w, clock.day(made.at), made.is_whole)
    sizes = ", ".join(
        f"{name} {w.one('select pg_total_relation_size(%s::regclass)', [name]) / 1e9:.1f} GB" for name in _TABLES
    )
    return f"{options.officers:,} officers in {options.offices:,} offices: {sizes}.", lines


def _officers(w: Writer, officers: int, units: list[tuple[int, str]]) -> None:
    """Rows of both tables, written as they are, then the indexes that counting can use."""
    for table, name in w.rows("select conrelid::regclass::text, conname from pg_constraint where contype = 'f'"):
        w.run(f'alter table {table} drop constraint "{name}"')
    later: list[str] = []
    for table in _WRITTEN:
        w.run(f"alter table {table} disable trigger user")  # what is added up afterwards is not followed row by row
        for (name,) in w.rows(
            "select conname from pg_constraint where conrelid = %s::regclass and contype in ('x', 'u')", [table]
        ):
            w.run(f'alter table {table} drop constraint "{name}"')
        for name, definition in w.rows(
            "select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid"
            " where i.indrelid = %s::regclass and not i.indisprimary",
            [table],
        ):
            w.run(f'drop index "{name}"')
            if any(column in definition for column in _INDEXED):
                later.append(definition)
        w.run(f"alter table {table} set unlogged")  # a crash would lose them, and nobody would mind
    w.run("create temp table bench_unit as select n - 1 as n, id, path"
          " from unnest(%s::bigint[], %s::text[]) with ordinality as x (id, path, n)",
          [[unit[0] for unit in units], [unit[1] for unit in units]])  # fmt: skip
    w.run("alter table bench_unit add primary key (n); analyze bench_unit")
    p: dict[str, Any] = {"n": officers, "u": len(units)}
    # Offices one after the other, as an import brings them; several officers in each.
    seats = "from generate_series(1, %(n)s) i join bench_unit u on u.n = (i - 1) * %(u)s::bigint / %(n)s"
    w.insert(
        "orgs.Incumbency",
        {"id": "i", "person_id": "i", "post_id": "i", "organisation_path": "u.path",
         "kind": "case when i %% 50 = 7 then 'deputation' else 'substantive' end",
         "valid_from": "date '2024-04-01' + (i %% 700)::int"},
        seats, p,
    )  # fmt: skip
    w.insert(
        "orgs.Incumbency",
        {"id": "%(n)s + i", "person_id": "i * 100", "post_id": "i * 100 - 1", "organisation_path": "u.path",
         "kind": "'additional'", "valid_from": "date '2025-04-01'"},
        "from generate_series(1, %(n)s / 100) i join bench_unit u on u.n = (i * 100 - 1) * %(u)s::bigint / %(n)s", p,
    )  # fmt: skip
    w.insert(
        "people.Person",
        {"id": "i", "name": "'Officer ' || i", "employee_code": "'B' || i",
         "group": "case when i %% 25 = 0 then 'Group A' else 'Group B' end"},
        "from generate_series(1, %(n)s) i", p,
    )  # fmt: skip
    department = "hashtext(left(u.path, length(u.path) - 8)) & 65535"
    w.run("insert into orgs_designation (id, uuid, name, name_hi, name_ur, key) select n, gen_random_uuid(),"
          " 'Bench ' || n, '', '', n::text from generate_series(1, %s) n on conflict do nothing", [_NAMED])  # fmt: skip
    w.insert(
        "orgs.Post",
        {"id": "i", "code": "'B' || i", "organisation_id": "u.id", "organisation_path": "u.path",
         "valid_from": "date '2020-04-01'",
         "designation_id": f"1 + case when i %% 2 = 0 then (i / 2) %% {_COMMON}"
         f" else {_COMMON} + (({department}) * 13 + (i / 2) %% 200 * 7) %% {_NAMED - _COMMON} end"},
        seats, p,
    )  # fmt: skip
    for table, many in (("orgs_service", _SERVICES), ("orgs_cadre", _CADRES)):
        w.run(
            f"insert into {table} (id, name) select n, 'Bench ' || n from generate_series(1, %s) n"
            " on conflict do nothing",
            [many],
        )
    w.insert(
        "orgs.ServiceMembership",
        {"person_id": "i * 10", "service_id": f"1 + i %% {_SERVICES}", "cadre_id": f"1 + (i / 7) %% {_CADRES}",
         "batch": f"1990 + (i / 11) %% {_BATCHES}", "valid_from": "date '2020-04-01'"},
        "from generate_series(1, %(n)s / 10) i", p,
    )  # fmt: skip
    for definition in later:
        w.run(definition)
    for table in _WRITTEN:
        w.run(f"alter table {table} enable trigger user")
    w.run("drop table bench_unit")


def _figures(w: Writer, on: dt.date, is_whole: bool) -> Lines:
    from karmayogi.plans.queries.audience import count
    from karmayogi.plans.queries.mandates import mandate as engine_mandate

    country = w.one("select id from orgs_organisation where parent_id is null")
    ministry = w.one("select id from orgs_organisation where kind = 'ministry' order by id desc limit 1")
    values = {
        "organisation_id": ministry, "text": "Group A", "designation_id": 1, "service_id": 1, "cadre_id": 1,
        "low": 2010, "posting": "deputation",
    }  # fmt: skip
    lines = []
    for name, conditions in SHAPE:
        made = w.one(
            "insert into plans_mandate (uuid, organisation_id, status, title_en, title_hi, title_ur, number, clause,"
            " issuer, why, for_appraisal, starts_on, wants, needed, counts, anchor, amount, unit, round_to,"
            " repeat_basis, revision, changed_at, retired_reason) values (gen_random_uuid(), %s, 'draft', 'M', '', '',"
            " 'N', '', 'I', 'W', false, %s, 'items', 1, 'ever', 'start', 30, 'days', '', '', 1, now(), '')"
            " returning id",
            [country, on],
        )
        rule = w.one(
            "insert into plans_mandaterule (mandate_id, number, excludes) values (%s, 1, false) returning id", [made]
        )
        for attribute, column in conditions:
            value = values[column]
            texts = {"text": value} if isinstance(value, str) else {"text": "", column: value}
            w.run(
                f"insert into plans_mandatecondition (rule_id, attribute, {', '.join(texts)})"
                f" values (%s, %s, {', '.join(['%s'] * len(texts))})",
                [rule, attribute, *texts.values()],
            )
        asked = engine_mandate(made)
        times = []
        for _ in range(RUNS + 1):
            started = time.perf_counter()
            people = count(asked, on)
            times.append(time.perf_counter() - started)
        usual = statistics.median(times[1:])
        print(f"{name}: {people:,}: {times}", flush=True)
        met = usual <= 5 if is_whole else None
        lines.append([f"{name}: {people:,}", f"{usual:.2f} s (first {times[0]:.1f} s)", "≤ 5 s", met])
    return lines


if __name__ == "__main__":
    sys.exit(main())
