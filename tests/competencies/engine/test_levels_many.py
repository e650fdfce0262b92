"""The vectorised engine is the one-at-a-time engine: the same levels and the same confidence, to the last bit."""

import datetime as dt
import itertools
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.competencies.engine.levels import FIRST, SOURCES, Fact, Policy, SourceRule, shown_level
from karmayogi.competencies.engine.levels_many import Facts, day_number, levels_many

TODAY = dt.date(2026, 11, 20)

rows = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(1, 3), st.integers(0, len(SOURCES) - 1), st.integers(1, 5),
        st.integers(-40, 4000),
    ),
    max_size=40,
)  # fmt: skip
rules = st.builds(SourceRule, st.integers(1, 99).map(lambda n: n / 100), st.integers(30, 4000))
share = st.integers(0, 100).map(lambda n: n / 100)
policies = st.one_of(
    st.just(FIRST),
    st.builds(
        Policy, st.just(2), st.integers(5, 95).map(lambda n: n / 100), share, share,
        st.tuples(*[rules for _ in SOURCES]),
    ),
)  # fmt: skip


def arrays(evidence) -> Facts:
    columns = list(zip(*evidence, strict=True)) if evidence else [(), (), (), (), ()]
    person, competency, source, level, age = (np.array(column, dtype=np.int64) for column in columns)
    return Facts(person, competency, source, level, day_number(TODAY) - age)


def many(evidence, policy):
    found = levels_many(arrays(evidence), TODAY, policy)
    pairs = zip(found.person.tolist(), found.competency.tolist(), strict=True)
    shown = zip(found.level.tolist(), found.confidence.tolist(), strict=True)
    return dict(zip(pairs, shown, strict=True))


def one_at_a_time(evidence, policy):
    answers = {}
    for pair, group in itertools.groupby(sorted(evidence), key=lambda row: row[:2]):
        facts = [Fact(SOURCES[s], level, TODAY - dt.timedelta(days=age), "x") for _p, _c, s, level, age in group]
        shown = shown_level(facts, TODAY, policy)
        answers[pair] = (shown.level, shown.confidence)
    return answers


@settings(max_examples=50, deadline=None)
@given(rows, policies)
def test_many_at_once_answer_as_one_at_a_time(evidence, policy):
    assert many(evidence, policy) == one_at_a_time(evidence, policy)


@settings(max_examples=20, deadline=None)
@given(rows)
def test_arrival_order_does_not_matter(evidence):
    shuffled = evidence[:]
    random.Random(11).shuffle(shuffled)  # noqa: S311
    assert many(shuffled, FIRST) == many(evidence, FIRST)


def test_more_pairs_than_one_block_holds():
    pairs = 70_000
    facts = Facts(
        np.arange(pairs), np.ones(pairs, np.int64), np.full(pairs, SOURCES.index("course_test")),
        1 + np.arange(pairs) % 5, np.full(pairs, day_number(TODAY)),
    )  # fmt: skip
    shown = levels_many(facts, TODAY, FIRST)
    assert (shown.level == 1 + np.arange(pairs) % 5).all()
    assert (shown.confidence == 0.8).all()
