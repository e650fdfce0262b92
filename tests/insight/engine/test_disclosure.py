"""Nobody can read or subtract out a group of fewer than ten people."""

import itertools
import random
from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.insight.engine.disclosure import LEAST, Withheld, ancestors, withheld


def path(*steps: int) -> str:
    return "".join(f"{step:08d}" for step in steps)


def sums(own: dict[str, tuple[str, int]]) -> list[tuple[str, list[str], int, int]]:
    """Every table that any page shows, as (name of the total, names of the terms): the attacker's view."""
    tables: list[tuple[str, list[str]]] = []
    people = {p: n for p, (_s, n) in own.items() if n}
    nodes = {above for p in people for above in ancestors(p)}
    for node in nodes:
        below = [n for n in nodes if len(n) == len(node) + 8 and n.startswith(node)]
        if below:
            terms = [f"all {n}" for n in below] + ([f"own {node}"] if node in people else [])
            tables.append((f"all {node}", terms))
    tables.append((f"all {path(1)}", [f"state {s}" for s in {own[p][0] for p in people}]))
    return tables


def size(own: dict[str, tuple[str, int]], cell: str) -> int:
    kind, _, what = cell.partition(" ")
    if kind == "state":
        return sum(n for s, n in own.values() if s == what)
    if kind == "own":
        return own[what][1]
    return sum(n for p, (_s, n) in own.items() if p.startswith(what))


def shown(gone: Withheld, cell: str) -> bool:
    kind, _, what = cell.partition(" ")
    return what not in {"state": gone.states, "own": gone.own, "all": gone.total}[kind]


COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 200))


@st.composite
def governments(draw, most: int = 1000) -> dict[str, tuple[str, int]]:
    """most: units with people that it may have."""
    own = {path(1): ("", draw(COUNTS))}
    for m in range(draw(st.integers(1, 4))):
        own[path(1, m + 1)] = (draw(st.sampled_from(["", "DL", "KA"])), draw(COUNTS))
        for d in range(draw(st.integers(0, 4))):
            own[path(1, m + 1, d + 1)] = (draw(st.sampled_from(["", "DL", "KA", "TN"])), draw(COUNTS))
            for o in range(draw(st.integers(0, 3))):
                own[path(1, m + 1, d + 1, o + 1)] = (draw(st.sampled_from(["DL", "KA"])), draw(COUNTS))
    return dict(list(own.items())[:most])


def cells_of_pages(own: dict[str, tuple[str, int]], gone: Withheld) -> list[frozenset[str]]:
    """Each figure that the pages of all organisations show, as the set of units whose people it counts."""
    people = {p for p, (_s, n) in own.items() if n}
    found = []
    for node in {above for p in people for above in ancestors(p)}:
        if node not in gone.total:
            found.append(frozenset(p for p in people if p.startswith(node)))
    found += [frozenset([p]) for p in people if p not in gone.own]
    return found


def spanned(known: list[frozenset[str]], units: list[str]) -> Callable[[frozenset[str]], bool]:
    """Tells whether the sum over a set of units follows from the known sums by adding and subtracting."""
    basis: dict[str, dict[str, Fraction]] = {}

    def reduced(row: dict[str, Fraction]) -> dict[str, Fraction]:
        for unit in units:
            if unit in row and unit in basis:
                factor = row[unit]
                for other, weight in basis[unit].items():
                    row[other] = row.get(other, Fraction(0)) - factor * weight
                row = {other: weight for other, weight in row.items() if weight}
        return row

    for cell in known:
        row = reduced({unit: Fraction(1) for unit in cell})
        if row:
            first = next(unit for unit in units if unit in row)
            basis[first] = {unit: weight / row[first] for unit, weight in row.items()}
    return lambda cell: not reduced({unit: Fraction(1) for unit in cell})


@settings(max_examples=200, deadline=None)
@given(governments(most=9))
def test_no_small_group_follows_from_all_pages_of_organisations_together(own):
    """The strongest attack there is: any group of units, any additions and subtractions of all that is shown."""
    units = sorted(p for p, (_s, n) in own.items() if n)
    follows = spanned(cells_of_pages(own, withheld(own)), units)
    for length in range(1, len(units) + 1):
        for group in itertools.combinations(units, length):
            if sum(own[unit][1] for unit in group) < LEAST:
                assert not follows(frozenset(group)), f"{group} can be worked out"


