"""Beyond one machine: `python -m bench.distributed [--sizes N,N] [--runs N]` → docs/benchmarks/distributed.md.

Every figure of the registry that the facts can tell, unchanged, in the embedded engine, on a Spark cluster of one
master and two workers, and (up to a million facts) in PostgreSQL: compared unit by unit on several days, and timed at
growing sizes. While one is worked out on the cluster, one of the two workers is killed.
"""

import argparse
import dataclasses
import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.cluster import Cluster
from bench.meter import proportional_set_size
from bench.place import ROOT, Place, prepared
from bench.scale import SCALES

if TYPE_CHECKING:  # the product is set up later
    from karmayogi.facts.store.client import Client
    from karmayogi.insight.registry.metric import Metric

OFFICERS = 2_000
APART = 10**9  # between the numbers of one copy of a person and of the next
POSTGRES_MOST = 1_500_000  # facts; above it the third engine is not asked
PAST = (0, 1, 45, 200, 400, 900)  # days before today on which all must be equal
HEAVY = "competencies_shown"
NATION = 82_000_000 + 62_000_000 * 3  # facts of 82 M enrolments and 62 M completions with credit, proof and level
METHOD = """
The facts of 2,000 officers flow through the product into its store; certificates of all grades, revocations, re-checks,
withdrawals, transfers, further charges and closed accounts are added in the store, which then multiplies persons, posts
and units (all numbers moved by a thousand million for each copy) and writes Parquet for the cluster and text for
PostgreSQL. A figure is the text of the registry with its days put in, for every unit. Before anything is timed each
engine answers all figures on the days named, and every pair of numbers of every unit is compared. Times are by the
clock from the question to the last row in the hands of whoever asked, the median of the runs; for all figures, the sum
of the medians. The embedded engine reads its own tables and leaves out rows that are out of date while it reads; the
cluster reads Parquet, from which they are gone, with one core and 2.5 GB for each worker. Master, workers, driver,
store and PostgreSQL share the two cores of this machine, one engine being asked at a time: the cluster has no more
processors here than the embedded engine, so what is seen is its overhead and its growth, not its gain.
""".strip()

type Rows = dict[int, tuple[int, int]]


@dataclasses.dataclass(slots=True)
class Size:
    facts: int
    seconds: dict[str, dict[str, float]]  # engine, metric
    memory: dict[str, int]
    export: float = 0
    bytes: tuple[int, int] = (0, 0)  # in the store, as Parquet

    def all(self, engine: str) -> float:
        return sum(self.seconds[engine].values())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.distributed", description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000,10000000", help="facts, growing")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="docs/benchmarks/distributed.md; else printed")
    options = parser.parse_args()
    with Cluster(ROOT / ".cache" / "distributed" / "work") as cluster, prepared("distributed") as place:
        _base(place)
        process = _start(place.var / "facts")
        try:
            cluster.ready()
            print("the cluster is there", flush=True)
            _measure(options, place, process, cluster)
        finally:
            process.kill()
            process.wait()
    return 0


def _base(place: Place) -> None:
    from bench import load
    from bench.sql import Timer, Writer
    from karmayogi.kernel import clock

    size = dataclasses.replace(
        SCALES["small"], officers=OFFICERS, enrolments=8 * OFFICERS, progress=1000, organisations=100, courses=60,
        hot_course_learners=500,
    )  # fmt: skip
    writer = Writer(place.postgres.url())
    load.load(writer, size, at=clock.now(), timer=Timer())
    writer.close()


def _start(home: Path) -> subprocess.Popen[bytes]:
    from karmayogi.facts.store.client import Client
    from karmayogi.facts.types import Away

    process = subprocess.Popen([sys.executable, "-m", "karmayogi.facts.store", "--home", str(home)], cwd=ROOT)
    while True:
        try:
            Client(home).state()
            return process
        except Away:
            time.sleep(0.01)


