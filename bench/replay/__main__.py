"""The learning week through the product's own write path over HTTP: `python -m bench.replay --officers N --multiple M
[--multiple M …] --minutes T` → what was sustained, what it cost, and the reconciliation to the last row.

All of the product runs as `make up` runs it: web, worker, store of facts, database. The clients share its cores; their
CPU is told apart.
"""

import argparse
import contextlib
import dataclasses
import datetime as dt
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.client import Ask, Client
from bench.meter import Group, Meter
from bench.place import HELLO_PORT, PRODUCT_PORT, Place, prepared
from bench.replay import check, plan, world
from bench.replay.client import Found, share
from bench.replay.watch import Boards, Watch
from bench.servers import Servers
from bench.sql import Timer, Writer

SLOWEST = 300  # ms within which 95 of 100 writes are answered
KINDS = ("report", "enrol", "open", "finish", "course")


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    arguments.add_argument("--officers", type=int, default=2_000)
    arguments.add_argument("--courses", type=int, default=120)
    arguments.add_argument("--multiple", type=float, action="append", help="of the busiest hour; several, one by one")
    arguments.add_argument("--minutes", type=float, default=1)
    arguments.add_argument(
        "--sustain", type=float, help="minutes, afterwards, at the highest of them that was answered in time"
    )
    arguments.add_argument("--day", action="store_true", help="24 hours pass within these minutes")
    arguments.add_argument(
        "--writes",
        type=float,
        action="append",
        help="afterwards, without the pages between",
    )
    arguments.add_argument("--boards", type=float, default=1, help="pages of open dashboards a second")
    arguments.add_argument("--processes", type=int, default=2, help="of clients")
    arguments.add_argument("--seed", type=int, default=2026)
    arguments.add_argument("--pieces", action="store_true", help="first what each request costs by itself")
    arguments.add_argument("--flag", type=Path, help="a file that is there while it measures; others wait for its end")
    arguments.add_argument("--keep", action="store_true")
    options = arguments.parse_args()
    with prepared("replay", keep=options.keep, PGAPPNAME="bench") as place:
        results = run(place, options)
        (place.home.parent / "replay.json").write_text(json.dumps(results))
    return int(any(one["faults"] for one in results["stages"]))


class All(Servers):
    """With the store of facts, which `make up` starts as well."""

    def __enter__(self) -> "All":
        self._spawn("facts", [sys.executable, "-m", "karmayogi.facts.store", "--home", str(self.place.var / "facts")])
        super().__enter__()
        return self


def run(place: Place, options: argparse.Namespace) -> dict[str, Any]:
    from bench.__main__ import _backends, _close_own_connections
    from karmayogi.kernel import clock

    multiples = options.multiple or ([] if options.writes else [0.1])
    writes = options.writes or []
    timer, w = Timer(), Writer(place.postgres.url())
    world.load(
        w, officers=options.officers, courses=options.courses, stages=len(multiples + writes) + 2, at=clock.now(),
        timer=timer,
    )  # fmt: skip
    _close_own_connections()
    place.restart()
    w = Writer(place.postgres.url())
    results: dict[str, Any] = {"loading": timer.seconds, "stages": []}
    with _quiet(options.flag), All(place) as servers:
        meters = {
            name: Group(servers.pid(name)) for name in ("web", "worker", "facts")
        } | {"database": Group(place.postmaster(), lambda: _backends(w, "bench", "hello"))}  # fmt: skip
        _settle(w, 600)
        if options.pieces:
            from bench.replay import pieces

            results["pieces"] = pieces.measure(w, meters, options)
        asked = [(multiple, options.minutes, False) for multiple in multiples]
        asked += [(multiple, options.minutes, True) for multiple in writes]
        stages = results["stages"]
        while asked:
            multiple, minutes, without_pages = asked.pop(0)
            terms = plan.Terms(
                options.seed + len(stages), multiple, minutes * 60, options.officers, options.courses, options.day,
                without_pages,
            )  # fmt: skip
            stages.append(_stage(place, servers, w, len(stages) + 1, terms, meters, options))
            _settle(w, 600)
            if not asked and options.sustain and len(stages) <= len(multiples):
                good = [one["multiple"] for one in stages if one["writes"]["p95"] <= SLOWEST and not one["faults"]]
                asked = [(max(good, default=min(multiples) / 2), options.sustain, False)]
        for name in ("web", "worker", "facts"):
            if "Traceback" in (text := servers.log(name)):
                print(text[-3000:])
                results["stages"][-1]["faults"].append(f"{name} has met a fault")
    _close_own_connections()
    w.close()
    return results


