"""The country in the columnar store: `python -m bench.national --fraction 0.01|0.1|1` → docs/benchmarks/national.md.

Figures of one fraction are kept below .cache/bench; the document shows all fractions measured so far side by side.
"""

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from bench.place import HELLO_PORT, PRODUCT_PORT, ROOT, Place, prepared

SEED = 2026
RUNS = 3
ASKED = 40  # times that each page is asked for, after four unmeasured ones
CATCH_UP = (2_000, 20)  # officers made by the product, and credits of each, that flow into the full store
LARGE = {"KARMAYOGI_FIGURES_FROM_FACTS_AT": "0", "KARMAYOGI_PAST_DAYS_KEPT_AT": "0"}  # at whatever fraction
KEPT = ROOT / ".cache" / "bench"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.national", description=__doc__)
    parser.add_argument("--fraction", type=float, default=0.01)
    parser.add_argument("--plain", type=float, default=600, help="seconds for the same questions in plain PostgreSQL")
    parser.add_argument("--plain-filled", type=float, default=0.1, help="fractions above are not copied there")
    parser.add_argument("--postgres", action="store_true", help="plain PostgreSQL is asked at whatever fraction")
    parser.add_argument("--figures", action="store_true", help="figures alone: no pages, no flow, no report")
    parser.add_argument("--keep", action="store_true", help="leave the data on disk, stopped")
    options = parser.parse_args()
    found: dict[str, Any] = {"fraction": options.fraction, "seed": SEED}
    with prepared("national", keep=options.keep, PGAPPNAME="bench", **LARGE) as place:
        process = _store(place)
        try:
            _measure(place, process, options, found)
        finally:
            process.kill()
            process.wait()
            from bench.__main__ import _close_own_connections

            _close_own_connections()
            _keep(found)
    return 0


def _keep(found: dict[str, Any]) -> None:
    """Also what was measured before something failed."""
    from bench.national import document

    if "figures" in found:
        (KEPT / f"national-{found['fraction']:g}.json").write_text(json.dumps(found))
        print(document.write(KEPT))


def _store(place: Place) -> "subprocess.Popen[bytes]":
    from bench.facts import _start

    return _start(place.var / "facts")


def _say(found: dict[str, Any], name: str, value: Any) -> None:
    found[name] = value
    print(f"{name}: {value}", flush=True)


def _measure(
    place: Place, process: "subprocess.Popen[bytes]", options: argparse.Namespace, found: dict[str, Any]
) -> None:
    from bench.national import load, shape, truth, units
    from bench.sql import Writer
    from karmayogi.facts.actions import flow, move, rebuild
    from karmayogi.facts.engine.tables import TABLES
    from karmayogi.facts.queries.state import Note
    from karmayogi.facts.store.client import here
    from karmayogi.kernel import clock
    from karmayogi.kernel.dates import financial_year_start

    w, store, at = Writer(place.postgres.url()), here(), clock.now()
    began = time.perf_counter()
    made = shape.make(
        fraction=options.fraction, seed=SEED, units=units.make(w, options.fraction, SEED),
        designation_ids=_ids(w, "select id from orgs_designation where merged_into_id is null order by id"),
        course_ids=units.courses(w), competency_ids=_ids(w, "select id from competencies_competency order by id"),
        country=w.one("select id from orgs_organisation where parent_id is null"),
    )  # fmt: skip
    _say(found, "units", len(made.units))
    _say(found, "organisations", time.perf_counter() - began)
    began = time.perf_counter()
    run = store.begin()
    load.load(store, run, made)
    for name in ("organisation", "lineage"):
        move.bring_whole(store, run, TABLES[name], move.Into.WAITING)
    _say(found, "load", time.perf_counter() - began)
    began = time.perf_counter()
    load.merge(store, run)
    _say(found, "merge", time.perf_counter() - began)
    note = Note(flow.identity(), at, rebuild._marks(rebuild._ended()), "all", owed_on=clock.day(at))
    store.done(run, msgspec.json.encode(note).decode())
    _say(found, "rows", {name: _one(store, f"select count(*) from {TABLES[name].rows}") for name in load.GENERATED})
    _say(found, "bytes", _bytes(place.var / "facts" / "data"))
    on = clock.day(at)
    began = time.perf_counter()
    real = truth.by_unit(made, truth.count(made, on, financial_year_start(on)))
    _say(found, "truth", time.perf_counter() - began)
    _shares(made, store, found)
    _figures(process, real, on, found)
    if not options.figures:
        _totals(real, at, found)
        _past(process, at, found)
        _pages(place, made, found)
        _catch_up(w, store, made, at, found)
        _report(place, found)
    if options.postgres or (options.fraction <= options.plain_filled and not options.figures):
        _plain(place, store, options, on, found)
    w.close()


def _ids(w: Any, sql: str) -> list[int]:
    return [row[0] for row in w.rows(sql)]