# What the base data has none of, so that no figure is nothing. Rows with a key that is there take its place.
_MORE = (
    "insert into certificate_row (person_id, certificate_id, course_code, grade, minutes, issued_on, revoked_on,"
    " revoked_reason, known_at, run, gone) select person_id, enrolment_id, 'C',"
    " concat('E', toString(enrolment_id % 4)), 45, completed_on, if(enrolment_id % 13 = 0, completed_on + 20, null),"
    " if(enrolment_id % 13 = 0, 'error', ''), known_at, {run}, 0 from enrolment where completed_on is not null",
    "insert into recheck_row (person_id, recheck_id, policy, state, asked_on, ended_on, restored_on, known_at, run,"
    " gone) select person_id, enrolment_id, 1, arrayElement(['cleared', 'restored', 'unconfirmed', 'asked'],"
    " enrolment_id % 4 + 1) as s, completed_on, if(s = 'asked', null, completed_on + 9),"
    " if(s = 'restored', completed_on + 9, null), known_at, {run}, 0 from enrolment"
    " where completed_on is not null and enrolment_id % 5 = 0",
    "insert into credit_row (person_id, credit_id, kind, minutes, credited_on, known_at, run, gone)"
    " select person_id, credit_id + 500000000, if(credit_id % 2 = 0, 'social', 'experience'), 7 + credit_id % 90,"
    " credited_on - 30, known_at, {run}, 0 from credit where credit_id % 3 = 0",
    "insert into enrolment_row (person_id, enrolment_id, course_id, language, enrolled_on, completed_on, withdrawn_on,"
    " known_at, run, gone) select person_id, enrolment_id, course_id, language, enrolled_on, null, enrolled_on + 25,"
    " known_at, {run}, 0 from enrolment where completed_on is null and enrolment_id % 19 = 0",
    "insert into account_row select * replace (opened_on + 2 as closed_on), {run}, 0 from account"
    " where person_id % 11 = 0",
    # A transfer: until a day in the unit of the number before, from then on where she is.
    "insert into holding_row select h.* replace (o.organisation_id as organisation_id, o.path as path,"
    " o.state_code as state_code, h.valid_from - 300 as valid_from, h.valid_from as valid_to), {run}, 0 from holding h"
    " join holding o on o.person_id = h.person_id - 1 where h.person_id % 5 = 0 and h.main = 1 and o.main = 1",
    # A further charge.
    "insert into holding_row select h.* replace (h.incumbency_id + 500000000 as incumbency_id,"
    " o.organisation_id as organisation_id, o.designation_id as designation_id, 'additional' as kind, 0 as main),"
    " {run}, 0 from holding h join holding o on o.person_id = h.person_id - 2"
    " where h.person_id % 9 = 0 and h.main = 1 and o.main = 1 and h.valid_to is null",
)  # fmt: skip
_STAYS = ("designation_id", "course_id", "competency_id", "profile_id")  # of the whole country


def _enrich(store: "Client", at: dt.datetime) -> None:
    """Everything into the store, and what the base data has none of beside it."""
    from karmayogi.facts.actions.refresh import refresh

    done = refresh(store=store, at=at, everything=True)
    assert done is not None
    assert done.full
    run, note = store.begin(), store.state()[0]
    for statement in _MORE:
        store.execute(run, statement.format(run=run))
    store.done(run, note)


def _grow(store: "Client", copies: range) -> None:
    """As many persons, posts and units again as these numbers say: copies of those that flowed in."""
    from karmayogi.facts.engine.tables import ALL, Kept

    if not copies:
        return
    run, note = store.begin(), store.state()[0]
    for table in ALL:
        if table.kept is Kept.WHOLE and table.name != "organisation":
            continue
        moved = ", ".join(
            f"{name} + k * {APART}" if name.endswith("_id") and name not in _STAYS else name for name in table.columns
        )
        columns = ", ".join(table.columns)
        store.execute(
            run,
            f"insert into {table.rows} ({columns}, run, gone) select {moved}, {run}, 0 from {table.name} "
            f"cross join (select {copies.start} + number as k from numbers({len(copies)})) n "
            f"where {table.key[0]} < {APART}",
        )
    store.done(run, note)


