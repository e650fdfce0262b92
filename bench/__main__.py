"""`make bench SCALE=small|large|all`: loads a data set, measures beside hello-world, writes docs/benchmarks/. All of
them and, as `python -m bench.spine` alone does, the spine at the size of a country: SCALE=all.

--keep leaves the loaded cluster on disk (stopped); --reuse measures on it again without loading. --load only loads and
leaves it, for a machine that is quiet at another hour.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from typing import Any

from bench.place import ROOT, Place
from bench.scale import SCALES, Scale


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("scale", nargs="?", default="small", choices=[*SCALES, "all"])
    arguments.add_argument("--runs", type=int, default=0, help="how often each scenario is measured (5)")
    arguments.add_argument("--keep", action="store_true")
    arguments.add_argument("--reuse", action="store_true")
    arguments.add_argument("--load", action="store_true")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    if options.scale == "all":
        asked = [["bench", name] for name in SCALES] + [["bench.spine"]]
        codes = [subprocess.run([sys.executable, "-m", *one], cwd=ROOT, check=False) for one in asked]
        return max(done.returncode for done in codes)
    scale = SCALES[options.scale]
    place = Place(scale.name)
    try:
        place.make(fresh=not options.reuse)
        os.environ.clear()
        os.environ.update(place.environment())
        os.environ["PGAPPNAME"] = "bench"
        return measure(place, scale, runs=options.runs or scale.runs, reuse=options.reuse, load_only=options.load)
    finally:
        place.postgres.stop()
        if not (options.keep or options.reuse or options.load):
            place.remove()


def measure(place: Place, scale: Scale, *, runs: int, reuse: bool, load_only: bool = False) -> int:
    import django

    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=place.environment(), check=True)
    django.setup()
    from bench import report
    from bench.costs import Bench, count_queries
    from bench.extras import extras
    from bench.latency import measure as measure_latency
    from bench.load import load
    from bench.meter import proportional_set_size, tree
    from bench.servers import Servers
    from bench.sql import Timer, Writer
    from bench.world import World
    from karmayogi.kernel import clock

    at = clock.now()
    timer = Timer()
    counts_file = place.home / "counts.json"
    if not reuse:
        print(f"Loading the {scale.name} data set ...", flush=True)
        writer = Writer(place.postgres.url())
        counts_file.write_text(json.dumps([load(writer, scale, at=at, timer=timer), timer.seconds]))
        writer.close()
    counts, seconds = json.loads(counts_file.read_text())
    _close_own_connections()
    if load_only:
        return 0
    place.restart()

    writer = Writer(place.postgres.url())
    at = clock.now()  # sessions as old as the loading would all be noted anew by their first request
    world = World(writer, scale, at)
    results: dict[str, Any] = {"counts": counts, "load": seconds, "memory": {}}
    with Servers(place) as servers:
        bench = Bench(place, servers, world, writer, lambda: _backends(writer, "bench"))
        bench.settle(300)

        def memory(name: str) -> None:
            results["memory"][name] = {
                "web": proportional_set_size(tree(servers.pid("web"))),
                "worker": proportional_set_size(tree(servers.pid("worker"))),
                "database": proportional_set_size(tree(place.postmaster()) - _backends(writer, "bench", "hello")),
            }

        memory("just started")
        print("Measuring ...", flush=True)
        bench.warm_up()
        figures = bench.run(runs)
        figures.queries = count_queries(bench.series)
        results["latency"] = measure_latency(bench.series)
        results["reading"] = measure_latency(bench.series, seconds=30, pause=1)
        bench.idle(62)
        memory("after all of this")
        results["figures"] = figures
    results["extra"] = extras(world, at)
    writer.close()
    _close_own_connections()
    small = report.read(ROOT / ".cache" / "bench" / "small.json") if scale.name != "small" else None
    report.keep(ROOT / ".cache" / "bench" / f"{scale.name}.json", figures)
    print("\n" + report.write(scale, results, small))
    return 0


def _backends(writer: Any, *names: str) -> set[int]:
    """Database processes that serve these programs: they do not belong to what is measured."""
    return {
        pid
        for (pid,) in writer.rows("select pid from pg_stat_activity where application_name = any(%s)", [list(names)])
    }


def _close_own_connections() -> None:
    from django.db import connections

    connections.close_all()
    for connection in connections.all():
        pool = getattr(connection, "pool", None)
        if pool is not None:
            connection.close_pool()


if __name__ == "__main__":
    sys.exit(main())
