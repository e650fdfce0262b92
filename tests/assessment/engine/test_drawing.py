import uuid
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.drawing import Candidate, draw, option_order, shares

sizes = st.dictionaries(st.integers(1, 5), st.integers(0, 60), min_size=1)
pools = st.lists(st.integers(1, 5), max_size=60).map(
    lambda levels: [Candidate(id, level) for id, level in enumerate(levels, start=1)]
)


@given(sizes, st.integers(0, 200))
def test_shares_fill_the_draw_and_stay_within_one_of_the_exact_proportion(sizes, count):
    given_out = shares(sizes, count)
    total = sum(sizes.values())
    assert sum(given_out.values()) == min(count, total)
    for key, size in sizes.items():
        assert 0 <= given_out[key] <= size
        if total:
            assert abs(given_out[key] - Fraction(size * min(count, total), total)) < 1


def test_shares_of_the_first_courses():
    assert shares({1: 7, 2: 20, 3: 5}, 10) == {1: 2, 2: 6, 3: 2}


@given(pools, st.integers(1, 40), st.uuids(), st.sets(st.integers(1, 60)))
def test_a_draw_is_repeatable_without_doubles_and_proportional(pool, count, seed, avoid):
    drawn = draw(pool, count, seed, avoid)
    assert drawn == draw(list(reversed(pool)), count, seed, avoid)
    assert len(drawn) == len(set(drawn)) == min(count, len(pool))
    level = {one.id: one.difficulty for one in pool}
    wanted = shares(dict(Counter(level.values())), count)
    assert Counter(level[id] for id in drawn) == Counter({key: n for key, n in wanted.items() if n})


@given(pools, st.integers(1, 40), st.uuids(), st.uuids())
def test_the_next_draw_repeats_only_what_it_must(pool, count, first, second):
    last = set(draw(pool, count, first))
    again = draw(pool, count, second, avoid=last)
    level = {one.id: one.difficulty for one in pool}
    wanted = shares(dict(Counter(level.values())), count)
    for difficulty, number in wanted.items():
        fresh = sum(1 for one in pool if one.difficulty == difficulty and one.id not in last)
        repeated = sum(1 for id in again if level[id] == difficulty and id in last)
        assert repeated == max(0, number - fresh)


def test_every_question_of_the_pool_comes_up():
    pool = [Candidate(id, id % 3) for id in range(30)]
    seen = {id for number in range(300) for id in draw(pool, 10, uuid.UUID(int=number))}
    assert len(seen) == 30


@given(st.lists(st.text(min_size=1), unique=True, min_size=2, max_size=6), st.uuids(), st.integers(1, 10**9))
def test_options_are_reordered_and_none_is_lost(keys, seed, item):
    order = option_order("single", keys, seed, item)
    assert sorted(order) == sorted(keys)
    assert order == option_order("single", keys, seed, item)
    assert option_order("truefalse", keys, seed, item) == keys


def test_the_first_place_is_no_hint():
    firsts = Counter(option_order("single", "abcd", uuid.UUID(int=number), 7)[0] for number in range(4000))
    assert all(800 < firsts[key] < 1200 for key in "abcd")
