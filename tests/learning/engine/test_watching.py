"""Stretches: a union that nothing disturbs, time that bounds it, and what is enough."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine import watching
from karmayogi.learning.engine.watching import Film, cut, length, read, room, union, within, written

_stretch = st.tuples(st.integers(0, 300), st.integers(0, 300))
_stretches = st.lists(_stretch, max_size=30)


def seconds_of(stretches):
    return {second for begin, end in stretches for second in range(begin, end)}


@given(_stretches, st.randoms())
def test_the_union_asks_neither_for_order_nor_for_how_often(stretches, shuffle):
    mixed = [*stretches, *stretches[::2]]
    shuffle.shuffle(mixed)
    merged = union(stretches)
    assert union(mixed) == merged == union([*merged, *stretches])
    assert seconds_of(merged) == seconds_of(stretches) and length(merged) == len(seconds_of(stretches))
    assert all(one[1] < two[0] for one, two in itertools.pairwise(merged)), "merged and in order"
    assert read(written(merged)) == merged


@given(_stretches, st.integers(0, 400))
def test_what_is_cut_is_what_was_said_and_never_more_than_the_time_allows(stretches, most):
    kept = cut(union(stretches), most)
    assert length(kept) == min(most, length(union(stretches)))
    assert seconds_of(kept) <= seconds_of(stretches)


@given(st.integers(1, 20_000), st.integers(1, 100), _stretches)
def test_missing_and_watched_make_the_film(seconds, percent, watched):
    film = Film(seconds, percent, 0)
    inside, gone = seconds_of(within(watched, seconds)), seconds_of(film.missing(watched))
    assert not inside & gone
    assert len(inside) + len(gone) >= seconds - 2 * (len(watched) + 1), "only what is lost by rounding is neither"
    assert (film.share(watched) == 100) == (not film.missing(watched))
    assert film.enough(film.missing([])) or seconds < 2


@given(st.integers(30, 10_800), st.integers(0, 20))
def test_to_seek_to_the_end_never_completes(seconds, last):
    film = Film(seconds, 90, 0)
    assert not film.enough([(max(0, seconds - last), seconds)])
    assert not film.enough(cut([(0, seconds)], room(0))), "nor a claim of all of it at once"


@pytest.mark.parametrize(
    ("film", "watched", "enough"),
    [
        (Film(120, 90, 0), [(0, 108)], True),
        (Film(120, 90, 0), [(0, 107)], False),
        (Film(120, 90, 0), [(0, 60), (70, 118)], True),
        (Film(120, 90, 0), [(0, 60), (0, 60), (500, 900)], False),
        (Film(8, 100, 0), [(0, 6)], True),  # told in whole seconds
        (Film(None, 90, 0), [(0, 500)], False),
        (Film(120, None, 0), [(0, 120)], False),
    ],
)
def test_enough(film, watched, enough):
    assert film.enough(watched) is enough


def test_a_text_counts_where_it_is_what_the_film_says():
    assert Film(120, 90, 100).text_seconds == 50
    assert Film(120, 90, 100).proof([], 50) == "read" and Film(120, 90, 100).proof([], 49) == ""
    assert Film(120, 90, 39).text_seconds is None, "a line below a film does not stand for it"
    assert Film(120, 90, 100).proof([(0, 120)], 50) == "watched"


def test_the_clock():
    assert [watching.clock(one) for one in (0, 9, 190, 3790)] == ["0:00", "0:09", "3:10", "1:03:10"]