@contextlib.contextmanager
def _quiet(flag: Path | None) -> Iterator[None]:
    """While the file is there, others measure nothing."""
    if flag is None:
        yield
        return
    while flag.exists():
        time.sleep(0.5)
    flag.touch()
    try:
        yield
    finally:
        flag.unlink(missing_ok=True)


def _stage(
    place: Place, servers: All, w: Writer, stage: int, terms: plan.Terms, meters: dict[str, Group],
    options: argparse.Namespace,
) -> dict[str, Any]:  # fmt: skip
    from bench.__main__ import _backends, _close_own_connections
    from karmayogi.kernel import clock

    courses, everybody = world.courses(w, stage), world.people(w)
    persons = [person for person, _account in everybody]
    journeys = plan.journeys(terms)
    taking = sorted({one.person for one in journeys})
    signed = world.sign_in(w, [everybody[place] for place in taking], clock.now())
    cookies = {place: signed[everybody[place][1]] for place in taking}
    hello = _hello(meters, servers)
    context = multiprocessing.get_context("spawn")
    ready, go, out = context.Barrier(options.processes + 1), context.Queue(), context.Queue()
    clients = []
    for number in range(options.processes):
        mine = journeys[number :: options.processes]
        given = (mine, {one.person: cookies[one.person] for one in mine}, world.CSRF, courses)
        clients.append(context.Process(target=share, args=(PRODUCT_PORT, (given, terms.seconds), go, ready, out)))
    for client in clients:
        client.start()
    ready.wait(300)
    under_way = world.begin(w, stage, journeys, persons, clock.now())
    _close_own_connections()
    meter = Meter(meters)
    boards = Boards(PRODUCT_PORT, _boards(w, signed), options.boards)
    watch = Watch(
        place.postgres.url(), {name: group.parent for name, group in meters.items()},
        lambda: _backends(w, "bench", "hello"),
    )  # fmt: skip
    with boards, watch:
        meter.start()
        begin = time.monotonic() + 0.2
        for _ in clients:
            go.put(begin)
        found: list[Found] = [out.get(timeout=terms.seconds * 3 + 300) for _ in clients]
        used = meter.stop()
        took = time.monotonic() - begin
    for client in clients:
        client.join(60)
    drained = _settle(w, 900)
    fresh = _fresh(w, clock.now())
    result = _told(terms, journeys, found, used, took, hello, boards, watch, under_way, drained, fresh)
    result["faults"] += check.reconcile(w, world.week(stage), journeys, persons, terms.seconds)
    result["figures"] = check.figures(w, clock.day(clock.now()))
    result["faults"] += [
        f"{code}: {told}" for code, told in result["figures"].items() if len(set(told.values())) != 1
    ]  # fmt: skip
    _print(result)
    return result


def _hello(meters: dict[str, Group], servers: All) -> float:
    """Milliseconds of CPU of one request of hello-world."""
    meter = Meter({"hello": Group(servers.pid("hello"))})
    with Client(HELLO_PORT) as client:
        for _ in range(200):
            client.send(Ask("/hello"))
        meter.start()
        for _ in range(1500):
            client.send(Ask("/hello"))
        return sum(meter.stop().values()) / 1500 / 1e6


def _boards(w: Writer, signed: dict[int, str]) -> list[Ask]:
    """The nation's page, and pages of organisations at several heights."""
    cookie = next(iter(signed.values()))
    headers = {"Cookie": cookie, "Accept": "text/html", "Accept-Encoding": "gzip"}
    units = w.rows("select uuid from orgs_organisation where length(path) in (16, 24) order by id limit 12")
    paths = ["/insight/", *(f"/insight/organisations/{unit}/" for (unit,) in units)]
    with Client(PRODUCT_PORT) as client:
        good = []
        for path in paths:
            ask = Ask(path, headers=headers, expect=(200, 302, 403, 404))
            if client.send(ask).status == 200:
                good.append(dataclasses.replace(ask, expect=(200,)))
    if not good:
        raise SystemExit("bench: no dashboard can be opened")
    return good


