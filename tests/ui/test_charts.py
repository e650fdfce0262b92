import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from karmayogi.ui import charts
from karmayogi.ui.charts.india import TILES, _outlines
from karmayogi.ui.charts.role_map import EDGES
from karmayogi.ui.sheet import INLINE

NEEDS = [{"key": "k", "label": "Public finance", "mark": "F", "level": 3, "shown": 1}]
ROLES = [
    {"label": "Lead", "activities": [{"label": "Approve", "needs": ["k"]}, {"label": "Inspect", "needs": []}]},
    {"label": "Idle", "activities": []},
]


def test_bars_are_a_table_with_the_figures_in_it():
    html = charts.bars([("A", 50, "/a/"), ("B", None, None)], caption="C", heads=("h", "i"), suffix="%", most=100)
    assert '<th scope="row"><a href="/a/">A</a></th><td class="n">50%</td>' in html
    assert '<rect class="b4" width="50"' in html
    assert '<td class="n">–</td>' in html


def test_bars_without_anything_to_measure():
    assert 'width="0"' in charts.bars([("A", 0, None)], caption="C", heads=("h", "i"))
    assert charts.stacked([("a", 0, "ok")], label="x").count("<rect") == 0


def test_stacked_parts_fill_the_bar_and_are_said():
    html = charts.stacked([("done", 3, "ok"), ("open", 1, "none")], label="Courses")
    assert 'aria-label="Courses: done 3, open 1"' in html
    assert 'x="75.00" width="25.00"' in html
    with pytest.raises(ValueError, match="tone"):
        charts.stacked([("a", 1, "purple")], label="x")


def test_a_radar_says_its_figures_and_takes_three_to_eight_axes():
    html = charts.radar(["A", "B", "C"], [1, 2, 9], [2, 2, 2], title="Levels")
    assert 'aria-label="Levels. A: shown 1, needed 2; B: shown 2, needed 2; C: shown 9, needed 2"' in html
    many = charts.radar([f"axis{i}" for i in range(12)], [1] * 12, [2] * 12)
    assert "axis7" in many
    assert "axis8" not in many
    with pytest.raises(ValueError, match="three"):
        charts.radar(["A"], [1], [1])


def test_long_labels_are_broken_and_cut_but_said_whole():
    label = "Prevention of sexual harassment of women at the workplace"
    html = charts.radar([label, "B", "C"], [1, 2, 3], [2, 2, 2])
    assert html.count("<tspan") == 3 + 2
    assert label in html


def test_the_role_map_draws_links_from_arithmetic_alone():
    html = charts.role_map("Clerk", ROLES, NEEDS, note="412 posts")
    links = re.search(r'<path d="([^"]+)"', html)[1]
    assert links.count("M") == 1 + 2 + 1  # post to role, role to two activities, one need
    assert f"M{EDGES[0][1]} 50.00" in links
    assert "Idle" not in html
    assert '<li class="r s2">' in html
    assert '<li class="c open">' in html
    assert "F · L3 · shown: 1" in html
    assert "412 posts" in html


def test_the_outline_says_the_same_first_on_phones_and_can_be_replaced():
    html = charts.role_map("Clerk", ROLES, NEEDS)
    assert html.index("outline small") < html.index("rolemap") < html.index("outline wide")
    assert html.count('Approve: Public finance <bdi dir="ltr">L3</bdi>') == 2
    from markupsafe import Markup

    assert charts.role_map("Clerk", ROLES, NEEDS, outline=Markup("<p>own</p>")).count("<p>own</p>") == 2


def test_phones_draw_the_map_when_the_link_leads_to_it():
    html = charts.role_map("Clerk", ROLES, NEEDS)
    assert 'href="#rolemap"' in html
    assert html.count('id="rolemap"') == 1
    assert "#rolemap:not(:target)" in INLINE


def test_the_outline_says_what_is_shown():
    assert charts.role_map("Clerk", ROLES, NEEDS).count("L3</bdi> (shown: 1)") == 2


def test_a_map_without_activities_is_refused():
    with pytest.raises(ValueError, match="role"):
        charts.role_map("Clerk", [{"label": "Idle", "activities": []}], [])


def test_columns_of_the_map_are_the_same_in_the_sheet():
    wide = [int(part) for part in re.search(r"grid-template-columns:((?:\d+fr ?)+)", INLINE.split(".heads,")[1])[1]
            .replace("fr", "").split()]  # fmt: skip
    edges = [sum(wide[:index]) for index in range(len(wide) + 1)]
    assert sum(wide) == 100
    assert [(edges[i], edges[i + 1]) for i in (0, 2, 4, 6)] == list(EDGES)


def test_all_thirty_six_states_and_territories_are_drawn():
    file = finders.find("ui/india.svg")
    outlines = re.findall(r'<path id="([A-Z]{2})" d="M[^"]+"/>', Path(file).read_text())
    assert len(outlines) == 36
    assert set(outlines) == set(_outlines()["centres"]) == set(TILES)
    assert len(set(TILES.values())) == 36
    for html in (charts.india_map({}), charts.tiles({})):
        assert html.count("<title>") == 36


def test_map_colours_by_steps_and_names_every_figure():
    values = {"KA": 29.9, "DL": 30, "UP": 75, "AN": None}
    html = charts.india_map(values, names={"KA": "Karnataka"}, hrefs={"KA": "/ka/"})
    assert '<a href="/ka/" aria-label="Karnataka: 29.9%"><use class="b1" href="/static/ui/india.svg?v=' in html
    assert html.count('#KA"/>') == 1
    assert 'role="group"' in html
    assert "<title>DL: 30%</title>" in html
    assert "<title>AN: no figure</title>" in html
    assert "Not for navigation" in html
    assert '<text class="o5"' in charts.tiles(values)
    with pytest.raises(ValueError, match="steps"):
        charts.tiles(values, steps=(3, 2))


def test_the_legend_has_no_entry_for_missing_figures_when_none_is_missing():
    html = charts.tiles(dict.fromkeys(TILES, 50), steps=(40,))
    assert "no figure" not in html
    assert "under 40%" in html
    assert "40% and more" in html


def test_classes_of_whole_numbers_do_not_overlap():
    html = charts.tiles({"KA": 0, "DL": 7}, steps=(1, 3, 4, 7), suffix="")
    assert re.findall(r"<bdi>(.*?)</bdi>", html) == [
        "0",
        "1–2",
        "3",
        "4–6",
        "7 and more",
        "no figure",
    ]
    fractions = charts.tiles({"KA": 0.5}, steps=(1, 3), suffix="%")
    assert "1% to under 3%" in fractions


def test_a_long_figure_gets_a_smaller_letter():
    html = charts.tiles({"KA": 123456, "DL": 12})
    assert 'dy="21" font-size="11">1,23,456<' in html
    assert 'dy="21">12<' in html


def test_nothing_carries_an_inline_style_or_script():
    for html in (charts.india_map({}), charts.tiles({}), charts.role_map("Clerk", ROLES, NEEDS)):
        assert not re.search(r"style=|<script|\son\w+=", html)
