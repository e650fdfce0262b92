"""The analyst of the Commission: everything that is shown of a day, all pages and files together, added and subtracted
as one likes. Nobody of fewer than ten is singled out."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.insight.engine.cuts import told_apart
from karmayogi.insight.engine.disclosure import LEAST, STEP, withheld
from tests.insight.engine.test_cuts import blocks_of, worlds
from tests.insight.engine.test_disclosure import cells_of_pages, governments, path, spanned


def public(own, gone) -> list[frozenset[str]]:
    """The page of the nation: its States. The country itself is among the pages of organisations."""
    states = {s for s, n in own.values() if n} - gone.states
    return [frozenset(p for p, (s, n) in own.items() if n and s == state) for state in states]


def by_state(own, gone) -> list[frozenset[str]]:
    """Each ministry State by State, on its own page."""
    cells = {(p[:16], s) for p, (s, n) in own.items() if n and len(p) >= 16} - gone.parts
    return [
        frozenset(p for p, (s, n) in own.items() if n and s == state and p.startswith(ministry))
        for ministry, state in cells
    ]


@settings(max_examples=300, deadline=None)
@given(governments(most=9))
def test_no_small_group_follows_from_states_ministries_and_units_together(own):
    gone = withheld(own)
    people = sorted(p for p, (_s, n) in own.items() if n)
    known = cells_of_pages(own, gone) + by_state(own, gone)
    if any(len(p) == 8 for p in own) and sum(n for _s, n in own.values()) >= LEAST:
        known += public(own, gone)
    follows = spanned(known, people)
    for length in range(1, len(people) + 1):
        for group in itertools.combinations(people, length):
            if sum(own[one][1] for one in group) < LEAST:
                assert not follows(frozenset(group)), f"{group} can be worked out"


@settings(max_examples=400, deadline=None)
@given(worlds(), st.data())
def test_no_small_group_follows_from_states_units_and_attributes_together(world, data):
    """As above, with gender and group of the country and of each place that is told apart."""
    state = {unit: data.draw(st.sampled_from(["DL", "KA", "TN"])) for unit in world}
    own = {unit: (state[unit], sum(cells.values())) for unit, cells in world.items()}
    gone = withheld(own)
    if path(1) in gone.total:
        return
    places = blocks_of(world, gone)
    states = {}
    for unit, cells in world.items():
        there = states.setdefault("" if state[unit] in gone.states else state[unit], {})
        for cell, count in cells.items():
            there[cell] = there.get(cell, 0) + count
    shown = told_apart(places, [p for p in places if len(p) > STEP and p not in gone.total], beside=states.values())
    atoms = [(unit, cell) for unit, cells in world.items() for cell in cells]
    units = cells_of_pages(own, gone) + by_state(own, gone) + public(own, gone)
    known = [frozenset(atom for atom in atoms if atom[0] in one) for one in units]
    for inside in (path(1), *shown) if shown is not None else ():
        for part, value in ((0, "women"), (0, "men"), (1, "A"), (1, "B")):
            known.append(frozenset(a for a in atoms if a[0].startswith(inside) and a[1][part] == value))
    names = {atom: f"{atom[0]} {atom[1]}" for atom in atoms}
    follows = spanned([frozenset(names[a] for a in cell) for cell in known if cell], sorted(names.values()))
    for length in range(1, len(atoms) + 1):
        for some in itertools.combinations(atoms, length):
            if sum(world[unit][cell] for unit, cell in some) < LEAST:
                assert not follows(frozenset(names[a] for a in some)), f"{some} can be worked out"
