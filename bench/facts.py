"""The columnar store: `python -m bench.facts [--officers N] [--keep]`, 15 enrolments each. Printed; nothing is written.

Everything anew, the catch-up after many new facts, each figure of the registry from the facts and from PostgreSQL,
the memory of the analytics process, and how long it takes to answer after it was killed.
"""

import argparse
import dataclasses
import datetime as dt
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.place import ROOT, prepared
from bench.scale import SCALES

RUNS = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.facts", description=__doc__)
    parser.add_argument("--officers", type=int, default=SCALES["small"].officers)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    with prepared("facts", keep=options.keep) as place:
        from bench import load
        from bench.__main__ import _close_own_connections
        from bench.sql import Timer, Writer
        from karmayogi.kernel import clock

        writer, at = Writer(place.postgres.url()), clock.now()
        size = dataclasses.replace(
            SCALES["small"], officers=options.officers, enrolments=15 * options.officers, progress=1000,
            organisations=max(400, options.officers // 25),
        )  # fmt: skip
        load.load(writer, size, at=at, timer=Timer())
        process = _start(place.var / "facts")
        try:
            _measure(writer, process, at)
        finally:
            process.kill()
            process.wait()
            writer.close()
            _close_own_connections()
    return 0


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


def _measure(writer: object, process: subprocess.Popen[bytes], at: dt.datetime) -> None:
    from bench.meter import proportional_set_size
    from karmayogi.facts.actions.refresh import check, refresh
    from karmayogi.facts.store.client import here
    from karmayogi.insight.queries.from_facts import counted
    from karmayogi.insight.registry import METRICS
    from karmayogi.kernel import rows

    store = here()

    def memory(when: str) -> None:
        print(f"memory {when}: {proportional_set_size({process.pid}) / 1e6:,.0f} MB", flush=True)

    memory("just started")
    done = refresh(store=store, at=at)
    assert done is not None
    print(f"everything: {done.facts:,} facts in {done.milliseconds / 1000:,.1f} s, {_rate(done)} a second")
    memory("after everything was read")
    while (done := refresh(store=store, at=at)) and done.facts:
        pass
    for share in (100, 10, 1):
        rows.run(
            'insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid) '
            "select id, %s, 5, 'formal', 'bench', gen_random_uuid() from people_person where id %% %s = 0",
            [at.date(), share],
        )
        done = refresh(store=store, at=at)
        assert done is not None
        print(
            f"new facts of every {share}. person: {done.facts:,} rows in {done.milliseconds} ms, {_rate(done)} a second"
        )
        while (done := refresh(store=store, at=at)) and done.facts:
            pass
    print(f"nothing new: {_usual(lambda: refresh(store=store, at=at)) * 1000:,.1f} ms")
    for code, metric in METRICS.items():
        took = _usual(lambda one=metric: counted(one, at.date(), seconds=60))  # type: ignore[misc]
        print(f"{code}: {took * 1000:,.0f} ms for every unit")
    began = time.perf_counter()
    found = check(store=store, at=at)
    assert found is not None
    print(f"nightly comparison: {time.perf_counter() - began:,.1f} s, {'equal' if found.equal else 'DIFFERS'}")
    memory("after all of this")
    process.kill()
    process.wait()
    began = time.perf_counter()
    again = _start(store.home)
    print(f"killed, and answering again: {time.perf_counter() - began:,.2f} s")
    again.terminate()
    again.wait()


def _rate(done: object) -> str:
    return f"{round(done.facts * 1000 / max(1, done.milliseconds)):,}"  # type: ignore[attr-defined]


def _usual(work: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
