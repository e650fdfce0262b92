"""python -m bench.sizing: writes docs/sizing.md from docs/sizing.toml; arithmetic is here, figures are there."""

import dataclasses
import math
import tomllib
from pathlib import Path
from typing import Any

from bench.tables import table

DOCS = Path(__file__).resolve().parent.parent / "docs"
SOURCE, TARGET = DOCS / "sizing.toml", DOCS / "sizing.md"
PARTS = ("web", "worker", "db")
YEAR = 365 * 24 * 3600


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """Of the busiest hour, a second."""

    rates: dict[str, float]
    cores: dict[str, float]  # busy ones, by part
    by_act: dict[str, dict[str, float]]
    learners: float  # at a lesson at one time
    log: float  # bytes a second that the database writes into its log
    stream: float  # bits a second of films


@dataclasses.dataclass(frozen=True, slots=True)
class Room:
    """Bytes, one copy."""

    by_kind: dict[str, float]  # after `years`
    grown: dict[str, float]  # a year
    copies: float  # of the database, everywhere
    backup: float


@dataclasses.dataclass(frozen=True, slots=True)
class Machines:
    counts: dict[str, int]
    groups: int  # databases among which the persons are divided
    standbys: int  # of each
    cost: dict[str, float]  # rupees a year


@dataclasses.dataclass(frozen=True, slots=True)
class Sizing:
    people: int
    load: Load
    room: Room
    machines: Machines


def read(path: Path = SOURCE) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_of(people: int, given: dict[str, Any]) -> Load:
    """The learning week as it was, in proportion to the people who are registered."""
    week, assumed, cost = given["published"]["week"], given["assumed"]["load"], given["measured"]["cpu_ms"]
    times = people / week["registered"]["value"]
    a_day = week["completions"]["value"] / week["days"]["value"] * times
    completions = a_day * assumed["busiest_hour"]["value"] / 3600
    active = week["learners"]["value"] * times  # over the week
    sign_ins = active * assumed["sign_in_in_busiest_hour"]["value"] / 3600
    rates = {
        "completion": completions,
        "progress": completions * assumed["progress_each"]["value"],
        "enrol": completions,
        "page": completions * assumed["pages_each"]["value"],
        "board": completions * assumed["boards_each"]["value"],
        "verify": completions * assumed["verified_each"]["value"],
        "certificate_pdf": completions * assumed["pdf_each"]["value"],
        "sign_in": sign_ins,
    }
    by_act = {act: {part: rate * cost[act][part] / 1000 for part in PARTS} for act, rate in rates.items()}
    learners = rates["progress"] * assumed["seconds_between_reports"]["value"]
    log = given["measured"]["log"]
    written = sum(rates[act] * log[act]["value"] for act in ("progress", "enrol", "completion"))
    return Load(
        rates, {part: sum(one[part] for one in by_act.values()) for part in PARTS}, by_act, learners, written,
        learners * assumed["share_films"]["value"] * given["measured"]["film_bytes_a_minute"]["value"] / 60 * 8,
    )  # fmt: skip


def room_of(people: int, given: dict[str, Any]) -> Room:
    size, assumed = given["measured"]["bytes"], given["assumed"]["room"]
    counts = {kind: people * assumed["rows"][kind]["a_year"] for kind in assumed["rows"]}
    once = {kind: people * assumed["rows"][kind].get("once", 0) for kind in assumed["rows"]}
    years = assumed["years"]["value"]
    grown = {kind: counts[kind] * size[kind]["value"] for kind in counts}
    kept = {kind: min(years, assumed["rows"][kind].get("kept_years", years)) for kind in counts}
    by_kind = {kind: once[kind] * size[kind]["value"] + grown[kind] * kept[kind] for kind in counts}
    held = sum(by_kind.values())
    backup = held * assumed["backups"]["value"] + sum(grown.values()) / 52 * assumed["log_factor"]["value"]
    return Room(by_kind, grown, 0, backup)


