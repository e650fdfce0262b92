"""`python -m bench.replay.tell .cache/bench/replay.json [EARLIER.json]` → docs/benchmarks/replay.md. EARLIER: of an
earlier state of the product, whose costs stand beside."""

import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any

import django

from bench.replay.plan import COMPLETIONS, REPORTS

METHOD = """
SADHANA Saptah, 2 to 10 April 2026: 3.18 crore completions by 46.9 lakh people in nine days; 15 % of a day in its
busiest hour are 147 completions a second, each with twenty reports of progress, 3,000 a second. × 1 is that hour. A
plan made from a seed says who begins which course when (a Poisson process, 6.8 courses a person) and is in the middle
of the hour from the first second on: lessons under way are put there before the clock runs. A journey is: Enrol, its
first page, a report every 15 seconds for five minutes, "mark as read", the page of the course. Of a hundred, three
press Enrol twice at the same moment and three the last button, ten send a report again, five have one overtake
another, five have one arrive when the course is completed long since. Courses of one page, without a test. Where it
says *the writes alone*, people had enrolled and opened their lesson before the clock runs, and do not look at the page
of the course afterwards: what is left is the 150 completions and 3,000 reports a second of the target. Requests
are those of browsers with a session, over 32 kept connections of each client process, as behind a proxy; a person
waits for her own answers and for nobody else's, and an answer counts from the moment at which its request was due.
Dashboards of the country and of organisations are asked for all the time. Everything runs as `make up` runs it (two
web workers, worker, store of facts, PostgreSQL with fsync), and **the clients share its two cores**.

Afterwards: of every journey of the plan its enrolment, progress (last report, place, furthest, seconds within what
the server's clock allows), credit, certificate and entry of the trail, each exactly once or exactly not; no row
beside; no number or place of a certificate twice; then four figures of the registry (enrolments, completions,
certificates, hours) counted in the rows, as the dashboards show them, and out of the columnar store. "lost or double"
counts whatever differs. The costs by piece: one client asks for one thing after the other and waits until no job is
left; CPU as the operating system counts it. Without anything beside, processes sleep and wake for each request, so
that pieces cost more than the same under load.
"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DATABASE_URL", "postgresql://127.0.0.1/none")  # none is asked
    django.setup()
    from bench import report

    now = json.loads(Path(sys.argv[1]).read_text())
    earlier = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else None
    lines: list[list[Any]] = []
    for one in now["stages"]:
        lines += _stage(one)
    data = [
        f"{one['journeys']:,} journeys of {one['people']:,} people at × {one['multiple']}, {one['under_way']:,} of "
        f"them under way at the start, {one['seconds'] / 60:.1f} minutes."
        for one in now["stages"]
    ]  # fmt: skip
    data = [
        *now.get("note", []),
        *data,
        "",
        "## What one completion costs, milliseconds of CPU",
        "",
        *report.table(_pieces(now, earlier)),
    ]
    print(report.write_figures("replay", "the learning week, replayed", data, lines, METHOD.strip()))
    return 0


def _stage(one: dict[str, Any]) -> list[list[Any]]:
    without = ", the writes alone" if one.get("without_pages") else ""
    name = f"× {one['multiple']:g}{without}, {one['seconds'] / 60:.0f} min"
    writes, cpu = one["writes"], one["cpu"]
    product = sum(value for part, value in cpu.items() if part != "clients")
    each = product / one["completions"]
    in_full = one["multiple"] >= 1
    figures = one["figures"]
    equal = all(len(set(told.values())) == 1 for told in figures.values())
    minutes = one.get("by_minute") or []
    spread = f" (by minute {min(minutes):.0f}–{max(minutes):.0f})" if minutes else ""
    return [
        [f"**{name}**: completions a second", f"{one['completions']:.1f}{spread}", f"{COMPLETIONS:.0f} at × 1", None],
        ["— reports of progress a second", f"{one['reports']:,.0f}", f"{COMPLETIONS * REPORTS:,.0f} at × 1", None],
        ["— writes (report, enrol, finish): half, 95 %, 99 % within",
         f"{writes['p50']:.0f}, {writes['p95']:.0f}, {writes['p99']:.0f} ms", "95 % ≤ 300 ms at × 1",
         writes["p95"] <= 300 if in_full else None],
        *[[f"— {kind}: half, 95 %, 99 % within", f"{at['p50']:.0f}, {at['p95']:.0f}, {at['p99']:.0f} ms "
           f"({at['count']:,})", "", None] for kind, at in one["times"].items()],
        ["— lost or double, refused, not as planned", f"{len(one['faults'])}", "0", not one["faults"]],
        ["— registry = rows = store, " + ", ".join(f"{code} {told['rows']:,}" for code, told in figures.items()),
         "equal" if equal else "**differ**", "equal", equal],
        ["— cores: " + ", ".join(f"{part} {value:.2f}" for part, value in cpu.items()),
         f"{product:.2f} without the clients", "2", None],
        ["— CPU of a completion with all that belongs to it, beside hello-world",
         f"{each * 1000:.1f} ms, {each * 1000 / one['hello']:.0f} ×", "", None],
        ["— by processor time, two cores for the product alone would carry",
         f"{2 / each:.0f} completions a second, × {2 / each / COMPLETIONS:.2f}", "", None],
        ["— most jobs waiting; seconds until none does; until figures and store hold the last row",
         f"{one['depth']}; {one['drained']:.1f}; {one['fresh']['figures']:.0f}, {one['fresh']['store']:.0f}", "≤ 60",
         max(one["fresh"].values()) <= 60],
        ["— memory: " + ", ".join(f"{part} {value:.0f} MB" for part, value in one["memory"].items()), "", "", None],
    ]  # fmt: skip


def _pieces(now: dict[str, Any], earlier: dict[str, Any] | None) -> list[list[str]]:
    hello = statistics.median(one["hello"] for one in now["stages"])
    table = [["Piece", "Web", "Database", "Jobs", "In all", "Beside hello-world", *(["Before"] if earlier else [])]]
    for name, one in now["pieces"].items():
        jobs = one["after: worker"] + one["after: database"]
        whole = one["web"] + one["database"] + jobs
        line = [name, f"{one['web']:.2f}", f"{one['database']:.2f}", f"{jobs:.2f}", f"{whole:.2f}",
                f"{whole / hello:.1f} ×"]  # fmt: skip
        if earlier:
            was = earlier["pieces"].get(name)
            line.append(f"{was['web']:.2f}, {was['database']:.2f}, "
                        f"{was['after: worker'] + was['after: database']:.2f}" if was else "")  # fmt: skip
        table.append(line)
    return table


if __name__ == "__main__":
    sys.exit(main())