@settings(max_examples=200, deadline=None)
@given(governments())
def test_no_table_gives_a_small_group_away(own):
    gone = withheld(own)
    for total, terms in sums(own):
        for cell in (total, *terms):
            assert not 0 < size(own, cell) < LEAST or not shown(gone, cell), f"{cell} is small and shown"
        hidden = [cell for cell in terms if not shown(gone, cell)]
        if shown(gone, total) and hidden:
            rest = size(own, total) - sum(size(own, cell) for cell in terms if shown(gone, cell))
            assert rest >= LEAST, f"{hidden} together are {rest} people, told by the difference"


@settings(max_examples=200, deadline=None)
@given(governments())
def test_a_state_less_the_organisations_shown_in_it_is_no_small_group(own):
    """As the training admin of a State government could try, with the public page beside her own."""
    gone = withheld(own)
    people = {p: (s, n) for p, (s, n) in own.items() if n}
    for state in {s for s, _n in people.values()} - gone.states:
        here = {p for p, (s, _n) in people.items() if s == state}
        known = set().union(*(cell for cell in cells_of_pages(own, gone) if cell <= here))
        assert not 0 < sum(people[p][1] for p in here - known) < LEAST


@settings(max_examples=150, deadline=None)
@given(governments())
def test_ministry_by_state_adds_nothing_to_what_is_shown_anyway(own):
    """Whatever is shown of a ministry in a State is a sum of shown units, so it can be worked out without it."""
    gone = withheld(own)
    for ministry in {p[:16] for p in own if len(p) >= 16}:
        for state in {s for s, _n in own.values()}:
            cell = {p for p, (s, n) in own.items() if n and s == state and p.startswith(ministry)}
            if not cell or (ministry, state) in gone.parts:
                continue
            leaves = {p for p in cell if p not in gone.own}
            for node in {above for p in own if own[p][1] for above in ancestors(p) if above.startswith(ministry)}:
                within = {p for p, (_s, n) in own.items() if n and p.startswith(node)}
                if node not in gone.total and within <= cell:
                    leaves |= within
            assert leaves == cell


def test_the_smallest_sibling_is_withheld_with_a_small_one():
    own = {path(1, 1, 1): ("DL", 4), path(1, 1, 2): ("DL", 12), path(1, 1, 3): ("DL", 40)}
    gone = withheld(own)
    assert gone.total == {path(1, 1, 1), path(1, 1, 2)}
    assert gone.states == frozenset()


def test_two_small_ones_are_not_enough_when_together_they_are_few():
    own = {path(1, 1, 1): ("DL", 4), path(1, 1, 2): ("DL", 5), path(1, 1, 3): ("DL", 40), path(1, 1, 4): ("DL", 60)}
    assert withheld(own).total == {path(1, 1, 1), path(1, 1, 2), path(1, 1, 3)}


def test_a_small_state_takes_another_with_it():
    own = {path(1, 1): ("LD", 3), path(1, 2): ("KA", 50), path(1, 3): ("TN", 90)}
    assert {"LD", "KA"} <= withheld(own).states
    assert "TN" not in withheld(own).states


def test_nothing_is_withheld_of_a_large_government():
    own = {path(1, m, u): (f"S{m}", 30 + u) for m, u in itertools.product(range(1, 6), range(1, 6))}
    assert withheld(own) == Withheld(frozenset(), frozenset(), frozenset(), frozenset())


def test_a_public_reader_cannot_solve_for_a_small_state():
    """The public page has one total and its States: no combination of what is shown equals a small State."""
    dice = random.Random(7)  # noqa: S311
    for _ in range(50):
        own = {path(1, m): (f"S{m}", dice.choice([0, 2, 7, 15, 40, 300])) for m in range(1, 13)}
        gone = withheld(own)
        hidden = [s for s, n in own.values() if n and s in gone.states]
        if path(1) not in gone.total:
            # One equation, all coefficients one: a single unknown is solved, several are not.
            assert len(hidden) != 1
