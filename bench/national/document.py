"""docs/benchmarks/national.md and its drawing, out of the figures of every fraction that was measured."""

import json
import statistics
from pathlib import Path
from typing import Any

from bench import report

METHOD = """
Facts are made inside the store by statements over `numbers()` whose draws are hashes of a seed; the truth is counted
apart with numpy, and every figure of every unit is compared with it. Each figure is asked three times through the store
process, as the product asks, from the facts and from no sums; the median is shown. Tables are merged, as after the
nightly building anew. Pages are asked over HTTP from the real server, one after the other, 40 times after four
unmeasured; hello-world in the same run. PostgreSQL has tables of the same columns with the keys of the store as
indexes, and is asked with the same text. Everything shares two cores.
""".strip()
_LOAD, _DISK, _EACH, _MEMORY, _REPORT, _RATE = 1800, 25e9, 3.0, 4e9, 180, 20_000


def write(folder: Path) -> str:
    runs = sorted((json.loads(path.read_text()) for path in folder.glob("national-*.json")), key=_fraction)
    lines = ["# Benchmarks: the country in the columnar store", "", *report._machine(), "", "## Data", ""]
    lines += [*_data(runs), "", "## Figures", "", *report.table(_figures(runs)), ""]
    lines += ["## Growth", "", "![Seconds of each figure at 1, 10 and 100 % of the country](national.svg)", ""]
    lines += [*report.table(_growth(runs)), "", "## Method", "", METHOD, ""]
    text = "\n".join(lines)
    (report.FOLDER / "national.md").write_text(text, encoding="utf-8")
    (report.FOLDER / "national.svg").write_text(_drawing(runs), encoding="utf-8")
    return text


def _fraction(run: dict[str, Any]) -> float:
    return float(run["fraction"])


def _data(runs: list[dict[str, Any]]) -> list[str]:
    lines = []
    for run in runs:
        rows = ", ".join(f"{count:,} {name}" for name, count in run["rows"].items())
        said = ", ".join(f"{value:,} {name}" for name, value in run.get("shares", {}).items())
        lines += [
            f"- {run['fraction']:.0%} of the country, seed {run['seed']}: {run['units']:,} units (the largest with "
            f"{run.get('largest unit', 0):,} people); rows: {rows}. Drawn: {said}."
        ]
    return lines


def _figures(runs: list[dict[str, Any]]) -> list[list[str]]:
    table = [["Figure", *(f"{run['fraction']:.0%}" for run in runs), "Target", ""]]

    def line(name: str, told: Any, target: str = "", met: Any = None) -> None:
        shown = [told(run) for run in runs]
        if any(one is not None for one in shown):
            largest = runs[-1]
            state = report.state_of(met(largest) if met and told(largest) is not None else None)
            table.append([name, *(one or "not measured" for one in shown), target, state])

    def of(name: str, form: str, unit: str = "", scale: float = 1) -> Any:
        return lambda run: f"{run[name] / scale:{form}}{unit}" if name in run else None

    line("Organisations and courses in PostgreSQL", of("organisations", ".1f", " s"))
    line(
        "Facts made in the store", of("load", ",.0f", " s"), "≤ 30 min", lambda run: run["load"] + run["merge"] <= _LOAD
    )
    line("Facts merged", of("merge", ",.0f", " s"))
    line("Disk of the store", of("bytes", ",.2f", " GB", 1e9), "≤ 25 GB", lambda run: run["bytes"] <= _DISK)
    line("The truth, counted with numpy", of("truth", ",.0f", " s"))
    line("Figures equal to the truth, every unit", _equal, "all", lambda run: all(run["equal"].values()))
    line(
        "Slowest figure from raw facts", _slowest, f"≤ {_EACH:.0f} s", lambda run: max(_medians(run).values()) <= _EACH
    )
    line(
        "Slowest, most memory of the store process", of("memory", ",.2f", " GB", 1e9), "≤ 4 GB",
        lambda run: run["memory"] <= _MEMORY,
    )  # fmt: skip
    line("All totals of the dashboards anew, from the facts", of("refresh", ",.1f", " s"))
    line("Country on the dashboard equal to the truth", _screen, "all", lambda run: all(run["screen"].values()))
    line("A past day: country, States, ministries", of("past_day", ",.0f", " s"))
    line("Ends of quarters with all their units", _quarters)
    line(
        "Past days: most memory of the store, of the job", _past_memory, "≤ 4 GB",
        lambda run: max(run["past_memory"].values()) <= _MEMORY,
    )  # fmt: skip
    line("Hello-world", of("hello", ".1f", " ms"))
    for name in next((run["pages"] for run in reversed(runs) if "pages" in run), {}):
        most = next(run["pages"][name]["most"] for run in reversed(runs) if "pages" in run)
        line(
            f"Page: {name}", lambda run, name=name: _page(run, name), f"p95 ≤ {most} ms" if most else "",
            (lambda run, name=name, most=most: run["pages"][name]["p95"] <= most) if most else None,
        )  # fmt: skip
    line(
        "Catch-up of what changed", lambda run: _rate(run), "≥ 20,000 facts/s",
        lambda run: statistics.median(run["catch_up"]) >= _RATE,
    )  # fmt: skip
    line("Hours of all units right after it", of("hours right after it", ".2f", " s"))
    line("Freezing, everything counted anew", of("freeze", ",.1f", " s"))
    line(
        "Annual report, papers and pages",
        of("report", ",.1f", " s"),
        "≤ 3 min",
        lambda run: run["freeze"] + run["report"] <= _REPORT,
    )
    line("Copying the facts to plain PostgreSQL", of("plain_filled", ",.0f", " s"))
    return table


