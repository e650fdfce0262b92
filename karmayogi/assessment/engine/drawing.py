"""Which questions an attempt gets, and in which order they and their options are shown.

Everything follows from a seed (of the attempt and a secret of the server), so that a draw can be repeated and looked
into later.
"""

import collections
import dataclasses
import random
import uuid
from collections.abc import Collection, Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A question of the pool."""

    id: int
    difficulty: int


def shares(sizes: dict[int, int], count: int) -> dict[int, int]:
    """How many of `count` fall to each stratum in proportion to its size, by largest remainder.

    Never more than a stratum has. The sum is `count`, or the whole pool where that is smaller. Equal remainders go to
    the larger stratum, then to the lower key.
    """
    total = sum(sizes.values())
    count = min(count, total)
    if not count:
        return dict.fromkeys(sizes, 0)
    given = {key: size * count // total for key, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda key: (-(sizes[key] * count % total), -sizes[key], key))
    # The floors fall short by fewer than there are non-zero remainders, so one more each is enough and fits.
    for key in by_remainder[: count - sum(given.values())]:
        given[key] += 1
    return given


def draw(pool: Collection[Candidate], count: int, seed: uuid.UUID, avoid: Collection[int] = ()) -> list[int]:
    """Ids of the drawn questions in the order to be shown.

    Difficulties keep the proportions of the whole pool. Within each, questions in `avoid` (those of the last attempt)
    are taken only when the others do not suffice.
    """
    dice = random.Random(seed.int)  # noqa: S311 (a repeatable draw, not a secret)
    strata: dict[int, list[int]] = collections.defaultdict(list)
    for candidate in sorted(pool, key=lambda one: one.id):
        strata[candidate.difficulty].append(candidate.id)
    drawn: list[int] = []
    wanted = shares({difficulty: len(ids) for difficulty, ids in strata.items()}, count)
    for difficulty in sorted(strata):
        ids = strata[difficulty]
        dice.shuffle(ids)
        ids.sort(key=lambda id: id in avoid)  # stable: fresh ones first, each group in its shuffled order
        drawn += ids[: wanted[difficulty]]
    dice.shuffle(drawn)
    return drawn


def option_order(kind: str, keys: Sequence[str], seed: uuid.UUID, item_id: int) -> list[str]:
    """The options as this attempt shows them: shuffled, but for True and False, which stay as they were written."""
    order = list(keys)
    if kind != "truefalse":
        random.Random(seed.int ^ item_id).shuffle(order)  # noqa: S311
    return order