def _settle(w: Writer, most: float) -> float:
    """Until no job and no gathered event waits: seconds."""
    begun = time.monotonic()
    waiting = """
    select exists (select from kernel_waitingevent)
      or exists (select from procrastinate_jobs where status in ('todo', 'doing') and scheduled_at is null)
    """
    while w.one(waiting):
        if time.monotonic() - begun > most:
            raise SystemExit("bench: jobs are still waiting")
        time.sleep(0.2)
    return time.monotonic() - begun


def _fresh(w: Writer, at: dt.datetime) -> dict[str, float]:
    """Seconds until the figures and the store are as of later than that moment."""
    from karmayogi.facts.queries.state import last
    from karmayogi.facts.store.client import here

    begun, took = time.monotonic(), {}
    while len(took) < 2:
        if time.monotonic() - begun > 400:
            raise SystemExit("bench: the figures stay old")
        as_on = w.one("select as_on from insight_refresh")
        if "figures" not in took and as_on and as_on > at:
            took["figures"] = time.monotonic() - begun
        note = last(here())
        if "store" not in took and note and note.as_on > at:
            took["store"] = time.monotonic() - begun
        time.sleep(0.5)
    return took


def _told(
    terms: plan.Terms, journeys: list[plan.Journey], found: list[Found], used: dict[str, int], took: float,
    hello: float, boards: Boards, watch: Watch, under_way: int, drained: float, fresh: dict[str, float],
) -> dict[str, Any]:  # fmt: skip
    times = {kind: sorted(took for one in found for took in one.times[kind]) for kind in KINDS}
    times["board"] = sorted(boards.times)
    wanted = plan.expected(journeys, terms.seconds)
    return {
        "multiple": terms.multiple, "without_pages": terms.writes, "seconds": took, "hello": hello,
        "under_way": under_way, "journeys": len(journeys),
        "people": len({one.person for one in journeys}), "planned": wanted,
        "completions": len(times["finish"]) / took, "reports": len(times["report"]) / took,
        "times": {kind: _within(one) for kind, one in times.items() if one},
        "writes": _within(sorted(times["report"] + times["finish"] + times["enrol"])),
        "cpu": {name: value / 1e9 / took for name, value in used.items()} | {
            "clients": sum(one.cpu for one in found) / took
        },
        "again": sum(one.again for one in found),
        "depth": max((depth for _at, depth in watch.depths), default=0),
        "depths": [depth for _at, depth in watch.depths],
        "drained": drained, "fresh": fresh,
        "memory": {name: value / 1e6 for name, value in watch.memory.items()},
        "load": os.getloadavg()[0],
        "faults": [fault for one in found for fault in one.refused] + boards.refused,
    }  # fmt: skip


def _within(times: list[float]) -> dict[str, float]:
    if not times:
        return {}
    at = {name: times[min(len(times) - 1, int(len(times) * part))] for name, part in (("p50", 0.5), ("p95", 0.95),
          ("p99", 0.99))}  # fmt: skip
    return {"count": len(times), **at}


def _print(result: dict[str, Any]) -> None:
    print(
        f"× {result['multiple']}: {result['completions']:.1f} completions/s, {result['reports']:.0f} reports/s over "
        f"{result['seconds']:.0f} s; planned {result['planned']}, under way {result['under_way']}", flush=True,
    )  # fmt: skip
    for kind, one in (result["times"] | {"writes": result["writes"]}).items():
        print(f"  {kind}: {one['count']:,}, p50 {one['p50']:.1f}, p95 {one['p95']:.1f}, p99 {one['p99']:.1f} ms")
    print("  cores: " + ", ".join(f"{name} {value:.2f}" for name, value in result["cpu"].items()))
    print(
        f"  hello {result['hello']:.3f} ms; sent again {result['again']}; most jobs waiting {result['depth']}, empty "
        f"after {result['drained']:.1f} s; fresh after {result['fresh']}; MB {result['memory']}"
    )
    print(f"  figures {result['figures']}")
    print(f"  faults: {len(result['faults'])} {result['faults'][:8]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
