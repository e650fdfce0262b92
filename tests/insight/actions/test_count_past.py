"""Past days that were counted beforehand say what the store says when it is asked, and hide what it hides."""

import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.facts.types import StoreFault
from karmayogi.insight.actions import count_past
from karmayogi.insight.models import PastDay, PastUnit
from karmayogi.insight.queries import past_count, past_days, past_units
from karmayogi.insight.queries.from_facts import country_as_on
from karmayogi.insight.types import State
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.jobs import drain
from tests.insight.actions.test_refresh import Script
from tests.insight.queries.test_from_facts import MOVES


@pytest.fixture(autouse=True)
def large(settings) -> None:
    settings.PAST_DAYS_KEPT_AT = 0


@pytest.fixture
def flowed(country, store, at):
    """The country of the boards, where somebody came in August."""
    came = country.officer(country.large)
    rows.run("update orgs_incumbency set valid_from = '2026-08-03' where person_id = %s", [came])
    flow(store=store, at=at)
    return country


@pytest.fixture
def eventful(world, profile, sign, store, at):
    """Two units of many officers beside a few elsewhere, of whom every figure has something to say."""
    script = Script(world, profile, sign)
    for move in MOVES:
        script.play(*move)
    world.officers(world.unit(world.cast.ministry, "Large", state="KA"), 14)
    world.officers(world.unit(world.cast.other_ministry, "Larger", state="TN"), 15)
    flow(store=store, at=at)
    return world


def _units(board):
    return {
        place.code: (place.name, place.figures)
        for place in board.units
        if place.figures["officers"].state is not State.EMPTY
    }


def test_the_country_of_a_day_is_what_the_store_says_of_it(eventful, at):
    for on in (at.date(), at.date() - dt.timedelta(days=1), dt.date(2026, 9, 30), dt.date(2020, 1, 1)):
        count_past.count_day(on, at)
        row = past_days.day(on)
        assert row is not None
        assert (row.done, row.steps) == (past_count.STEPS, past_count.STEPS)
        kept, asked = past_days.country(row), country_as_on(on)
        for code in past_days.PAST:
            assert kept.total[code] == asked.total[code]
            assert [(p.code, p.figures[code]) for p in kept.states] == [(p.code, p.figures[code]) for p in asked.states]
        known, now = past_days.known(on), past_units.known_now(on)
        assert known is not None
        assert _units(known) == _units(now)
        assert known.total == kept.total
    states = {place.figures["officers"].state for place in past_days.known(at.date()).states}
    assert State.SHOWN in states
    assert states & {State.FEW, State.WITHHELD}, "the comparison is also of what is hidden"


def test_units_at_ends_of_quarters_are_what_the_store_says_of_them(flowed, at):
    assert past_days.unit(flowed.cast.ministry, dt.date(2026, 9, 30)) is None
    days = past_units.offered(at.date())
    count_past.count_quarters(days, at)
    seen = set()
    for unit in (flowed.cast.country, flowed.cast.ministry, flowed.large, flowed.small):
        for on in days:
            asked = past_units.unit_as_on(unit, on)
            kept, counted_at = past_days.unit(unit, on)
            assert counted_at is not None
            assert kept.total == asked.total
            assert _units(kept) == _units(asked)
            assert list(_units(kept)) == list(_units(asked)), "and in its order"
            seen |= {place.figures["officers"].state for place in kept.units}
    assert seen >= {State.SHOWN, State.WITHHELD, State.FEW}


def test_a_run_of_quarters_is_shown_when_it_is_whole_and_the_last_one_goes(flowed, at, monkeypatch):
    days = past_units.offered(at.date())
    count_past.count_quarters(days, at)
    before = {day: past_days.unit(flowed.cast.ministry, day) for day in days}
    assert PastUnit.objects.values_list("run", flat=True).distinct().get() == 1
    real, asked = count_past.count, []

    def breaks(on, said, **how):
        asked.append(on)
        if len(asked) == 2:
            raise StoreFault("away")
        return real(on, said, **how)

    monkeypatch.setattr(count_past, "count", breaks)
    with pytest.raises(StoreFault):
        count_past.count_quarters(days, at)
    assert all(before.values())
    for day in days:
        assert past_days.unit(flowed.cast.ministry, day)[0] == before[day][0]
    count_past.count_quarters(days, at)
    assert PastUnit.objects.values_list("run", flat=True).distinct().get() == 2, "nothing is left of the one that broke"
    assert {past_days.unit(flowed.cast.ministry, day)[0].total["officers"] for day in days} == {
        before[day][0].total["officers"] for day in days
    }


def test_each_night_quarters_yesterday_and_days_of_snapshots_are_counted(flowed, at, settings):
    settings.PAST_DAYS_KEPT_AT = 1_000_000
    assert count_past.count_nightly(at) == 0, "a small country is asked at once"
    settings.PAST_DAYS_KEPT_AT = 0
    assert count_past.count_nightly(at) == 4
    counted = PastDay.objects.exclude(counted_at=None)
    assert set(counted.values_list("on", flat=True)) == {*past_units.offered(at.date()), dt.date(2026, 11, 19)}
    assert set(counted.exclude(units_run=None).values_list("on", flat=True)) == set(past_units.offered(at.date()))