def machines_of(people: int, load: Load, room: Room, given: dict[str, Any]) -> tuple[Machines, Room]:
    kinds, rules, price = given["assumed"]["machine"], given["assumed"]["rules"], given["assumed"]["price"]
    busy = rules["busy"]["value"]

    def hosts(cores: float, kind: str) -> int:
        """Enough with one of them gone."""
        return math.ceil(cores / busy / kinds[kind]["cores"]) + 1

    moved = load.by_act["board"]["db"] + load.by_act["verify"]["db"]  # declared to be read from standbys
    primary = load.cores["db"] - moved
    held = sum(room.by_kind.values())
    by_cores = primary / (kinds["database"]["cores"] * busy)
    by_log = load.log / rules["log_a_database"]["value"]
    by_disk = held / (kinds["database"]["disk"] * rules["disk_full"]["value"])
    groups = max(1, math.ceil(max(by_cores, by_log, by_disk)))
    standbys = rules["standbys"]["value"] + math.ceil(moved / groups / (kinds["database"]["cores"] * busy))
    counts = {
        "proxy": max(2, math.ceil(load.stream * (1 - rules["by_cdn"]["value"]) / rules["bits_a_proxy"]["value"]) + 1),
        "web": hosts(load.cores["web"], "web"),
        "worker": hosts(load.cores["worker"], "worker"),
        "database": groups * (1 + standbys),
        "analytics": 2 * math.ceil(people * given["assumed"]["room"]["facts_each"]["value"]
                                   * given["measured"]["fact_bytes"]["value"] / rules["facts_a_host"]["value"]),
        "files": rules["file_hosts"]["value"],
    }  # fmt: skip
    disk = held * (1 + standbys)
    cost = {
        f"{count} × {KINDS[kind].lower()}": 12
        * count
        * (kinds[kind]["cores"] * price["core"]["value"] + kinds[kind]["memory"] * price["memory"]["value"])
        for kind, count in counts.items()
    }
    cost["disks of the databases"] = 12 * disk / 1e9 / rules["disk_full"]["value"] * price["fast_disk"]["value"]
    cost["backups"] = 12 * room.backup / 1e9 * price["object_store"]["value"]
    learnt = people * given["assumed"]["load"]["film_minutes_a_year"]["value"]
    cost["films to the learners"] = (
        learnt * given["measured"]["film_bytes_a_minute"]["value"] / 1e9 * price["traffic"]["value"]
    )
    return Machines(counts, groups, standbys, cost), dataclasses.replace(room, copies=disk)


def size(people: int, given: dict[str, Any]) -> Sizing:
    load = load_of(people, given)
    machines, room = machines_of(people, load, room_of(people, given), given)
    return Sizing(people, load, room, machines)


def limits(given: dict[str, Any]) -> list[tuple[str, float, str]]:
    """People at which something no longer suffices, the first first: (what, people, what then)."""
    one = size(1_000_000, given)
    rules, kinds = given["assumed"]["rules"], given["assumed"]["machine"]
    web = one.load.cores["web"] / rules["busy"]["value"]
    moved = one.load.by_act["board"]["db"] + one.load.by_act["verify"]["db"]
    found = [
        ("two cores for everything, as in development", 2 * rules["busy"]["value"] / sum(one.load.cores.values()),
         "web and worker get hosts of their own"),
        ("one host of the database with room for peaks: its processors",
         kinds["database"]["cores"] * rules["busy"]["value"] / (one.load.cores["db"] - moved),
         "persons are divided among several databases"),
        ("one log of the database", rules["log_a_database"]["value"] / one.load.log,
         "persons are divided among several databases"),
        ("one host of the database: its disk after the years reckoned",
         kinds["database"]["disk"] * rules["disk_full"]["value"] / sum(one.room.by_kind.values()),
         "the same, or statements move to a store of their own"),
        ("one host of the store of facts",
         rules["facts_a_host"]["value"] / (1e6 * given["assumed"]["room"]["facts_each"]["value"]
                                           * given["measured"]["fact_bytes"]["value"]),
         "the same SQL on a cluster (decision 0056)"),
        ("ten web hosts", 10 * kinds["web"]["cores"] / web, "nothing but more of them"),
    ]  # fmt: skip
    return sorted(((what, millions * 1e6, then) for what, millions, then in found), key=lambda row: row[1])


