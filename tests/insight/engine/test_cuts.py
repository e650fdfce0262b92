"""Nobody is singled out by combining attributes with the pages of all units."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.insight.engine.cuts import safe, told_apart
from karmayogi.insight.engine.disclosure import LEAST, STEP, ancestors, withheld
from tests.insight.engine.test_disclosure import cells_of_pages, path, spanned

CELLS = [(gender, group) for gender in ("women", "men") for group in ("A", "B")]
COUNTS = st.one_of(st.integers(0, 3), st.integers(0, 14), st.integers(8, 200))


@st.composite
def worlds(draw) -> dict[str, dict[tuple[str, str], int]]:
    """Unit -> gender and group -> people; at most ten such cells, so that every group can be tried."""
    units = [path(1), *(path(1, m) for m in range(1, draw(st.integers(2, 4))))]
    units += [path(1, 1, d) for d in range(1, draw(st.integers(1, 3)))]
    world = {}
    for unit in units:
        cells = draw(st.lists(st.sampled_from(CELLS), max_size=3, unique=True))
        world[unit] = {cell: count for cell in cells if (count := draw(COUNTS))}
    atoms = [(unit, cell) for unit, cells in world.items() for cell in cells][:10]
    return {unit: {cell: n for cell, n in cells.items() if (unit, cell) in atoms} for unit, cells in world.items()}


def blocks_of(world, gone) -> dict[str, dict[str, dict]]:
    """Place -> block -> cells: as actions.cut puts the units together."""
    places: dict[str, dict[str, dict]] = {}
    for unit, cells in world.items():
        shown = [above for above in reversed(list(ancestors(unit))) if above not in gone.total]
        key = f"{unit}." if unit not in gone.own else next(iter(shown), "")
        block = places.setdefault(unit[: 2 * STEP], {}).setdefault(key, {})
        for cell, count in cells.items():
            block[cell] = block.get(cell, 0) + count
    return places


@settings(max_examples=400, deadline=None)
@given(worlds())
def test_no_small_group_follows_from_units_and_attributes_together(world):
    """Any group of cells, by any additions and subtractions of all that is shown of units, genders and groups."""
    own = {unit: ("", sum(cells.values())) for unit, cells in world.items()}
    gone = withheld(own)
    places = blocks_of(world, gone)
    shown = told_apart(places, [place for place in places if len(place) > STEP and place not in gone.total])
    atoms = [(unit, cell) for unit, cells in world.items() for cell in cells]
    known = [frozenset(atom for atom in atoms if atom[0] in units) for units in cells_of_pages(own, gone)]
    if shown is not None and own and path(1) not in gone.total:
        for inside in (path(1), *shown):
            for part in (0, 1):
                for value in ("women", "men") if part == 0 else ("A", "B"):
                    known.append(frozenset(a for a in atoms if a[0].startswith(inside) and a[1][part] == value))
    names = {atom: f"{atom[0]} {atom[1]}" for atom in atoms}
    follows = spanned([frozenset(names[a] for a in cell) for cell in known if cell], sorted(names.values()))
    for length in range(1, len(atoms) + 1):
        for some in itertools.combinations(atoms, length):
            people = sum(world[unit][cell] for unit, cell in some)
            if people < LEAST:
                assert not follows(frozenset(names[a] for a in some)), f"{some} can be worked out"


def test_given_and_expected():
    assert safe([{"w": 20, "m": 30}, {"w": 15, "m": 12}])
    assert not safe([{"w": 3, "m": 30}]), "three women"
    assert safe([{"w": 3, "m": 30}, {"w": 12, "m": 12}]), "three of fifteen women, and nothing tells which block"
    assert not safe([{"m": 30}, {"w": 15, "m": 3}]), "all of a unit are men: the other three follow"
    assert safe([])


def test_a_place_that_may_not_takes_another_with_it():
    places = {
        "small": {"1": {"w": 3, "m": 30}}, "second": {"2": {"w": 20, "m": 25}}, "third": {"3": {"w": 200, "m": 250}},
    }  # fmt: skip
    assert told_apart(places, places) == {"third"}, "else the three women follow from the country"
    assert told_apart({"only": {"1": {"w": 3, "m": 30}}}, ["only"]) is None
    both = {"one": {"1": {"w": 20, "m": 30}}, "two": {"2": {"w": 40, "m": 30}}}
    assert told_apart(both, both) == {"one", "two"}
    assert told_apart({}, []) is None