def _measure(options: argparse.Namespace, place: Place, process: subprocess.Popen[bytes], cluster: Cluster) -> None:
    from bench import report
    from bench.sql import Writer
    from karmayogi.facts.actions.export import export
    from karmayogi.facts.store.client import here
    from karmayogi.insight.queries.from_facts import FACTS
    from karmayogi.kernel import clock
    from tests import third

    store, at = here(), clock.now()
    _enrich(store, at)
    base, there, sizes, compared = _count(store), 1, [], 0
    postgres = Writer(place.postgres.url())
    for wanted in map(int, options.sizes.split(",")):
        copies = max(there, round(wanted / base))
        _grow(store, range(there, copies))
        there = copies
        size = Size(_count(store), {"store": {}, "cluster": {}, "postgres": {}}, {})
        engines: dict[str, Callable[[Metric, dt.date], Rows]] = {"store": _of_store}
        if size.facts <= POSTGRES_MOST:
            done = export(store=store, kind="TabSeparated")
            assert done
            third.load(postgres.connection, done.folder)
            engines["postgres"] = lambda metric, on: _of_postgres(postgres, metric, on)
        began = time.perf_counter()
        done = export(store=store)
        assert done
        size.export = time.perf_counter() - began
        size.bytes = (_bytes(place.var / "facts" / "data"), _bytes(done.folder))
        cluster.tables(done.folder, list(_names()))
        engines["cluster"] = lambda metric, on: _of_cluster(cluster, metric, on)
        days = PAST[:1] + PAST[3:4] if sizes else PAST
        compared += _compare(engines, FACTS, [clock.day(at) - dt.timedelta(days=past) for past in days])
        for engine, ask in engines.items():
            for code, metric in FACTS.items():
                size.seconds[engine][code] = _usual(lambda a=ask, m=metric: a(m, clock.day(at)), options.runs)  # type: ignore[misc]
        size.memory = {
            "store": proportional_set_size({process.pid}), "cluster": proportional_set_size(cluster.pids()),
        }  # fmt: skip
        print(f"{size.facts:,} facts: " + ", ".join(f"{e} {size.all(e):,.1f} s" for e in engines), flush=True)
        sizes.append(size)
    killed = _kill(cluster, FACTS[HEAVY], clock.day(at), sizes[-1].seconds["cluster"][HEAVY])
    postgres.close()
    process.kill()
    process.wait()
    began = time.perf_counter()
    process = _start(place.var / "facts")
    opened = time.perf_counter() - began
    process.kill()
    process.wait()
    lines = _lines(sizes, compared, killed)
    lines.append(["Store killed, opened again and every sum of it checked: answering", f"{opened:.1f} s", "", None])
    data = [
        f"{len(FACTS)} figures of the registry over {', '.join(f'{size.facts:,}' for size in sizes)} facts.", "",
        *_words(sizes), "", *_table(sizes),
    ]  # fmt: skip
    if options.write:
        print("\n" + report.write_figures("distributed", "beyond one machine, the analytics", data, lines, METHOD))
    else:
        print("\n".join([*data, *(" | ".join(map(str, line)) for line in lines)]))


def _compare(
    engines: dict[str, Callable[["Metric", dt.date], Rows]], figures: dict[str, "Metric"], days: list[dt.date]
) -> int:
    """How many cells were equal in all of them. Ends the whole when one differs, and when a figure is nothing."""
    cells = 0
    for code, metric in figures.items():
        seen = 0
        for on in days:
            found = {engine: ask(metric, on) for engine, ask in engines.items()}
            first = found["store"]
            for engine, other in found.items():
                if other != first:
                    units = [unit for unit in first.keys() | other.keys() if first.get(unit) != other.get(unit)]
                    some = [(unit, first.get(unit), other.get(unit)) for unit in units[:5]]
                    raise SystemExit(f"{code} on {on}: {engine} differs from store at {len(units)} units: {some}")
            seen += len(first)
        print(f"{code}: {seen} cells equal in {', '.join(engines)}", flush=True)
        cells += seen
    return cells


def _texts(metric: "Metric", on: dt.date) -> str:
    from karmayogi.facts.queries.ask import dated
    from karmayogi.insight.queries.from_facts import days_of

    return dated(metric.facts, days_of(on))


def _of_store(metric: "Metric", on: dt.date) -> Rows:
    from karmayogi.insight.queries.from_facts import counted

    return counted(metric, on, seconds=60)


def _kept(found: list[Any]) -> Rows:
    return {int(unit): (int(one), int(two)) for unit, one, two in found if int(one) or int(two)}


def _of_cluster(cluster: Cluster, metric: "Metric", on: dt.date) -> Rows:
    return _kept(cluster.ask(_texts(metric, on)).rows)


def _of_postgres(postgres: Any, metric: "Metric", on: dt.date) -> Rows:
    return _kept(postgres.rows(_texts(metric, on)))


@dataclasses.dataclass(frozen=True, slots=True)
class Killed:
    usual: float
    seconds: float
    lost: int
    failed: int


def _kill(cluster: Cluster, metric: "Metric", on: dt.date, usual: float) -> Killed:
    """One of two workers, with its executor, in the middle of a query. The answer must be that of before."""
    text = _texts(metric, on)
    before = cluster.ask(text)
    for share in (0.5, 0.25, 0.1):
        began = time.perf_counter()
        cluster.send(text)
        time.sleep(usual * share)
        cluster.kill_worker(0)
        after = cluster.answer()
        took = time.perf_counter() - began
        if _kept(after.rows) != _kept(before.rows):
            raise SystemExit("with one worker killed the answer is another one")
        if after.lost > before.lost:
            return Killed(usual, took, after.lost - before.lost, after.failed - before.failed)
        cluster.workers[0] = cluster.begin_worker(0)
        while (before := cluster.ask(text)).executors < len(cluster.workers):
            time.sleep(1)
    raise SystemExit("each time the query was over before the worker was killed")


def _names() -> list[str]:
    from karmayogi.facts.engine.tables import TABLES

    return list(TABLES)


def _count(store: "Client") -> int:
    return sum(int(store.query(f"select count(*) from {name}", seconds=60)[0][0]) for name in _names())


