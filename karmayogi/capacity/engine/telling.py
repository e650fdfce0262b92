"""Whether one more figure of a group may be told beside those that were told before. Pure.

Somebody who has all figures adds and subtracts them. Where two surveys asked nearly the same people, what is left over
are the answers of a few. Who answered is not kept, so that it is judged by how many did: of groups of 20 and 31 at
least eleven answers do not cancel out, whoever they were; of 20 and 22 it may be two.
"""

from collections.abc import Iterable


def may_tell(count: int, told: Iterable[int], least: int) -> bool:
    """count: answers in the group. told: in each group that was told before and may have people in common with it.

    However some of them are added and subtracted, the answers of at least `least` people are left. Of groups that are
    added, somebody may be in each: so their sum has to be as many times larger.
    """
    left = {(count, 1, 0)}  # what is left, groups that are added, groups that are subtracted
    for one in told:
        left |= {(value + one, plus + 1, minus) for value, plus, minus in left} | {
            (value - one, plus, minus + 1) for value, plus, minus in left
        }
    return all(
        value >= least * plus if value > 0 else value < 0 and -value >= least * minus for value, plus, minus in left
    )
