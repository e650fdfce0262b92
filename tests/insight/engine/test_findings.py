"""Highest and lowest: among shown figures, of rates, with ties; drawings that carry what they show."""

from xml.etree import ElementTree

from karmayogi.insight.engine.drawings import bar, tile_map
from karmayogi.insight.engine.findings import extremes, ranked
from karmayogi.insight.types import Figure, FrozenPlace, State, Unit, Words


def place(name: str, part: int | None, unit: Unit = Unit.SHARE) -> FrozenPlace:
    figure = Figure("m", unit, State.FEW) if part is None else Figure("m", unit, State.SHOWN, part, 100)
    return FrozenPlace("region", name, Words(name, name, name), {"m": figure})


def test_hidden_places_are_not_compared_and_ties_are_all_named():
    places = [place("A", 10), place("B", None), place("C", 70), place("D", 70), place("E", 40)]
    found = extremes("m", Unit.SHARE, places)
    assert [one.code for one in found.highest] == ["C", "D"]
    assert [one.code for one in found.lowest] == ["A"]
    assert (found.most.value, found.least.value, found.shown) == (70, 10, 4)
    assert [one.code for one in ranked("m", places)] == ["C", "D", "E", "A"]


def test_there_is_nothing_to_say_of_amounts_of_one_and_of_equals():
    assert extremes("m", Unit.COUNT, [place("A", 1, Unit.COUNT), place("B", 2, Unit.COUNT)]) is None
    assert extremes("m", Unit.SHARE, [place("A", 1), place("B", None)]) is None
    assert extremes("m", Unit.SHARE, [place("A", 5), place("B", 5)]) is None


def test_drawings_are_svg_and_hold_text_as_text():
    root = ElementTree.fromstring(tile_map([("<A>", 0, 1, 0, "–"), ("B", 2, 0, 5, "9&9")]))  # noqa: S314 (ours)
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["<A>", "–", "B", "9&9"]
    assert root.get("viewBox") == "0 0 116 176"
    assert bar(2).count('width="100" height="8"') == 3, "never longer than the whole"
