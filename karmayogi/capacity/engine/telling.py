"""Whether one more figure of a group may be told beside those that were told before. Pure.

Somebody who has all figures adds and subtracts them. Where two surveys asked nearly the same people, what is left over
are the answers of a few. Who answered is not kept, so that it is judged by how many did: of groups of 20 and 31 at
least eleven answers do not cancel out, whoever they were; of 20 and 22 it may be two.
"""

from collections.abc import Iterable

# So many sums are looked at; where there are more of them nothing is told.
MOST_SUMS = 20_000


def may_tell(
    count: int, told: Iterable[int], least: int, *, mixed: Iterable[int] = (), others: Iterable[int] = ()
) -> bool:
    """count: answers in the group. told: in each group that was told before and may have people in common with it.

    However some of them are added and subtracted, the answers of at least `least` people are left. Of groups that are
    added, somebody may be in each: so their sum has to be as many times larger.

    mixed: the same of groups of several designations. others: of groups that have nobody in common with this one, but
    perhaps with the mixed ones: two of 24 by themselves and 40 that were counted as one leave eight.
    """
    both = sorted([(one, False) for one in told] + [(one, True) for one in mixed], reverse=True)
    before = sum(one for one, _several in both)
    apart = _sums(others, sum(one for one, several in both if several) + least)
    # What is left, groups that are added, groups that are subtracted, and of these the answers in mixed ones.
    left = {(count, 1, 0, 0)}
    if any(_few(one, apart, least) for one in left):
        return False
    for one, several in both:
        before -= one
        more = {(value + one, plus + 1, minus, hidden) for value, plus, minus, hidden in left}
        more |= {(value - one, plus, minus + 1, hidden + several * one) for value, plus, minus, hidden in left}
        if any(_few(each, apart, least) for each in more):
            return False
        # Where all that is still to come cannot bring it down to a few, it is not looked at further.
        left = {each for each in left | more if not _far(each, before, apart, least)}
        if len(left) > MOST_SUMS:
            return False
    return True


def _few(one: tuple[int, int, int, int], apart: int, least: int) -> bool:
    """Whether so little is left, alone or with groups beside it which the mixed ones that are subtracted may hold."""
    value, plus, minus, hidden = one
    low, high = 1 - least * minus - value, least * plus - value  # sums of others that leave few: from, and below
    low, high = max(low, 0), min(high, hidden + least if hidden else 1)
    return low < high and bool((apart >> low) & ((1 << (high - low)) - 1))


def _far(one: tuple[int, int, int, int], before: int, apart: int, least: int) -> bool:
    value, plus, minus, _hidden = one
    return value - least * plus >= before or value + least * minus + before + apart.bit_length() <= 0


def _sums(numbers: Iterable[int], most: int) -> int:
    """Every sum of some of these, below `most`, as the bits of a number."""
    found, mask = 1, (1 << most) - 1
    for one in numbers:
        found |= (found << one) & mask
    return found
