"""A past day on screen: who sees it, what is hidden, what is said when the store is away."""

import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.facts.actions.refresh import check
from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.insight.queries import boards, past_units
from karmayogi.insight.queries.from_facts import PAST, country_as_on
from karmayogi.insight.types import State
from karmayogi.insight.web import past
from karmayogi.kernel import rows
from tests.insight.web.test_boards import only_figures


@pytest.fixture
def address() -> str:
    return reverse("insight:past")


@pytest.fixture
def flowed(country, store, at):
    flow(store=store, at=at)
    return country


def test_the_day_of_today_is_the_board_of_today_and_a_day_before_is_what_was_so_then(flowed, at):
    now, found = boards.national_board(), country_as_on(at.date())
    for code in PAST:
        assert found.total[code] == now.total[code]
        assert {place.code: place.figures[code] for place in found.states} == {
            place.code: place.figures[code] for place in now.states
        }
    assert {place.figures["officers"].state for place in found.states} >= {State.SHOWN, State.WITHHELD} or any(
        place.figures["officers"].state is State.FEW for place in found.states
    ), "some are hidden"
    before = country_as_on(at.date() - dt.timedelta(days=1))
    assert before.total["completions"].value == 0, "all were completed today"
    assert before.total["officers"] == now.total["officers"]
    shown = {code: PAST[code] for code in ("completions", "completion_rate")}
    some = country_as_on(at.date(), shown)
    assert {code: some.total[code] for code in ("officers", *shown)} == {
        code: found.total[code] for code in ("officers", *shown)
    }, "asked for alone it is the same"
    nobody = country_as_on(dt.date(2020, 1, 1))
    assert nobody.total["officers"].state is State.EMPTY


def test_who_held_a_post_before_the_days_of_the_unit_are_told_is_in_its_state_all_the_same(flowed, store, at):
    day = at.date() - dt.timedelta(days=2)
    before = country_as_on(day)
    assert [place.code for place in before.states if place.figures["officers"].value] != []
    rows.run("update orgs_organisationspell set valid_from = %s", [at.date()])
    flow(store=store, at=at, everything=True)
    assert country_as_on(day) == before


def test_whoever_sees_the_country_sees_it_and_nobody_else(flowed, browse, address, monkeypatch):
    cast = flowed.cast
    assert browse(address).status_code == 302
    for who in (cast.admin, cast.learner, cast.platform, cast.head):
        assert browse(address, who).status_code == 404
    seen = []
    real = past.render
    monkeypatch.setattr(
        past, "render", lambda request, template, context, status=200: seen.append(context)
        or real(request, template, context, status=status),
    )  # fmt: skip
    page = browse(f"{address}?on=2026-11-20&metric=completions", cast.analyst)
    assert page.status_code == 200
    text = page.content.decode()
    assert "&amp;on=2026-11-20" in text, "another order is of the same day"
    assert "Completions, as on 20 Nov 2026" in text
    assert "competencies_shown" not in text, "of which no past is known"
    assert only_figures(seen[0]["board"], "board") == []
    for wrong in ("2026-13-01", "2026-11-21", "0001-01-01", "1969-12-31", "x"):
        page = browse(f"{address}?on={wrong}", cast.analyst)
        assert page.status_code == 422
        assert "as on 19 Nov 2026" in page.content.decode()
    assert browse(f"{address}?metric=competencies_shown", cast.analyst).status_code == 200


def test_a_unit_is_shown_at_ends_of_quarters_and_no_two_of_them_tell_of_one_officer(
    country, store, browse, at, monkeypatch
):
    """Somebody came in August: her figures would be the difference. Nine more came with her elsewhere."""
    world, cast = country, country.cast
    came = world.officer(world.large)
    rows.run("update orgs_incumbency set valid_from = '2026-08-03' where person_id = %s", [came])
    flow(store=store, at=at)
    address = reverse("insight:past_unit", args=[cast.ministry.uuid])
    assert browse(address).status_code == 302
    for who in (cast.learner, cast.platform):
        assert browse(address, who).status_code == 404
    days = past_units.offered(at.date())
    assert days == [dt.date(2026, 9, 30), dt.date(2026, 6, 30), dt.date(2026, 3, 31)]
    boards_ = {day: past_units.unit_as_on(cast.ministry, day) for day in days}

    def officers(day: dt.date, name: str):
        return next(one.figures["officers"] for one in boards_[day].units if one.name.en == name)

    assert [officers(day, "Large unit").state for day in days] == [State.WITHHELD, State.SHOWN, State.SHOWN]
    assert {officers(day, "Large unit").value for day in days[1:]} == {14}
    assert {officers(day, "Small unit").state for day in days} == {State.FEW}
    assert all(only_figures(board, "board") == [] for board in boards_.values())
    page = browse(f"{address}?on=2026-06-30&metric=officers", cast.admin)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Officers in position, as on 30 Jun 2026" in text
    assert "Store of facts as on 20 Nov 2026" in text
    assert browse(f"{address}?on=2026-06-29", cast.admin).status_code == 422
    assert "as on 30 Sep 2026" in browse(address, cast.admin).content.decode()
    monkeypatch.setattr(past_units, "FIRST_DAY", dt.date(2026, 12, 31))
    assert "No quarter has ended yet" in browse(address, cast.admin).content.decode()


def test_without_the_store_the_page_says_so_and_shows_the_figures_of_today(
    country, browse, address, settings, tmp_path
):
    settings.FACTS_ROOT = tmp_path / "nobody"
    page = browse(f"{address}?on=2026-03-31", country.cast.analyst)
    assert page.status_code == 200
    text = page.content.decode()
    assert "The store of facts does not answer now" in text
    assert "as on 20 Nov 2026" in text
    unit = browse(reverse("insight:past_unit", args=[country.cast.ministry.uuid]), country.cast.admin)
    assert "The store of facts does not answer now, so no past day can be shown." in unit.content.decode()
    metrics = browse(reverse("insight:metrics")).content.decode()
    assert "The store of facts is away. All figures come from the main database." in metrics


def test_pages_say_how_fresh_the_store_is_and_how_it_compared(country, store, browse, at, address):
    metrics = reverse("insight:metrics")
    assert "The store of facts is being filled." in browse(metrics).content.decode()
    text = browse(address, country.cast.analyst).content.decode()
    assert "no past day can be shown" in text, "an empty store is no country without officers"
    assert "as on 20 Nov 2026" in text
    check(store=store, at=at)
    assert "Store of facts as on 20 Nov 2026" in browse(metrics).content.decode()
    assert ": equal" in browse(address, country.cast.analyst).content.decode()
    run = store.begin()
    nobody = "select * replace (person_id + 1000000 as person_id) from holding_row limit 1"
    store.execute(run, f"insert into holding_row {nobody}")
    store.done(run, store.state()[0])
    assert not check(store=store, at=at).equal
    assert ": it differed and was replaced" in browse(address, country.cast.analyst).content.decode()
