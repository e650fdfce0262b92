"""Dashboards: who may see which, what they never tell, and that every number on them is a figure of the registry."""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.registry import METRICS, THEMES
from karmayogi.insight.types import Figure, State
from karmayogi.insight.web import boards
from karmayogi.insight.web.choices import KINDS
from karmayogi.kernel import access, rows
from karmayogi.kernel.web.compress import LEVEL


def of(unit) -> str:
    return reverse("insight:organisation", args=[unit.uuid])


def contexts(monkeypatch) -> list[dict]:
    """What the views hand to their templates."""
    seen: list[dict] = []
    real = boards.render

    def spy(request, template, context=None, status=200):
        seen.append(context)
        return real(request, template, context, status)

    monkeypatch.setattr(boards, "render", spy)
    return seen


def test_the_nation_is_public(country, browse):
    page = browse(reverse("insight:nation"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "As on 20 Nov 2026, 12:00" in text
    for theme in THEMES.values():
        shown = browse(reverse("insight:nation") + f"?theme={theme.code}").content.decode()
        assert theme.name.en in text
        for code in theme.codes:
            assert METRICS[code].definition.en in shown


@pytest.mark.parametrize(
    ("part", "own", "other"),
    [
        ("admin", 200, 404),
        ("other_admin", 404, 200),
        ("analyst", 200, 200),
        ("learner", 404, 404),
        ("supervisor", 404, 404),
        ("head", 404, 404),
        ("platform", 404, 404),
        ("publisher", 404, 404),
    ],
)
@pytest.mark.parametrize("name", ["organisation", "organisation_xlsx", "organisation_csv"])
def test_who_may_see_a_ministry(country, browse, part, own, other, name):
    who, cast = getattr(country.cast, part), country.cast
    assert browse(reverse(f"insight:{name}", args=[cast.ministry.uuid]), who).status_code == own
    assert browse(reverse(f"insight:{name}", args=[country.small.uuid]), who).status_code == own
    assert browse(reverse(f"insight:{name}", args=[cast.other_ministry.uuid]), who).status_code == other


def test_strangers_are_sent_to_sign_in_and_unknown_units_are_not_found(country, browse):
    assert browse(of(country.cast.ministry)).status_code == 302
    assert browse(reverse("insight:organisation", args=[uuid.uuid4()]), country.cast.analyst).status_code == 404


def test_the_admin_does_not_learn_of_units_above(country, browse):
    text = browse(of(country.cast.ministry), country.cast.admin).content.decode()
    assert of(country.cast.country) not in text
    assert "Rural Development" not in text


@pytest.mark.parametrize(
    ("part", "home"), [("admin", "ministry"), ("analyst", "country"), ("learner", None), ("platform", None)]
)
def test_mine_leads_to_the_organisation_of_her_authority(country, browse, part, home):
    answer = browse(reverse("insight:mine"), getattr(country.cast, part))
    expected = of(getattr(country.cast, home)) if home else reverse("insight:nation")
    assert answer.url == expected


def test_small_units_are_not_shown_and_cannot_be_subtracted(country, browse, monkeypatch):
    seen = contexts(monkeypatch)
    text = browse(of(country.cast.ministry) + "?metric=officers", country.cast.admin).content.decode()
    board = seen[0]["board"]
    states = {place.name.en: place.figures["officers"].state for place in board.units}
    assert states["Small unit"] is State.FEW
    assert states["Large unit"] is State.SHOWN
    assert states["Middling unit"] is State.WITHHELD or states["Department of Personnel"] is State.WITHHELD
    shown = sum(place.figures["officers"].value or 0 for place in board.units)
    gone = [place for place in board.units if place.figures["officers"].state in (State.FEW, State.WITHHELD)]
    assert len(gone) >= 2
    assert board.total["officers"].value - shown >= 10
    assert "fewer than 10 officers" in text


def test_a_withheld_unit_is_withheld_on_its_own_page_too(country, browse, monkeypatch):
    seen = contexts(monkeypatch)
    browse(of(country.cast.ministry), country.cast.analyst)
    hidden = [p for p in seen[0]["board"].units if p.figures["officers"].state is State.WITHHELD and p.code != "own"]
    for place in hidden:
        browse(reverse("insight:organisation", args=[place.code]), country.cast.analyst)
        assert seen[-1]["board"].total["officers"].value is None


def test_files_tell_no_more_than_pages(country, browse):
    answer = browse(reverse("insight:organisation_csv", args=[country.cast.ministry.uuid]), country.cast.admin)
    lines = [line for line in answer.content.decode("utf-8-sig").splitlines() if ",Small unit," in line]
    assert len(lines) == len(METRICS)
    public = [f",{metric.code}," for metric in METRICS.values() if not metric.about_people]
    assert len(public) == 2
    assert all(",,fewer than 10 officers," in line for line in lines if not any(code in line for code in public))


def only_figures(value, where: str) -> list[str]:
    """Where in the value numbers stand outside a Figure."""
    if isinstance(value, Figure) or value is None or isinstance(value, str | bool | uuid.UUID | dt.datetime | dt.date):
        return []
    if isinstance(value, int | float | Decimal):
        return [where]
    if dataclasses.is_dataclass(value):
        found = [only_figures(getattr(value, f.name), f"{where}.{f.name}") for f in dataclasses.fields(value)]
    elif isinstance(value, Mapping):
        found = [only_figures(one, f"{where}[{key}]") for key, one in value.items()]
    elif isinstance(value, list | tuple | set | frozenset):
        found = [only_figures(one, f"{where}[]") for one in value]
    else:
        return [f"{where}: {type(value).__name__}"]
    return [line for lines in found for line in lines]


def test_templates_are_given_no_numbers_but_figures(country, browse, monkeypatch):
    seen = contexts(monkeypatch)
    browse(reverse("insight:nation"))
    browse(reverse("insight:metrics"))
    browse(of(country.cast.ministry), country.cast.admin)
    browse(of(country.cast.country), country.cast.analyst)
    assert len(seen) == 4
    assert [line for context in seen for line in only_figures(context, "context")] == []


def test_definition_and_difference_are_one_press_from_every_figure(country, browse):
    text = "".join(browse(reverse("insight:nation") + f"?theme={theme}").content.decode() for theme in THEMES)
    for code in METRICS:
        assert f'href="{reverse("insight:comparison")}?one={code}"' in text
    page = browse(reverse("insight:comparison") + "?one=enrolments&other=completions").content.decode()
    assert "courses taken up and not yet completed" in page.split("One counts it")[1].split("</section>")[0]
    for nonsense in ("?one=nothing&other=", "?one=officers&other=officers", "?other=%00"):
        assert browse(reverse("insight:comparison") + nonsense).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("hi", "पूर्णताएँ"), ("ur", "تکمیلات")])