def _bytes(folder: Path) -> int:
    return sum((Path(at) / name).stat().st_size for at, _, names in os.walk(folder) for name in names)


def _usual(work: Callable[[], object], runs: int) -> float:
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _line(sizes: list[Size], engine: str) -> tuple[float, float]:
    """Seconds at nothing, and seconds for each further fact: through the last two sizes."""
    one, two = sizes[-2:]
    slope = (two.all(engine) - one.all(engine)) / (two.facts - one.facts)
    return one.all(engine) - slope * one.facts, slope


def _words(sizes: list[Size]) -> list[str]:
    """What the sizes say about where a cluster is worth it."""
    if len(sizes) < 2:
        return []
    (at_rest, slope), (overhead, steep) = _line(sizes, "store"), _line(sizes, "cluster")
    crossed = [size.facts for size in sizes if size.all("cluster") < size.all("store")]
    text = (
        f"Straight lines through the last two sizes: the embedded engine {at_rest:.2f} s and {slope * 1e6:.3f} s for "
        f"each further million facts, the cluster {overhead:.2f} s and {steep * 1e6:.3f} s. "
    )
    if crossed:
        text += f"**Crossover, seen:** the cluster was faster from {crossed[0]:,} facts on."
    elif steep <= 0:
        text += (
            "The cluster's time does not grow measurably yet: it is all overhead. **Crossover: none seen;** were its "
            f"time to grow not at all, {(sizes[-1].all('cluster') - at_rest) / slope:,.0f} facts, so not below that "
            "(extrapolated)."
        )
    elif steep < slope:
        text += f"**Crossover, extrapolated:** {(overhead - at_rest) / (slope - steep):,.0f} facts."
    else:
        fewest = int(steep / slope) + 1
        facts = max(0.0, overhead - at_rest) / (slope - steep / (2 * fewest))
        text += (
            "**Crossover on these two cores: none**; with the same processors the cluster grows faster, so that it is "
            f"worth it only with more of them. Extrapolated, were its growth divided evenly among machines like this "
            f"one: from {fewest} machines on there is a size above which it is faster; with {2 * fewest} of them "
            f"{facts:,.0f} facts."
        )
    text += (
        f" The country (about {NATION / 1e6:,.0f} million facts of learning) would take the embedded engine "
        f"{(at_rest + slope * NATION) / max(1, len(sizes[-1].seconds['store'])):,.1f} s for a figure of every unit, "
        f"extrapolated, and {sizes[-1].bytes[0] / sizes[-1].facts * NATION / 1e9:,.0f} GB of disk "
        "(copies press together better than real rows)."
    )
    return [text]


def _table(sizes: list[Size]) -> list[str]:
    from bench.report import table

    last = sizes[-1]
    rows = [["Figure, every unit", *(f"{s.facts:,}: {e}" for s in sizes for e in ("store", "cluster"))]]
    for code in last.seconds["store"]:
        rows.append([code, *(f"{s.seconds[e][code]:.2f} s" for s in sizes for e in ("store", "cluster"))])
    return table(rows)


def _lines(sizes: list[Size], compared: int, killed: Killed) -> list[list[Any]]:
    lines: list[list[Any]] = [
        ["Cells (figure, unit, day) of embedded engine and cluster that differ", f"0 of {compared:,}", "0", True]
    ]
    for size in sizes:
        kept, written = (f"{bytes_ / 1e6:,.1f} MB" for bytes_ in size.bytes)
        what = f"All figures for every unit, {size.facts:,} facts"
        lines.append([f"{what}: embedded engine", _said(size, "store"), "", None])
        lines.append([f"{what}: Spark, two workers", _said(size, "cluster"), "", None])
        if size.seconds["postgres"]:
            times = size.all("postgres") / size.all("store")
            lines.append([f"{what}: PostgreSQL", f"{size.all('postgres'):.2f} s, {times:.1f} × embedded", "", None])
        lines.append(
            [f"Export of {size.facts:,} facts as Parquet",
             f"{size.export:.1f} s; {kept} in the store, {written} as Parquet", "", None]
        )  # fmt: skip
    lines.append(
        [f"One of two workers killed in the middle of {HEAVY}: answer equal",
         f"yes, {killed.seconds:.1f} s instead of {killed.usual:.1f} s; {killed.lost} executor lost, "
         f"{killed.failed} tasks failed", "equal", True]
    )  # fmt: skip
    return lines


def _said(size: Size, engine: str) -> str:
    slowest = max(size.seconds[engine].items(), key=lambda one: one[1])
    return f"{size.all(engine):.2f} s; slowest {slowest[0]} {slowest[1]:.2f} s; {size.memory[engine] / 1e6:,.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
