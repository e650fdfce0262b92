"""Whoever has every figure that was told, and adds and subtracts them as she likes, never has a few people left."""

import itertools
import random
import time

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


def test_groups_by_themselves_do_not_together_tell_of_a_few_who_were_counted_as_one_before():
    assert may_tell(24, [], LEAST, mixed=[40]), "sixteen of the forty are others"
    assert not may_tell(24, [], LEAST, mixed=[40], others=[24]), "both together are forty-eight: eight are left"
    assert may_tell(24, [], LEAST, mixed=[40], others=[100]), "a hundred are never hidden in forty"
    assert may_tell(21, [], LEAST, others=[20]), "nobody is of two designations"
    assert not may_tell(10, [], LEAST, mixed=[36], others=[10, 10, 10])


def test_a_hundred_surveys_below_are_looked_through_in_no_time():
    """A ministry after all its departments: every sum of a hundred figures would never end."""
    dice = random.Random(5)  # noqa: S311 (drawn figures of a test)
    departments = [dice.randint(10, 2_000) for _ in range(100)]
    began = time.process_time()
    assert may_tell(sum(departments) + 10, departments, LEAST)
    for count in (60, 6_000, 60_000):
        assert not may_tell(count, departments, LEAST)
    assert time.process_time() - began < 10
