import collections
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.blueprint import Banked, Cell, Thin, draw, fits

SEEDS = st.integers(0, 2**64).map(lambda n: uuid.UUID(int=n))
ANY = st.one_of(st.none(), st.integers(1, 2))
BANK = [Banked(id, 1 + id % 3, 1 + id % 2, None if id % 5 == 0 else 1 + id % 4) for id in range(60)]
CELLS = [
    Cell(1, 4, competency=1, difficulty=1),
    Cell(1, 3, competency=2),
    Cell(2, 5, level=2),
    Cell(2, 2),
]


@given(SEEDS)
def test_every_paper_has_the_same_make_up_and_no_question_twice(seed):
    paper = draw(BANK, CELLS, seed)
    ids = [one.id for one in paper]
    assert len(set(ids)) == len(ids) == 14
    assert [one.section for one in paper] == [1] * 7 + [2] * 7
    by_id = {one.id: one for one in BANK}
    first = [by_id[one.id] for one in paper if one.section == 1]
    assert sum(fits(CELLS[0], one) for one in first) >= 4
    assert sum(one.competency == 2 for one in first) == 3
    assert sum(by_id[one.id].level == 2 for one in paper if one.section == 2) >= 5
    assert draw(BANK, CELLS, seed) == paper


def test_other_seeds_bring_other_papers():
    papers = {tuple(one.id for one in draw(BANK, CELLS, uuid.UUID(int=n))) for n in range(30)}
    assert len(papers) == 30


def test_what_was_asked_last_time_comes_back_only_where_it_must():
    avoid = {id for id in range(60) if id % 2}
    paper = draw(BANK, [Cell(1, 10)], uuid.UUID(int=1), avoid)
    assert not {one.id for one in paper} & avoid
    thin = [Banked(1, 1), Banked(2, 1)]
    assert {one.id for one in draw(thin, [Cell(1, 2)], uuid.UUID(int=1), {1})} == {1, 2}


def test_a_question_that_fits_two_cells_goes_where_it_is_needed():
    bank = [Banked(1, 1, competency=1), Banked(2, 1, competency=2)]
    for order in ([Cell(1, 1), Cell(1, 1, competency=1)], [Cell(1, 1, competency=1), Cell(1, 1)]):
        for n in range(20):
            assert {one.id for one in draw(bank, order, uuid.UUID(int=n))} == {1, 2}


def test_a_thin_bank_is_refused_with_the_cell_and_what_it_has():
    with pytest.raises(Thin) as thin:
        draw(BANK, [Cell(1, 2, difficulty=1), Cell(1, 30, competency=1), Cell(1, 2, competency=1)], uuid.UUID(int=1))
    assert thin.value.cell.competency == 1
    assert thin.value.has == 0 or thin.value.cell.count == 30


@given(
    st.lists(st.tuples(st.integers(1, 2), ANY, ANY), max_size=8),
    st.lists(st.tuples(st.integers(1, 2), ANY, ANY, ANY), min_size=1, max_size=3),
    SEEDS,
)
def test_a_paper_is_refused_only_where_there_is_none(raw_bank, raw_cells, seed):
    """Against Hall's condition: some cells together want more than fits any of them."""
    bank = [Banked(id, *one) for id, one in enumerate(raw_bank)]
    cells = [Cell(1, count, *rest) for count, *rest in raw_cells]
    possible = all(
        sum(cell.count for index, cell in enumerate(cells) if chosen >> index & 1)
        <= sum(any(fits(cell, one) for index, cell in enumerate(cells) if chosen >> index & 1) for one in bank)
        for chosen in range(1 << len(cells))
    )
    try:
        drawn = draw(bank, cells, seed)
    except Thin:
        assert not possible
    else:
        assert possible
        assert collections.Counter(one.id for one in drawn).most_common(1)[0][1] == 1