def _one(store: Any, sql: str) -> int:
    return int(store.query(sql, seconds=60)[0][0])


def _bytes(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_blocks * 512
        except FileNotFoundError:  # the engine removes what it has merged
            continue
    return total


def _shares(made: Any, store: Any, found: dict[str, Any]) -> None:
    """That the country is the one that was published."""
    said = {
        "completions in the learning week": "select count(*) from enrolment where completed_on between "
        "date '2026-04-02' and date '2026-04-10' and enrolled_on >= date '2026-03-30'",
        "people in it": "select uniqExact(person_id) from enrolment where completed_on between date '2026-04-02' "
        "and date '2026-04-10' and enrolled_on >= date '2026-03-30'",
        "courses taken": "select uniqExact(course_id) from enrolment",
        "minutes at work": "select sum(minutes) from credit where kind = 'experience'",
        "minutes from others": "select sum(minutes) from credit where kind = 'social'",
        "minutes in courses": "select sum(minutes) from credit where kind = 'formal'",
    }
    _say(found, "shares", {name: _one(store, sql) for name, sql in said.items()})
    _say(found, "largest unit", int(made.sizes.max()))


def _figures(process: "subprocess.Popen[bytes]", real: dict[str, Any], on: dt.date, found: dict[str, Any]) -> None:
    from bench.meter import _resident, process_nanoseconds
    from karmayogi.insight.queries.from_facts import FACTS, counted

    took: dict[str, list[float]] = {}
    worked: dict[str, float] = {}
    equal: dict[str, bool | None] = {}
    for code, metric in FACTS.items():
        took[code] = []
        before = process_nanoseconds(process.pid)
        for _ in range(RUNS):
            began = time.perf_counter()
            try:
                answer = counted(metric, on, seconds=60)
            except Exception as fault:
                print(f"{code}: {fault!r}"[:300], flush=True)
                break
            took[code].append(time.perf_counter() - began)
            equal[code] = answer == real[code] if code in real else None
        worked[code] = (process_nanoseconds(process.pid) - before) / 1e9 / max(1, len(took[code]))
        shown = ", ".join(f"{seconds:.2f}" for seconds in took[code])
        print(f"  {code}: {shown}; {worked[code]:.2f} s of processor; {equal.get(code)}", flush=True)
    found["figures"], found["worked"], found["equal"] = took, worked, equal
    _say(found, "memory", _resident(process.pid, "VmHWM"))


def _totals(real: dict[str, Any], at: dt.datetime, found: dict[str, Any]) -> None:
    from karmayogi.insight.actions.refresh import refresh
    from karmayogi.insight.queries.boards import national_board
    from karmayogi.insight.types import State

    done = refresh(at=at, everything=True)
    assert done is not None
    _say(found, "refresh", done.milliseconds / 1000)
    _say(found, "changed", done.changed)
    total = national_board().total
    same = {
        code: (total[code].numerator, total[code].denominator or 0)
        == (sum(one for one, _ in cells.values()), sum(two for _, two in cells.values()))
        for code, cells in real.items()
        if total[code].state is State.SHOWN
    }
    _say(found, "screen", same)


def _past(process: "subprocess.Popen[bytes]", at: dt.datetime, found: dict[str, Any]) -> None:
    """A past day as somebody asks for it, and the ends of quarters with all units as each night counts them."""
    from bench.meter import _resident
    from karmayogi.insight.actions.count_past import count_day, count_quarters
    from karmayogi.insight.queries.past_units import offered
    from karmayogi.kernel import clock

    began = time.perf_counter()
    count_day(dt.date(2026, 5, 15), at)
    _say(found, "past_day", time.perf_counter() - began)
    days = offered(clock.day(at))
    began = time.perf_counter()
    count_quarters(days, at)
    _say(found, "past_quarters", [len(days), time.perf_counter() - began])
    _say(found, "past_memory", {"store": _resident(process.pid, "VmHWM"), "job": _resident(os.getpid(), "VmHWM")})


def _pages(place: Place, made: Any, found: dict[str, Any]) -> None:
    from django.urls import reverse

    from bench.__main__ import _close_own_connections
    from bench.client import Ask
    from bench.few import person
    from bench.servers import Servers
    from karmayogi.kernel import clock, rows
    from karmayogi.kernel.access import Role

    class WithoutWorker(Servers):
        """Its flow would find nothing to do."""

        def _spawn(self, name: str, command: list[str]) -> None:
            if name != "worker":
                super()._spawn(name, command)

    officer, _actor = person("Bench Analyst", clock.now(), Role.CBC_ANALYST)

    def page(sql: str) -> str:
        return reverse("insight:organisation", args=[rows.scalar(sql)])

    state = page("select uuid from orgs_organisation where code = 'ST-UP'")
    railways = page("select uuid from orgs_organisation where name_en = 'Ministry of Railways'")
    country = page("select uuid from orgs_organisation where parent_id is null")
    office = page(
        "select o.uuid from orgs_organisation o join orgs_organisation p on p.id = o.parent_id "
        "where p.code = 'ST-UP' order by o.id limit 1"
    )
    asks = {
        "the nation": (reverse("insight:nation"), 300),
        "the nation, hours": (reverse("insight:nation") + "?metric=hours", 300),
        "all ministries side by side": (country, 300),
        "scores of ministries": (reverse("insight:scores"), 300),
        "a State government": (state, 300),
        "a ministry": (railways, 300),
        "drill-down: a division": (office, 1000),
        "drill-down: all offices of a State": (state + "?kind=office", 1000),
        "drill-down: States as CSV": (reverse("insight:nation_csv"), 1000),
        "a past day": (reverse("insight:past") + "?on=2026-05-15", 300),
        "a ministry at the end of a quarter": (railways + "as-on/", 300),
        "a State government at the end of a quarter": (state + "as-on/?on=2026-03-31", 300),
    }  # fmt: skip
    _close_own_connections()
    pages: dict[str, Any] = {}
    with WithoutWorker(place) as servers:
        hello = _ask(HELLO_PORT, Ask("/hello"), 200)
        found["hello"] = statistics.median(hello)
        for name, (path, most) in asks.items():
            ask = Ask(path, headers=officer.headers())
            times = _ask(PRODUCT_PORT, ask, ASKED if most else 1, before=4 if most else 0)
            pages[name] = {"p50": statistics.median(times), "p95": times[int(len(times) * 0.95)], "most": most}
            print(f"  {name}: {pages[name]}", flush=True)
        if "Traceback" in servers.log("web"):
            print(servers.log("web")[-3000:])
    found["pages"] = pages


def _ask(port: int, ask: Any, many: int, before: int = 4) -> list[float]:
    from bench.client import Client

    times = []
    with Client(port) as client:
        for n in range(many + before):
            began = time.perf_counter()
            client.send(ask)
            if n >= before:
                times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def _catch_up(w: Any, store: Any, made: Any, at: dt.datetime, found: dict[str, Any]) -> None:
    """Officers of the product's own tables, with much to tell, flow into the store that holds a country."""
    from bench import load
    from bench.scale import Scale
    from karmayogi.facts.actions.refresh import refresh

    officers, credits = CATCH_UP
    offices = [(unit.organisation_id, unit.path) for unit in made.units[-200:]]
    load._officers(w, Scale("few", officers=officers, enrolments=0, progress=0), at, offices)
    w.run(
        'insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid) '
        "select i.person_id, %s, 5, 'formal', 'bench', gen_random_uuid() "
        "from orgs_incumbency i cross join generate_series(1, %s)",
        [at.date(), credits],
    )
    rates = []
    for _ in range(RUNS):
        facts = milliseconds = 0
        while True:
            done = refresh(store=store, at=at)
            assert done is not None
            facts, milliseconds = facts + done.facts, milliseconds + done.milliseconds
            if done.full:
                raise SystemExit("bench: the store was built anew, and the country is gone")
            if not done.behind:
                break
        if facts:
            rates.append(round(facts * 1000 / max(1, milliseconds)))
            print(f"  {facts:,} facts in {milliseconds} ms", flush=True)
        w.run(
            'insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid) '
            "select distinct i.person_id, %s::date, 5, 'formal', 'bench', gen_random_uuid() from orgs_incumbency i",
            [at.date()],
        )
    _say(found, "catch_up", rates)
    from karmayogi.insight.queries.from_facts import FACTS, counted

    began = time.perf_counter()
    counted(FACTS["hours"], at.date(), seconds=60)
    _say(found, "hours right after it", time.perf_counter() - began)


def _report(place: Place, found: dict[str, Any]) -> None:
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("freeze_figures", name="National bench")
    _say(found, "freeze", time.perf_counter() - began)
    began = time.perf_counter()
    call_command("civil_services_report", snapshot="National bench", out=place.home / "report")
    _say(found, "report", time.perf_counter() - began)


def _plain(place: Place, store: Any, options: argparse.Namespace, on: dt.date, found: dict[str, Any]) -> None:
    from bench.national import plain
    from karmayogi.insight.queries.from_facts import FACTS
    from karmayogi.kernel.dates import financial_year_start

    run = store.begin()
    _say(found, "plain_filled", plain.fill(place.postgres.url(), store, run, place.var / "plain"))
    end = time.monotonic() + options.plain

    def longest() -> bool:
        return time.monotonic() < end

    texts = {code: metric.facts for code, metric in FACTS.items()}
    days = {"on": on, "since": financial_year_start(on)}
    _say(found, "plain", plain.ask(place.postgres.url(), texts, days, longest))


if __name__ == "__main__":
    sys.exit(main())
