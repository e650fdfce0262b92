"""docs/sizing.md says what docs/sizing.toml gives, and the arithmetic is the one that can be done by hand."""

import copy
import math
import re
from pathlib import Path

import pytest

from bench import sizing

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def given():
    return sizing.read()


def test_the_document_is_what_the_figures_give(given):
    assert sizing.TARGET.read_text(encoding="utf-8") == sizing.document(given), "run python -m bench.sizing"


def test_every_figure_says_where_it_is_from(given):
    rows = sizing.constants(given)[1:]
    assert len(rows) > 45 and all(len(source) > 5 for _name, _value, source in rows)
    for name, _value, source in rows:
        for file in re.findall(r"docs/[\w/.]+\.md", source):
            assert (ROOT / file).exists(), (name, file)
        if name.startswith("assumed.price"):
            assert source.startswith("ASSUMPTION")
    unsourced = [
        (section, key)
        for section in ("cpu_ms", "bytes", "log")
        for key, value in given["measured"][section].items()
        if not value.get("source")
    ]
    assert unsourced == []


def test_the_busiest_hour_by_hand(given):
    load = sizing.load_of(30_000_000, given)
    # 3.18 crore in nine days, twice as many people, 15 % of a day in an hour.
    completions = 31_800_000 / 9 * 2 * 0.15 / 3600
    assert load.rates["completion"] == pytest.approx(completions) and 294 < completions < 295
    assert load.rates["progress"] == pytest.approx(completions * 20)
    assert load.learners == pytest.approx(completions * 20 * 15)
    assert load.by_act["sign_in"]["web"] == pytest.approx(4_690_000 * 2 * 0.05 / 3600 * 0.220)
    assert load.cores["db"] == pytest.approx(sum(one["db"] for one in load.by_act.values()))


def test_rooms_and_machines_follow(given):
    room = sizing.room_of(30_000_000, given)
    assert room.by_kind["enrolment"] == 30_000_000 * 10 * 5 * 319
    assert room.by_kind["statement"] == 30_000_000 * 100 * 2 * 1492, "two years of them are kept"
    assert room.by_kind["officer"] == pytest.approx(30_000_000 * (1 + 0.25 * 5) * 1530)
    one, ten = sizing.size(30_000_000, given), sizing.size(300_000_000, given)
    assert one.machines.counts["web"] == math.ceil(one.load.cores["web"] / 0.5 / 32) + 1
    assert ten.load.cores["web"] == pytest.approx(10 * one.load.cores["web"])
    assert one.machines.groups < ten.machines.groups
    assert ten.machines.counts["database"] == ten.machines.groups * (1 + ten.machines.standbys)

    # Each of the three limits of a database asks for more of them by itself.
    for change in (("rules", "busy", 0.01), ("rules", "log_a_database", 1e6), ("rules", "disk_full", 0.05)):
        other = copy.deepcopy(given)
        other["assumed"][change[0]][change[1]]["value"] = change[2]
        assert sizing.size(30_000_000, other).machines.groups > one.machines.groups, change
    cheaper = copy.deepcopy(given)
    cheaper["assumed"]["price"]["fast_disk"]["value"] /= 2
    disks = "disks of the databases"
    assert sizing.size(30_000_000, cheaper).machines.cost[disks] == pytest.approx(one.machines.cost[disks] / 2)


def test_what_breaks_first_comes_first_and_holds(given):
    rows = sizing.limits(given)
    assert [people for _what, people, _then in rows] == sorted(people for _what, people, _then in rows)
    people = next(people for what, people, _then in rows if "its disk" in what)
    assert sizing.size(int(people * 0.99), given).machines.groups == 1
    assert sizing.size(int(people * 1.01), given).machines.groups == 2
