"""No difference between two past days tells of fewer than ten officers, whatever is added and subtracted."""

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.insight.engine.days import OWN, alone, own_cell, quarter_ends, together
from karmayogi.insight.engine.disclosure import LEAST, ancestors

ROOT = "00000001"
UNITS = [ROOT, *(f"{ROOT}0000000{m}" for m in (2, 3)), *(f"{ROOT}000000020000000{u}" for u in (4, 5, 6))]
MOVED = f"{ROOT}0000000300000004"  # the same unit, below another


def lives(draw, days: int) -> list[list[str]]:
    """Of each officer where she is on each day; most stay, some go in groups, some alone."""
    found = []
    for _ in range(draw(st.integers(1, 7))):
        line = [draw(st.sampled_from(["", *UNITS, MOVED]))]
        for _day in range(days - 1):
            line.append(draw(st.sampled_from(["", *UNITS, MOVED])) if draw(st.booleans()) else line[-1])
        found += [line] * draw(st.sampled_from([1, 2, 5, 9, 10, 12, 30]))
    return found


def shown_of(people: list[list[str]], days: int) -> list[frozenset[str]]:
    own = []
    for day in range(days):
        count: dict[str, int] = {}
        for line in people:
            if line[day]:
                count[line[day]] = count.get(line[day], 0) + 1
        own.append(alone(count))
    moves = {}
    for one, other in itertools.combinations(range(days), 2):
        pair: dict[tuple[str, str], int] = {}
        for line in people:
            if line[one] != line[other]:
                pair[line[one], line[other]] = pair.get((line[one], line[other]), 0) + 1
        moves[one, other] = pair
    return together(own, moves)


def cells_of(path: str) -> set[str]:
    return {own_cell(path), *(above[-8:] for above in ancestors(path))} if path else set()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_sum_of_differences_tells_of_few(data):
    """Any weights at all: officers whose weight is another before and after are none or ten."""
    people = lives(data.draw, 3)
    shown = shown_of(people, 3)
    for one, other in itertools.combinations(range(3), 2):
        both = sorted(shown[one] & shown[other])
        for _ in range(12):
            weight = {cell: data.draw(st.integers(-2, 2)) for cell in both}
            told = sum(
                sum(weight.get(cell, 0) for cell in cells_of(line[one]))
                != sum(weight.get(cell, 0) for cell in cells_of(line[other]))
                for line in people
            )
            assert told == 0 or told >= LEAST


def test_one_who_came_hides_the_later_day_until_ten_have_moved():
    unit, other = UNITS[3], UNITS[4]
    stays = [[unit] * 3] * 20 + [[other] * 3] * 40
    quiet = shown_of(stays, 3)
    assert all({unit[-8:], other[-8:], ROOT[-8:]} <= cells for cells in quiet)
    one = shown_of([*stays, ["", unit, unit], *[["", "", unit]] * 9], 3)
    assert unit[-8:] in one[0]
    assert unit[-8:] not in one[1], "her certificates would be the difference"
    assert unit[-8:] in one[2], "of ten nobody can be told"
    swap = shown_of([*stays, *[[unit, other, other]] * 10, ["", other, other]], 3)
    assert not {unit[-8:], other[-8:], ROOT[-8:]} <= swap[1], "both together differ in her alone"


def test_days_are_ends_of_quarters_that_are_over():
    found = quarter_ends(dt.date(2026, 3, 31), dt.date(2027, 1, 1))
    assert found == [dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 30), dt.date(2026, 12, 31)]
    assert quarter_ends(dt.date(2026, 3, 31), dt.date(2026, 3, 31)) == []
    assert own_cell(ROOT) == OWN + ROOT
