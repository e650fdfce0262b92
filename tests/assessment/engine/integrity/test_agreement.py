"""The stated chance is the chance: against enumeration, against simulation, and in cases worked out by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.integrity.agreement import Wrong, meeting, pairs, same_order, tail

shares = st.lists(st.floats(0, 1), max_size=7)


@given(shares, st.integers(0, 8))
def test_the_tail_is_the_sum_over_all_outcomes(each, least):
    whole = sum(
        float(np.prod([share if hit else 1 - share for share, hit in zip(each, outcome, strict=True)]))
        for outcome in itertools.product((0, 1), repeat=len(each))
        if sum(outcome) >= least
    )
    assert tail(np.array(each), least) == pytest.approx(min(1.0, whole), abs=1e-9)


def test_two_meet_by_the_squares_of_the_shares_and_few_say_nothing():
    meets = meeting(np.array([0, 0, 1, 2]), np.array([15, 5, 30, 3]), 3, 20)
    assert meets[:2].tolist() == [0.625, 1.0]
    assert np.isnan(meets[2])


def wrong(*rows):
    return Wrong(*(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))


def test_a_pair_is_found_with_its_chance_and_others_are_not():
    """Two attempts share five wrong answers, a third was wrong at the same questions in another way."""
    rows = [(who, item, 10 * item) for who in (0, 1) for item in range(5)]
    rows += [(2, item, 10 * item + 1) for item in range(5)]
    [found] = pairs(wrong(*rows), np.full(5, 0.25), 3, least_same=4)
    assert (found.one, found.other, found.wrong, found.same) == (0, 1, 5, 5)
    assert found.chance == pytest.approx(0.25**5)


def test_questions_of_which_nothing_is_known_are_left_out():
    rows = [(who, item, item) for who in (0, 1) for item in range(5)]
    assert list(pairs(wrong(*rows), np.full(5, np.nan), 2, least_same=1)) == []


def test_among_those_who_choose_alone_small_chances_are_as_rare_as_they_say():
    """400 people, 20 questions, all wrong, four wrong answers each: chances below 1 % come in at most 1 % of pairs."""
    dice = np.random.default_rng(7)
    people, items = 400, 20
    chosen = dice.choice(4, size=(people, items), p=[0.4, 0.3, 0.2, 0.1])
    who, item = np.divmod(np.arange(people * items), items)
    answers = item * 4 + chosen.reshape(-1)
    counts = np.bincount(answers, minlength=items * 4)
    meets = meeting(np.arange(items * 4) // 4, counts, items, 20)
    found = [one.chance for one in pairs(Wrong(who, item, answers), meets, people, least_same=1)]
    compared = people * (people - 1) // 2
    assert sum(chance <= 0.01 for chance in found) / compared <= 0.011
    assert sum(chance <= 0.1 for chance in found) / compared <= 0.105


def test_the_same_order_of_six_is_one_of_720():
    same = np.arange(6.0)
    one = np.ones(6, dtype=np.int64)
    assert same_order(same, same, one) == pytest.approx(1 / 720)
    assert same_order(same, same[::-1], one) == pytest.approx(1.0)
    assert same_order(np.full(3, np.nan), np.arange(3.0), one[:3]) == 1.0


def test_only_the_order_inside_a_section_counts():
    """Three sections of one question each are answered in the same order by everybody."""
    assert same_order(np.arange(3.0), np.arange(3.0), np.array([1, 2, 3])) == 1.0


@given(st.permutations(range(5)), st.permutations(range(5)))
def test_how_probable_an_order_is_agrees_with_counting(one, other):
    def swapped(first, second):
        return sum((first[a] < first[b]) != (second[a] < second[b]) for a, b in itertools.combinations(range(5), 2))

    mine = swapped(one, other)
    all_orders = list(itertools.permutations(range(5)))
    expected = sum(swapped(range(5), order) <= mine for order in all_orders) / len(all_orders)
    got = same_order(np.array(one, dtype=float), np.array(other, dtype=float), np.ones(5, dtype=np.int64))
    assert got == pytest.approx(expected)
