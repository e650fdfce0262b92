"""The generated country at a thousandth: by its seed always the same, and what it is known to be is what every way of
looking at it says: the registry, the screen, the exported file."""

import csv
import dataclasses
import io

import pytest
from django.urls import reverse

from bench.national import load, shape, truth
from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.facts.engine.tables import TABLES, Kept
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.from_facts import FACTS, counted
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import State
from karmayogi.kernel.dates import financial_year_start
from karmayogi.orgs import api as orgs

FRACTION, SEED = 0.001, 5
ROUND = ("enrolment", "certificate", "account")  # as many as were published, to the last one


@pytest.fixture
def made(world):
    """Four units below a new ministry, of very different size."""
    country, ministry = world.cast.country, world.unit(world.cast.country, "Ministry of Numbers")
    units = [shape.Unit(country.id, country.path, "", "", "country", 0.01)]
    for name, state, weight in (("Railways", "KA", 50), ("Posts", "TN", 30), ("Police", "KA", 15), ("Archives", "", 1)):
        unit = world.unit(ministry, name, state=state or None)
        units.append(shape.Unit(unit.id, unit.path, state, "", "office", weight))
    return shape.make(
        fraction=FRACTION, seed=SEED, units=units, designation_ids=list(range(5001, 5101)),
        course_ids=list(range(1, 3903)), competency_ids=list(range(7001, 7113)), country=country.id,
    )  # fmt: skip


@pytest.fixture
def loaded(made, store, at, settings, frozen_time):
    """In the store, beside what PostgreSQL knows of the cast."""
    assert flow(store=store, at=at) is not None
    note = store.state()[0]
    run = store.begin()
    load.load(store, run, made)
    store.done(run, note)
    settings.FIGURES_FROM_FACTS_AT = 0
    return made


def sums(store) -> dict[str, list]:
    return {name: store.query(TABLES[name].checksum(TABLES[name].rows), seconds=20) for name in load.GENERATED}


def test_the_same_seed_is_the_same_country_and_another_one_is_not(made, store, at):
    def drawn(seed: int) -> dict[str, list]:
        run = store.begin()
        for name in load.GENERATED:
            store.execute(run, f"truncate table {TABLES[name].rows}")
        load.load(store, run, dataclasses.replace(made, seed=seed))
        return sums(store)

    first, again, other = drawn(SEED), drawn(SEED), drawn(SEED + 1)
    assert first == again
    drawn_from = [name for name in load.GENERATED if TABLES[name].kept is not Kept.WHOLE]
    assert all(first[name] != other[name] for name in drawn_from)
    assert {name: first[name][0][0] for name in ROUND} == {
        "enrolment": 82_000,
        "certificate": 62_000,
        "account": 14_000,
    }
    week = store.query(
        "select count(*), uniqExact(person_id) from credit where kind = 'formal' and credited_on between "
        "date '2026-04-02' and date '2026-04-10'",
        seconds=20,
    )[0]
    assert week[0] >= 31_800
    assert week[1] >= 4_690


def test_truth_registry_screen_and_file_say_the_same(loaded, at, world, browse, frozen_time):
    on = at.date()
    real = truth.by_unit(loaded, truth.count(loaded, on, financial_year_start(on)))
    own = {unit.organisation_id for unit in loaded.units[1:]}
    assert real.keys() == FACTS.keys(), "of every figure the truth is known"
    for code, figures in real.items():
        found = {unit: cell for unit, cell in counted(METRICS[code], on).items() if unit in own}
        assert found == {unit: cell for unit, cell in figures.items() if unit in own}, code
    assert refresh(at=at, everything=True) is not None
    seen = 0
    for unit in loaded.units[1:]:
        row = orgs.organisations([unit.organisation_id])[unit.organisation_id]
        board = boards.organisation_board(row).total
        for code, figures in real.items():
            if board[code].state is State.SHOWN:
                seen += 1
                found = (board[code].numerator, board[code].denominator or 0)
                assert found == figures.get(unit.organisation_id, (0, 0)), code
    assert seen > 2 * len(real), "two units at least are shown whole"
    largest = orgs.organisations([loaded.units[1].organisation_id])[loaded.units[1].organisation_id]
    address = reverse("insight:organisation", args=[largest.uuid])
    enrolments, _none = real["enrolments"][largest.id]
    page = browse(address + "?theme=learning", world.cast.analyst).content.decode()
    assert f"{enrolments:,}" in page
    file = browse(reverse("insight:organisation_csv", args=[largest.uuid]), world.cast.analyst).content
    lines = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    shown = {line["Code"]: line for line in lines if line["Place"] == "Total"}
    assert shown["enrolments"]["Shown as"].replace(",", "") == str(enrolments)
