"""A full count out of the store of facts says the same as one in PostgreSQL, and is left alone where it cannot."""

import pytest

from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.insight.actions import count_in_store
from karmayogi.insight.queries.from_facts import FACTS
from karmayogi.insight.registry.bases import BASES
from tests.insight.actions.test_refresh import Script
from tests.insight.queries.test_from_facts import MOVES


@pytest.fixture
def script(world, profile, sign) -> Script:
    return Script(world, profile, sign)


@pytest.fixture
def codes(monkeypatch) -> list[set[str]]:
    """What each full count took from the store."""
    seen = []
    count = count_in_store.count_in_store

    def noted(*days):
        seen.append(count(*days))
        return seen[-1]

    monkeypatch.setattr("karmayogi.insight.actions.refresh.count_in_store", noted)
    return seen


def test_both_full_counts_are_equal(script, keep, store, at, settings, codes):
    for move in MOVES:
        script.play(*move)
    kept = keep(everything=True)
    assert flow(store=store, at=at) is not None
    script.play("complete", 1, 0)  # what the store has not heard of yet is brought there first
    script.play("hire_with_account", 2, 1)
    later = keep(everything=True, later=1)
    assert later != kept
    settings.FIGURES_FROM_FACTS_AT = 0
    assert keep(everything=True, later=2) == later
    assert codes == [set(), set(), {*FACTS, *BASES}]


def test_a_store_that_is_empty_or_away_is_done_without(script, keep, store, at, settings, codes, tmp_path):
    script.play("hire_with_account", 1, 0)
    script.play("enrol", 0, 0)
    kept = keep(everything=True)
    settings.FIGURES_FROM_FACTS_AT = 0
    assert keep(everything=True, later=1) == kept
    settings.FACTS_ROOT = tmp_path
    assert keep(everything=True, later=2) == kept
    settings.FIGURES_FROM_FACTS_AT = 1_000_000
    assert keep(everything=True, later=3) == kept
    assert codes == [set()] * 4


def test_a_store_that_goes_away_in_the_middle_leaves_nothing_half(script, keep, store, at, settings, monkeypatch):
    for move in MOVES[:12]:
        script.play(*move)
    kept = keep(everything=True)
    assert flow(store=store, at=at) is not None
    settings.FIGURES_FROM_FACTS_AT = 0
    counted = count_in_store.counted
    asked = []

    def breaks(metric, on, *, seconds):
        asked.append(metric.code)
        if len(asked) == 3:
            raise count_in_store.StoreFault("away")
        return {unit: (one + 1, two) for unit, (one, two) in counted(metric, on, seconds=seconds).items()}

    monkeypatch.setattr(count_in_store, "counted", breaks)
    assert keep(everything=True, later=1) == kept
    assert len(asked) == 3
