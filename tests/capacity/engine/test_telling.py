"""Whoever has every figure that was told, and adds and subtracts them as she likes, never has a few people left."""

import itertools
import random

from karmayogi.capacity.engine.telling import may_tell

LEAST = 10


def left_over(groups: list[frozenset[int]], signs: tuple[int, ...]) -> int:
    """How many people's answers are in the figures, taken with these signs, and do not cancel out."""
    people = frozenset().union(*groups)
    return sum(sum(sign * (one in group) for sign, group in zip(signs, groups, strict=True)) != 0 for one in people)


def test_two_that_differ_by_few_are_not_both_told():
    assert may_tell(10, [], LEAST) and not may_tell(9, [], LEAST)
    assert not may_tell(21, [20], LEAST), "the answer of one would be the difference"
    assert not may_tell(20, [20], LEAST), "one may have come and one gone"
    assert may_tell(30, [20], LEAST) and may_tell(20, [30], LEAST)
    assert not may_tell(41, [20, 30], LEAST), "both before together are fifty: nine are left"


def test_no_sum_of_figures_leaves_a_few():
    """Surveys of at most sixty people, each answered by whoever likes; half of them nearly as another before."""
    dice = random.Random(3)  # noqa: S311 (drawn groups of a test)
    told_twice = 0
    for _world in range(300):
        told: list[frozenset[int]] = []
        for _survey in range(5):
            group = set(dice.sample(range(60), dice.randint(5, 60)))
            if told and dice.random() < 0.5:
                group = set(dice.choice(told)) ^ set(dice.sample(range(60), dice.randint(1, 14)))
            if may_tell(len(group), [len(one) for one in told], LEAST):
                told.append(frozenset(group))
        told_twice += len(told) > 1
        for signs in itertools.product((-1, 0, 1), repeat=len(told)):
            if any(signs):
                assert left_over(told, signs) >= LEAST
    assert told_twice > 50, "the rule tells a second one where it may"