def test_other_languages(country, browse, language, words):
    text = browse(reverse("insight:nation"), **{"accept-language": language}).content.decode()
    assert f'lang="{language}"' in text
    assert words in text


def test_the_table_sorts_both_ways_and_missing_ones_come_last(country, browse, monkeypatch):
    seen = contexts(monkeypatch)
    for order in ("-value", "value", "name", "-name", "nonsense"):
        browse(reverse("insight:nation") + f"?metric=completions&order={order}")
    values = [[p.figures["completions"].value for p in context["places"]] for context in seen]
    known = [value for value in values[0] if value is not None]
    assert known == sorted(known, reverse=True)
    assert values[0][len(known) :] == [None] * (len(values[0]) - len(known))
    assert [v for v in values[1] if v is not None] == sorted(known)
    assert [p.name.en for p in seen[2]["places"]] == [p.name.en for p in seen[3]["places"]][::-1]
    assert values[4] == values[0]


def test_before_the_first_count_the_page_says_so(cast, frozen_time, browse):
    assert "Not counted yet" in browse(reverse("insight:nation")).content.decode()


def test_queries(country, browse, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        browse(reverse("insight:nation"))
    cookie = country.cast.analyst
    with django_assert_max_num_queries(17):  # two of them open the session of the test
        browse(of(country.cast.country), cookie)


def test_side_by_side_hides_no_states_where_there_are_no_units(country, browse):
    """Links keep the view, so that one comes to such a ministry side by side and has no way back on its page."""
    cast = country.cast
    rows.run("update orgs_organisation set valid_to = '2026-01-01' where parent_id = %s", [cast.ministry.id])
    text = browse(of(cast.ministry) + "?view=all", cast.admin).content.decode()
    assert "by State and Union territory" in text
    assert "State TN" in text


def test_a_score_card_is_offered_where_there_is_one(country, browse):
    cast = country.cast
    empty = country.unit(cast.country)
    rows.run("update orgs_organisation set kind = 'ministry' where id = %s", [empty.id])
    for unit, status in ((cast.ministry, 200), (empty, 404)):
        address = reverse("insight:score", args=[unit.uuid])
        assert browse(address, cast.analyst).status_code == status
        assert (address in browse(of(unit), cast.analyst).content.decode()) == (status == 200)


def test_bytes(country, browse):
    """What a page may weigh (design of the interface): 15 kB as sent, with the style sheet of a first visit in it. The
    outlines of the States come beside it, once."""
    import gzip

    for page in (browse(reverse("insight:nation")), browse(of(country.cast.country), country.cast.analyst)):
        assert len(gzip.compress(page.content, LEVEL)) <= 13_000


def test_the_administration_page_offers_it(country, rf, at):
    from karmayogi.insight.web.administration import entries

    request = rf.get("/")
    request.actor = country.cast.admin.actor(at)
    assert entries(request)[0][2] == reverse("insight:mine")
    request.actor = country.cast.learner.actor(at)
    assert entries(request) == []


def test_the_head_of_a_ministry_sees_it_too(country, browse):
    country.cast.grant(country.cast.head, access.Role.MDO_LEADER, country.cast.department)
    assert browse(of(country.cast.section), country.cast.head).status_code == 200
    assert browse(of(country.cast.ministry), country.cast.head).status_code == 404


def test_a_templates_number_comes_only_through_the_filter_of_figures():
    from pathlib import Path

    folder = Path(boards.__file__).parents[1] / "jinja2" / "insight"
    for file in folder.glob("*.html"):
        shown = re.findall(r"{{(.*?)}}", file.read_text())
        for expression in shown:
            assert not re.search(r"\|\s*(num|percent|mins|mb|int|round|float|length|sum)\b", expression), expression
            assert not re.search(r"\.(numerator|denominator|value)\b(?!\|words)", expression) or "metric." in expression


def test_from_the_country_to_a_district(country, browse):
    """The tile of a State leads to its government by districts, which are tiles of one size and rows, each a link to
    its own page; a small one tells nothing in either."""
    cast = country.cast
    state = country.unit(cast.country, "Government of Karnataka", state="KA")
    large, small = country.unit(state, "Bidar"), country.unit(state, "Kodagu")
    hall = country.unit(large, "Municipal council")
    rows.run("update orgs_organisation set kind = 'state' where id = %s", [state.id])
    rows.run("update orgs_organisation set kind = 'district' where id = any(%s)", [[large.id, small.id]])
    rows.run("update orgs_organisation set kind = 'ulb' where id = %s", [hall.id])
    country.officers(hall, 12)
    country.officers(small, 3)
    country.officers(state, 40)
    refresh(at=country.at, everything=True)
    down = f"{of(state)}?metric=officers&amp;kind=district"
    assert f'href="{down}"' in browse(of(cast.country) + "?metric=officers", cast.analyst).content.decode()
    page = browse(of(state) + "?metric=officers&kind=district", cast.analyst).content.decode()
    squares = re.search(r'<ul class="squares">(.*?)</ul>', page)[1]
    assert re.findall(r"<i class=\"b(\d)\"></i>(\w+) <b>(.*?)</b>", squares) == [
        ("0", "Bidar", "withheld"), ("0", "Kodagu", "fewer than 10 officers"),
    ]  # fmt: skip
    assert f"{of(large)}?metric=officers" in squares
    country.officers(small, 30)
    refresh(at=country.at, everything=True)
    page = browse(of(state) + "?metric=officers&kind=district", cast.analyst).content.decode()
    assert re.findall(r"</i>(\w+) <b>(.*?)</b>", page) == [("Bidar", "12"), ("Kodagu", "33")]
    assert {"ulb", "district"} == boards.boards.kinds_below(state, KINDS)
    assert boards.boards.kinds_below(large, KINDS) == {"ulb"}
    assert f'<option value="ulb">{boards.kind_in_words("ulb")}' in page


def test_a_page_made_once_for_all_is_the_same_page_and_nobody_gets_one_of_more_than_she_sees(country, browse, settings):
    """Byte for byte, in each language; another reader of the same unit has crumbs and links of her own."""
    from karmayogi.insight.web import alike

    cast, address = country.cast, reverse("insight:organisation", args=[country.cast.ministry.uuid])
    asks = [(reverse("insight:nation") + "?view=all", None), (reverse("insight:nation"), None)]
    asks += [(address, cast.analyst), (address, cast.admin), (address + "?view=all&order=name", cast.analyst)]
    asks += [(reverse("insight:organisation", args=[cast.country.uuid]), cast.analyst)]

    def pages():
        return [
            main_of(browse(path, who, **{"accept-language": language}))
            for path, who in asks for language in ("en", "ur")
        ]  # fmt: skip

    plain = pages()
    settings.DASHBOARDS_KEPT = True
    alike.KEPT.things.clear()
    assert pages() == plain, "made"
    made = len(alike.KEPT.things)
    assert pages() == plain, "kept"
    assert len(alike.KEPT.things) == made
    with CaptureQueriesContext(connection) as asked:
        browse(address, cast.analyst)
    assert not [one for one in asked.captured_queries if re.search("insight_(total|figure|withheld)", one["sql"])]
    assert browse(address, cast.outsider).status_code == 404, "kept is not given to whoever may not see it"
    rows.run("update insight_refresh set as_on = as_on + interval '20 seconds'")
    browse(address, cast.analyst)
    assert len(alike.KEPT.things) == made + 1, "another count, another page"
    alike.KEPT.things.clear()


def main_of(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"Request-Id.*", "", answer.text)
