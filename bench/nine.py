"""Everybody opens the heaviest dashboard at nine o'clock: `python -m bench.nine [--people N] [--seconds S]` →
docs/benchmarks/nine.md.

Each of them over a connection of her own, within that time; half the page of the nation with all figures side by side,
half the country with its ministries side by side. Beside it learners report progress and others sign in. With fewer
people the figures are printed, nothing is written.
"""

import argparse
import asyncio
import collections
import gzip
import itertools
import json
import multiprocessing
import os
import random
import re
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any

from bench.client import Ask, Client, Unexpected
from bench.place import PRODUCT_PORT, prepared

PEOPLE, SECONDS = 25_000, 60
QUIET = 15  # seconds of the same reports and signing in without the crowd
TRIES = 200  # of one person
REPORTS, SIGN_INS = 40, 1  # a second
_FIGURE = re.compile(r'<td class="n">([^<]*)</td>')
_REFRESH = re.compile(r'http-equiv="refresh" content="(\d+)"')
METHOD = """
Web server, database and worker as `make up` starts them, and the people of the crowd, share the two cores: the crowd
takes a part of what it asks for. Everybody comes at her own moment, evenly over the time, opens a connection and closes
it after the answer; whoever is told to come again does so after the seconds that she was told, as her browser would.
Right is an answer whose figures are all those that
the page had before: the worker stands still for that time, and every 20 seconds its mark of a new count is set, so that
each page is made anew as often as with it. Reports of progress and signing in are sent at
fixed moments, however long the answers take, and measured from these.
""".strip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.nine", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    with prepared("nine") as place:
        from django.urls import reverse

        from bench import report
        from bench.__main__ import _close_own_connections
        from bench.load import load
        from bench.scale import Scale
        from bench.scenarios import SIGN_IN, available
        from bench.servers import Servers
        from bench.sql import Timer, Writer
        from bench.world import World
        from karmayogi.kernel import clock
        from karmayogi.orgs import api as orgs

        scale = Scale("nine", officers=10_000, enrolments=50_000, progress=100_000)
        writer = Writer(place.postgres.url())
        load(writer, scale, at=clock.now(), timer=Timer())
        world = World(writer, scale, clock.now())
        country = orgs.organisation_by_code("IN")
        assert country is not None
        pages = [
            (reverse("insight:nation") + "?view=all", {"Accept-Language": "en", "Accept-Encoding": "gzip"}),
            *(
                (reverse("insight:organisation", args=[country.uuid]) + "?view=all", admin.headers())
                for admin in world.admins
            ),
        ]
        # As many strangers with the page of the nation as there are readers of the country.
        asked = [one for admin in pages[1:] for one in (pages[0], admin)]
        series, _missing = available(world)
        _close_own_connections()
        with Servers(place) as servers:
            os.killpg(servers.pid("worker"), signal.SIGSTOP)
            right = _right(asked)
            probes = {"progress": (series["progress"], REPORTS), SIGN_IN.key: (series[SIGN_IN.key], SIGN_INS)}
            calm = _beside(probes, lambda: time.sleep(QUIET))
            told: dict[str, Any] = {}
            over = threading.Event()
            counting = threading.Thread(target=_count, args=(place.postgres.url(), over))
            counting.start()
            try:
                busy = _beside(probes, lambda: told.update(_crowd(asked, right, options.people, options.seconds)))
            finally:
                over.set()
                counting.join()
                os.killpg(servers.pid("worker"), signal.SIGCONT)
            log = [line for line in servers.log("web").splitlines() if '"ERROR"' in line or "Traceback" in line]
        writer.close()
        lines = _lines(told, calm, busy, len(log))
        data = [
            f"{scale.officers:,} officers in {scale.organisations} organisations; {options.people:,} people within "
            f"{options.seconds:g} s."
        ]
        if options.people >= PEOPLE:
            print("\n" + report.write_figures("nine", "nine o'clock", data, lines, METHOD))
        else:
            print("\n".join([*data, *(" | ".join(map(str, line)) for line in lines)]))
    clean = not (told["wrong"] or told["dropped"] or told["other"] or told["bare"] or log)
    return 0 if clean else 1


def _right(asked: Sequence[tuple[str, dict[str, str]]]) -> list[list[str]]:
    """The figures of each page, when nobody else asks."""
    found = []
    with Client(PRODUCT_PORT) as client:
        for path, headers in asked:
            found.append(figures_in(gzip.decompress(client.send(Ask(path, headers=headers)).body).decode()))
    assert all(found)
    return found


def _count(url: str, over: threading.Event) -> None:
    """As the worker leaves it when it has counted and nothing was other than before."""
    from bench.sql import Writer

    writer = Writer(url)
    while not over.wait(20):
        writer.run("update insight_refresh set as_on = now()")
    writer.close()


def figures_in(html: str) -> list[str]:
    return _FIGURE.findall(html)


