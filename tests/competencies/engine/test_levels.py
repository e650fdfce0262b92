"""The level engine: the same evidence always gives the same level, and it can be explained."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.competencies.engine.levels import FIRST, Fact, shown_level, weight
from karmayogi.competencies.types import Source

TODAY = dt.date(2026, 11, 20)


def fact(source: Source, level: int, days_ago: int = 0) -> Fact:
    return Fact(source, level, TODAY - dt.timedelta(days=days_ago), f"{source} {level}")


facts = st.lists(
    st.builds(fact, st.sampled_from(list(Source)), st.integers(1, 5), st.integers(0, 4000)),
    max_size=12,
)


def test_nothing_shown_without_evidence():
    shown = shown_level([], TODAY)
    assert (shown.level, shown.confidence, shown.reasons) == (0, 0.0, ())


def test_a_passed_course_test_shows_its_level():
    shown = shown_level([fact(Source.COURSE_TEST, 3)], TODAY)
    assert shown.level == 3
    assert shown.confidence == FIRST.rule(Source.COURSE_TEST).weight
    assert [(r.kind, r.source, r.level) for r in shown.reasons] == [("counts", "course_test", 3)]


def test_a_claim_alone_shows_nothing_however_often_repeated():
    shown = shown_level([fact(Source.SELF, 5, days) for days in range(10)], TODAY)
    assert shown.level == 0
    assert shown.reasons[0].kind == "claim"


def test_supervisor_and_peer_confirm_each_other():
    alone = shown_level([fact(Source.PEER, 4)], TODAY)
    both = shown_level([fact(Source.PEER, 4), fact(Source.SUPERVISOR, 4)], TODAY)
    assert alone.level == 0
    assert both.level == 4
    assert both.confidence > FIRST.rule(Source.SUPERVISOR).weight


def test_old_evidence_fades_and_says_so():
    old = shown_level([fact(Source.COURSE_TEST, 3, 3000)], TODAY)
    assert old.level == 0
    assert old.reasons[0].kind == "faded"


def test_a_fresher_stronger_test_below_outweighs():
    shown = shown_level([fact(Source.COURSE_TEST, 4, 400), fact(Source.INDEPENDENT_TEST, 2, 1)], TODAY)
    assert shown.level == 2
    assert any(reason.kind == "outweighed" or reason.kind == "counts" for reason in shown.reasons)


def test_a_weaker_voice_below_does_not_take_a_level_away():
    shown = shown_level([fact(Source.COURSE_TEST, 3, 100), fact(Source.SELF, 1, 1)], TODAY)
    assert shown.level == 3


@given(facts)
def test_order_does_not_matter(evidence):
    shuffled = evidence[:]
    random.Random(7).shuffle(shuffled)  # noqa: S311
    assert shown_level(evidence, TODAY) == shown_level(shuffled, TODAY)


@given(facts)
def test_a_shown_level_has_enough_support_and_a_reason(evidence):
    shown = shown_level(evidence, TODAY)
    assert 0 <= shown.level <= max((f.level for f in evidence), default=0)
    if shown.level:
        assert FIRST.enough <= shown.confidence <= 1
        assert any(reason.kind == "counts" for reason in shown.reasons)


@given(facts, st.integers(1, 5))
def test_a_fresh_independent_test_never_lowers_below_what_it_shows(evidence, level):
    shown = shown_level([*evidence, fact(Source.INDEPENDENT_TEST, level)], TODAY)
    assert shown.level >= level


@given(st.sampled_from(list(Source)), st.integers(0, 4000), st.integers(1, 400))
def test_weight_only_falls_with_time(source, age, more):
    assert weight(fact(source, 3, age), TODAY) >= weight(fact(source, 3, age + more), TODAY)


@pytest.mark.parametrize("source", list(Source))
def test_every_source_has_a_policy(source):
    assert 0 < FIRST.rule(source).weight < 1


def test_evidence_of_the_future_counts_nothing():
    assert shown_level([Fact(Source.INDEPENDENT_TEST, 5, TODAY + dt.timedelta(1), "later")], TODAY).level == 0