def document(given: dict[str, Any]) -> str:
    sizes = [size(one["people"], given) for one in given["scale"].values()]
    names = [one["name"] for one in given["scale"].values()]
    text = [given["text"]["head"].strip(), ""]
    text += ["## What it is reckoned from", "", *table(constants(given)), ""]
    text += ["## The busiest hour", "", given["text"]["load"].strip(), ""]
    rows = [["A second", *names]]
    rows += [[WORDS[act], *(f"{one.load.rates[act]:,.0f}" for one in sizes)] for act in sizes[0].load.rates]
    rows += [["People at a lesson at one time", *(f"{one.load.learners:,.0f}" for one in sizes)]]
    rows += [["Log of the database, MB", *(f"{one.load.log / 1e6:,.1f}" for one in sizes)]]
    rows += [["Films, Gbit", *(f"{one.load.stream / 1e9:,.1f}" for one in sizes)]]
    text += [*table(rows), ""]
    text += ["Processor cores that are busy with it (a rate times its cost, added up):", ""]
    rows = [["Cores", *(f"{name}: {part}" for name in names for part in PARTS)]]
    for act in sizes[0].load.by_act:
        rows.append([WORDS[act], *(f"{one.load.by_act[act][part]:,.1f}" for one in sizes for part in PARTS)])
    rows.append(["**Together**", *(f"**{one.load.cores[part]:,.1f}**" for one in sizes for part in PARTS)])
    text += [*table(rows), ""]
    years = given["assumed"]["room"]["years"]["value"]
    text += ["## Room", "", given["text"]["room"].strip(), ""]
    rows = [["GB", *(head for name in names for head in (f"{name}: a year", f"after {years} years"))]]
    for kind in sizes[0].room.by_kind:
        pairs = [(one.room.grown[kind], one.room.by_kind[kind]) for one in sizes]
        rows.append([ROOMS[kind], *(gb(value) for pair in pairs for value in pair)])
    rows.append(["**One copy**", *(cell for one in sizes for cell in (
        f"**{gb(sum(one.room.grown.values()))}**", f"**{gb(sum(one.room.by_kind.values()))}**"))])  # fmt: skip
    rows.append(["With all standbys", *(cell for one in sizes for cell in ("", gb(one.room.copies)))])
    rows.append(["Backups and kept log", *(cell for one in sizes for cell in ("", gb(one.room.backup)))])
    text += [*table(rows), "", "## Machines", "", given["text"]["machines"].strip(), ""]
    rows = [["", *names]]
    rows += [["Databases among which persons are divided", *(str(one.machines.groups) for one in sizes)]]
    rows += [["Standbys of each", *(str(one.machines.standbys) for one in sizes)]]
    kinds = given["assumed"]["machine"]
    for kind in sizes[0].machines.counts:
        what = f"{KINDS[kind]} ({kinds[kind]['cores']} cores, {kinds[kind]['memory']} GB)"
        rows.append([what, *(str(one.machines.counts[kind]) for one in sizes)])
    text += [*table(rows), "", "## Cost of a year", "", given["text"]["cost"].strip(), ""]
    for name, one in zip(names, sizes, strict=True):
        total = sum(one.machines.cost.values())
        rows = [[name, "₹ lakh"]] + [[what, f"{value / 1e5:,.1f}"] for what, value in one.machines.cost.items()]
        rows += [["**Together**", f"**{total / 1e5:,.1f}**"], ["For each person, ₹", f"{total / one.people:,.2f}"]]
        text += [*table(rows), ""]
    text += ["## What breaks first", "", given["text"]["breaks"].strip(), ""]
    text += [*table([["Suffices up to", "People, million", "Then"], *(
        [what, f"{people / 1e6:,.1f}", then] for what, people, then in limits(given))])]  # fmt: skip
    text += ["", given["text"]["end"].strip(), ""]
    return "\n".join(text)


def gb(value: float) -> str:
    return f"{value / 1e9:,.0f}"


def constants(given: dict[str, Any]) -> list[list[str]]:
    """Every figure of the file with where it is from: whatever has a source."""
    rows = [["Figure", "Value", "Source"]]

    def walk(at: dict[str, Any], name: str) -> None:
        for key, value in at.items():
            here = f"{name}.{key}" if name else key
            if isinstance(value, dict) and "source" in value:
                shown = ", ".join(
                    f"{one:,}" if part == "value" else f"{part} {one:,}"
                    for part, one in value.items()
                    if part not in ("source", "unit")
                )
                rows.append([here, f"{shown} {value.get('unit', '')}".strip(), value["source"]])
            elif isinstance(value, dict):
                walk(value, here)

    for section in ("measured", "published", "assumed"):
        walk(given[section], section)
    return rows


WORDS = {
    "completion": "Completions with credit and certificate", "progress": "Reports of progress", "enrol": "Enrolments",
    "page": "Pages", "board": "Dashboards", "verify": "Certificates verified",
    "certificate_pdf": "Certificates as PDF", "sign_in": "Sign-ins with a password",
}  # fmt: skip
ROOMS = {
    "officer": "Officers with posts and history", "enrolment": "Enrolments", "progress": "Progress",
    "completion": "Completions: credit, certificate, level, evidence, trail", "statement": "Statements with their keys",
}  # fmt: skip
KINDS = {
    "proxy": "Proxies", "web": "Web", "worker": "Workers", "database": "Databases", "analytics": "Store of facts",
    "files": "Files",
}  # fmt: skip


def main() -> None:
    TARGET.write_text(document(read()), encoding="utf-8")
    print(f"{TARGET} written")


if __name__ == "__main__":
    main()