def test_a_day_is_counted_once_however_often_it_is_asked_for_and_not_for_everybody(flowed, at):
    analyst, on = flowed.cast.analyst.actor(at), dt.date(2026, 11, 2)
    with pytest.raises(NotFound):
        count_past.ask_day(actor=flowed.cast.admin.actor(at), on=on, at=at)
    assert not PastDay.objects.exists()
    for seconds in (0, 1, 600):
        count_past.ask_day(actor=analyst, on=on, at=at + dt.timedelta(seconds=seconds))
    assert drain(below="karmayogi.insight") == 1
    assert past_days.day(on).counted_at is not None
    for day in range(count_past.MOST):
        count_past.ask_day(actor=analyst, on=dt.date(2026, 10, 1 + day), at=at + dt.timedelta(hours=1))
    with pytest.raises(Refused):
        count_past.ask_day(actor=analyst, on=dt.date(2026, 10, 30), at=at + dt.timedelta(hours=1))
    count_past.ask_day(actor=analyst, on=dt.date(2026, 10, 30), at=at + dt.timedelta(hours=3))


def test_what_either_of_two_answers_withholds_is_withheld(flowed, at, monkeypatch):
    """Between the first question and the last the store may have heard of more."""
    on, real, asked = at.date(), past_count.facts.query, []
    shown = {p.code for p in country_as_on(on).states if p.figures["officers"].state is State.SHOWN}

    def fewer(sql, *given, **how):
        answer = real(sql, *given, **how)
        if sql == past_count.OF_WHOM["officers"]:
            asked.append(sql)
            if len(asked) == 2:
                return [[*row[:3], min(1, int(row[3]))] for row in answer]
        return answer

    monkeypatch.setattr(past_count.facts, "query", fewer)
    count_past.count_day(on, at)
    states = {p.code: p.figures["officers"].state for p in past_days.country(past_days.day(on)).states}
    assert shown
    assert all(states[code] is not State.SHOWN for code in shown)


def test_the_page_counts_a_day_on_request_and_says_how_far_it_is(flowed, browse, at):
    address = reverse("insight:past")
    analyst = flowed.cast.analyst
    text = browse(analyst, f"{address}?on=2026-11-02&metric=completions").content.decode()
    assert "This day has not been counted yet." in text
    assert "Officers in position" in text, "the form is there"
    assert "by State and Union territory" not in text
    for other in (flowed.cast.admin, flowed.cast.learner):
        assert browse(other, f"{address}?on=2026-11-02", {"x": "1"}).status_code == 404
    asked = browse(analyst, f"{address}?on=2026-11-02&metric=completions", {"x": "1"})
    assert (asked.status_code, asked["Location"]) == (302, f"{address}?on=2026-11-02&metric=completions")
    text = browse(analyst, asked["Location"]).content.decode()
    assert "2 Nov 2026 is being counted" in text
    assert f"0 of {past_count.STEPS} questions answered" in text
    assert 'http-equiv="refresh"' in text
    piece = browse(analyst, asked["Location"], headers={"HX-Request": "true"})
    assert piece.content.decode().lstrip().startswith('<section id="progress"')
    drain(below="karmayogi.insight")
    assert browse(analyst, asked["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    text = browse(analyst, asked["Location"]).content.decode()
    assert "Completions, as on 2 Nov 2026" in text
    assert "Counted on 20 Nov 2026" in text
    assert "http-equiv" not in text
    assert browse(analyst, f"{address}?on=x", {"x": "1"}).status_code == 422
    assert PastDay.objects.count() == 1


def test_the_page_of_a_unit_says_when_it_was_counted(flowed, browse, at):
    address = reverse("insight:past_unit", args=[flowed.cast.ministry.uuid])
    text = browse(flowed.cast.admin, address).content.decode()
    assert "This quarter has not been counted yet." in text
    count_past.count_nightly(at)
    text = browse(flowed.cast.admin, f"{address}?on=2026-06-30&metric=officers").content.decode()
    assert "Officers in position, as on 30 Jun 2026" in text
    assert "Counted on 20 Nov 2026" in text
    assert "Large unit" in text


def test_a_count_without_a_store_breaks_and_leaves_what_was_counted(flowed, at, settings, tmp_path):
    on = dt.date(2026, 11, 2)
    count_past.count_day(on, at)
    before = past_days.day(on)
    settings.FACTS_ROOT = tmp_path / "nobody"
    with pytest.raises(StoreFault):
        count_past.count_day(on, at)
    assert past_days.country(past_days.day(on)) == past_days.country(before)
    PastDay.objects.update(told={"codes": ["another"]})
    assert past_days.day(on).counted_at is None, "figures of another registry are not shown"