def _beside(probes: dict[str, tuple[Any, int]], work: Any) -> dict[str, tuple[list[float], int]]:
    """What the probes saw while the work went on: milliseconds, and how many answers were not what they ought to be."""
    over = threading.Event()
    seen: dict[str, tuple[list[float], list[str]]] = {key: ([], []) for key in probes}

    def probe(key: str, first: float, every: float) -> None:
        asks, begun = probes[key][0], time.perf_counter()
        with Client(PRODUCT_PORT, connections=1) as client:
            for number in itertools.count():
                due = begun + first + number * every
                if over.wait(max(0.0, due - time.perf_counter())):
                    return
                with lock:
                    ask = next(asks)
                try:
                    client.send(ask)
                except (Unexpected, OSError) as error:
                    seen[key][1].append(str(error))
                seen[key][0].append(1000 * (time.perf_counter() - due))

    lock = threading.Lock()
    threads = [
        threading.Thread(target=probe, args=(key, place / rate, hands / rate))
        for key, (_asks, rate) in probes.items() for hands in (max(4, rate // 5),) for place in range(hands)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    try:
        work()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    for key, (_times, wrong) in seen.items():
        if wrong:
            print(key, collections.Counter(wrong).most_common(3), flush=True)
    return {key: (sorted(times), len(wrong)) for key, (times, wrong) in seen.items()}


def _crowd(asked: Any, right: Any, people: int, seconds: float) -> dict[str, Any]:
    """In a process of its own: its work must not hold up the probes."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_come, (asked, right, people, seconds))


def _come(asked: Any, right: Any, people: int, seconds: float) -> dict[str, Any]:
    return asyncio.run(_all(asked, right, people, seconds))


async def _all(asked: Any, right: Any, people: int, seconds: float) -> dict[str, Any]:
    told: dict[str, Any] = collections.Counter(dict.fromkeys(("wrong", "dropped", "other", "bare", "shed"), 0))
    first: list[float] = []  # until the first answer, whichever
    whole: list[float] = []  # until the page
    faults: collections.Counter[str] = collections.Counter()

    async def person(number: int) -> None:
        path, headers = asked[number % len(asked)]
        await asyncio.sleep(number * seconds / people)
        came = time.perf_counter()
        for attempt in range(TRIES):
            try:
                status, fields, body = await _get(path, headers)
            except (OSError, EOFError, ValueError) as error:
                told["dropped"] += 1
                faults[repr(error)] += 1
                return
            if not attempt:
                first.append(time.perf_counter() - came)
            if status == 200:
                html = gzip.decompress(body).decode() if fields.get("content-encoding") == "gzip" else body.decode()
                told["wrong"] += figures_in(html) != right[number % len(asked)]
                whole.append(time.perf_counter() - came)
                return
            if status != 503:
                told["other"] += 1
                return
            told["shed"] += 1
            refresh = _REFRESH.search(body.decode())
            if refresh is None or refresh[1] != fields.get("retry-after"):
                told["bare"] += 1
                return
            await asyncio.sleep(int(refresh[1]) + random.random())  # noqa: S311 (a moment)
        told["gave up"] += 1

    begun = time.perf_counter()
    await asyncio.gather(*map(person, range(people)))
    return dict(told) | {
        "people": people, "took": time.perf_counter() - begun, "first": sorted(first), "whole": sorted(whole),
        "faults": dict(faults),
    }  # fmt: skip


async def _get(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", PRODUCT_PORT), 60)
    try:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{PRODUCT_PORT}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = await asyncio.wait_for(reader.read(-1), 60)
    finally:
        writer.close()
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        raise EOFError("no answer")
    status, *rest = head.decode().split("\r\n")
    fields = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in rest)}
    if len(body) != int(fields.get("content-length", len(body))):
        raise EOFError("half an answer")
    return int(status.split()[1]), fields, body


def _lines(told: dict[str, Any], calm: Any, busy: Any, logged: int) -> list[list[Any]]:
    first, whole = told["first"], told["whole"]
    if told["faults"]:
        print(json.dumps(told["faults"]), flush=True)
    lines: list[list[Any]] = [
        ["People", f"{told['people']:,}", "25,000", told["people"] >= PEOPLE],
        ["Answers with other figures than the page has", told["wrong"], 0, told["wrong"] == 0],
        ["Connections dropped, refused, or without an answer in 60 s", told["dropped"], 0, told["dropped"] == 0],
        ["Answers other than the page or the declared 503", told["other"] + told["bare"], 0,
         told["other"] + told["bare"] == 0],
        ["Faults in the log of the web server", logged, 0, logged == 0],
        ["Told to come again, times", f"{told['shed']:,}", "", None],
        ["Had the page in the end", f"{len(whole):,}", f"{told['people']:,}", len(whole) == told["people"]],
        ["The last of them after, s", f"{told['took']:.0f}", "", None],
        ["First answer p50 / p95 / p99, ms", _three([1000 * one for one in first]), "", None],
        ["Until the page p50 / p95 / p99, s", _three(whole), "", None],
    ]  # fmt: skip
    for key in calm:
        name = key.capitalize()
        lines.append([f"{name}, quiet, p50 / p95 / p99, ms", _three(calm[key][0]), "", None])
        lines.append([f"{name}, beside the crowd, p50 / p95 / p99, ms", _three(busy[key][0]), "", None])
        lines.append([f"{name}, beside the crowd: not answered, of {len(busy[key][0]):,}", busy[key][1], 0,
                      busy[key][1] == 0])  # fmt: skip
    return lines


def _three(values: Sequence[float]) -> str:
    if not values:
        return "–"
    return " / ".join(f"{values[min(len(values) - 1, int(len(values) * part))]:.1f}" for part in (0.5, 0.95, 0.99))


if __name__ == "__main__":
    raise SystemExit(main())