def _equal(run: dict[str, Any]) -> str | None:
    found = run.get("equal")
    return f"{sum(map(bool, found.values()))} of {len(found)}" if found else None


def _screen(run: dict[str, Any]) -> str | None:
    found = run.get("screen")
    return f"{sum(map(bool, found.values()))} of {len(found)}" if found else None


def _quarters(run: dict[str, Any]) -> str | None:
    found = run.get("past_quarters")
    return f"{found[1]:,.0f} s ({found[0]} of them)" if found else None


def _past_memory(run: dict[str, Any]) -> str | None:
    found = run.get("past_memory")
    return f"{found['store'] / 1e9:.2f}, {found['job'] / 1e9:.2f} GB" if found else None


def _medians(run: dict[str, Any]) -> dict[str, float]:
    return {code: statistics.median(took) for code, took in run.get("figures", {}).items() if took}


def _slowest(run: dict[str, Any]) -> str | None:
    found = _medians(run)
    code = max(found, key=found.__getitem__, default=None)
    return f"{found[code]:.2f} s ({code})" if code else None


def _page(run: dict[str, Any], name: str) -> str | None:
    page = run.get("pages", {}).get(name)
    return f"{page['p95']:.0f} ms ({page['p95'] / run['hello']:.0f} × hello)" if page else None


def _rate(run: dict[str, Any]) -> str | None:
    found = run.get("catch_up")
    return f"{statistics.median(found):,.0f} facts/s" if found else None


def _growth(runs: list[dict[str, Any]]) -> list[list[str]]:
    heads = []
    for run in runs:
        heads += [f"{run['fraction']:.0%}"] + ([f"PostgreSQL {run['fraction']:.0%}", "ratio"] if "plain" in run else [])
    table = [["Figure, for every unit", *heads]]
    for code in _medians(runs[-1]):
        line = [code]
        for run in runs:
            took = _medians(run).get(code)
            line.append(f"{took:.2f} s" if took is not None else "")
            if "plain" in run:
                other = run["plain"].get(code)
                line += [f"{other:.2f} s", f"{other / took:.1f} ×"] if other is not None and took else ["", ""]
        table.append(line)
    return table


def _drawing(runs: list[dict[str, Any]]) -> str:
    """Bars by figure, one for each fraction: a picture that needs nothing beside it."""
    medians = [_medians(run) for run in runs]
    codes = list(medians[-1])
    most = max([_EACH, *(value for one in medians for value in one.values())])
    shades = ("#9ecae1", "#4292c6", "#08519c")
    parts, y = [], 30
    for code in codes:
        parts.append(f'<text x="0" y="{y + 12}">{code}</text>')
        for n, one in enumerate(medians):
            value = one.get(code, 0)
            width = round(value / most * 480, 1)
            parts.append(f'<rect x="170" y="{y + n * 7}" width="{width}" height="6" fill="{shades[n % 3]}"/>')
        last = medians[-1].get(code, 0)
        parts.append(f'<text x="{175 + round(last / most * 480)}" y="{y + 18}">{last:.2f} s</text>')
        y += 7 * len(runs) + 10
    line = 170 + round(_EACH / most * 480)
    parts.append(f'<line x1="{line}" y1="24" x2="{line}" y2="{y}" stroke="#a50f15" stroke-dasharray="3 3"/>')
    key = " ".join(
        f'<rect x="{170 + n * 90}" y="6" width="10" height="10" fill="{shades[n % 3]}"/>'
        f'<text x="{184 + n * 90}" y="15">{run["fraction"]:.0%}</text>'
        for n, run in enumerate(runs)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {y + 10}" font-family="sans-serif" font-size="11" '
        f'role="img" aria-label="Seconds of each figure at several sizes of the country; the line is three seconds">'
        f"{key}{''.join(parts)}</svg>\n"
    )
