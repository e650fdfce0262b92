"""What a plan is solved from: who may go, what each needs, which batches could be held, and on what terms.

Everything is by number: officers, offices, places, languages, needs, groups, people who teach and rooms are places in
lists that the caller keeps. Money in rupees, days as ordinals, points as the annual plan ranks them (need times
importance, decision 0049).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOBODY = -1  # no faculty or room of its own


@dataclass(frozen=True, slots=True)
class Officer:
    """One who may be sent. `languages` and `groups` are bit masks; `days`: most days of training in the plan's year."""

    office: int
    place: int
    languages: int
    days: int
    groups: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """That an officer needs something: worth so many points; `must`: an order asks for it."""

    officer: int
    need: int
    points: float
    must: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that could be held. It is opened with at least `least` people or not at all.

    `fixed`: rupees as soon as it is held; `fee`: rupees a person; `held`: True locked open, False locked shut.
    """

    need: int
    language: int
    place: int
    first: int
    last: int
    days: int
    seats: int
    least: int = 1
    fixed: float = 0.0
    fee: float = 0.0
    faculty: int = NOBODY
    room: int = NOBODY
    quarter: int = 0
    held: bool | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """Of all seats taken in batches for a need (None: all needs), at least this share goes to a group.

    `ahead`: by how many seats others, who are not in the case, keep it already (below nought: how many they lack)."""

    group: int
    share: float
    need: int | None = None
    ahead: float = 0.0


FEWEST = math.inf  # `Terms.keep`: no points are worth a change


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds the plan as a whole.

    `away`: the largest share of an office that may be away on one day (an office may always spare one). `travel`:
    rupees from place to place, infinite where nobody is sent. `teaching`: most days a year of each person who teaches.
    `seats`: pairs (wish, batch) that are agreed and stay; `barred`: pairs that may not be. `present` with `keep`: what
    stands today, and how many points it is worth to leave a person there; `FEWEST`: as many stay as can, whatever it
    costs in points, and who cannot stay is found another seat before anybody is sent who had none.
    """

    budget: float | None = None
    away: float | None = None
    travel: Floats | None = None
    teaching: dict[int, int] = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()
    seats: tuple[tuple[int, int], ...] = ()
    barred: tuple[tuple[int, int], ...] = ()
    present: tuple[tuple[int, int], ...] = ()
    keep: float = 0.0


# A later quarter is worth a little less, so that of equal plans the earlier one is proposed.
LATER = 0.01
# What an order's must is worth above its points, in the heaviest wish of the case: it goes before any four others.
MUST = 4.0


@dataclass(frozen=True, slots=True)
class Case:
    """The same as arrays: one row an officer, a wish, a batch, and a pair (a wish that a batch could meet).

    Pairs are in the order of officers, then of wishes."""

    office: Ints
    limit: Ints
    groups: Ints
    strength: Ints  # people of each office, those without a wish too where the caller knows them
    officer: Ints  # of each wish
    need: Ints
    points: Floats
    must: Flags
    batches: tuple[Batch, ...]
    terms: Terms
    wish: Ints  # of each pair
    batch: Ints
    value: Floats
    cost: Floats
    agreed: Flags
    languages: Ints
    place: Ints

    @property
    def person(self) -> Ints:
        """The officer of each pair."""
        return self.officer[self.wish]

    def column(self, name: str) -> Floats:
        """One attribute of all batches, which is a number."""
        return np.array([getattr(batch, name) for batch in self.batches], dtype=np.float64)


def build(
    officers: Sequence[Officer],
    wishes: Sequence[Wish],
    batches: Sequence[Batch],
    terms: Terms | None = None,
    strength: Sequence[int] | None = None,
) -> Case:
    """The case of these lists. Raises `ValueError` for what cannot be meant: unknown numbers, seats below `least`."""
    terms = terms or Terms()
    _sane(officers, wishes, batches, terms)
    office = np.array([one.office for one in officers], dtype=np.int64)
    return case_of(
        office,
        np.array([one.place for one in officers], dtype=np.int64),
        np.array([one.languages for one in officers], dtype=np.int64),
        np.array([one.days for one in officers], dtype=np.int64),
        np.array([one.groups for one in officers], dtype=np.int64),
        np.array([one.officer for one in wishes], dtype=np.int64),
        np.array([one.need for one in wishes], dtype=np.int64),
        np.array([one.points for one in wishes], dtype=np.float64),
        np.array([one.must for one in wishes], dtype=np.bool_),
        tuple(batches),
        terms,
        np.array(strength, dtype=np.int64) if strength is not None else np.bincount(office, minlength=1),
    )


def case_of(
    office: Ints,
    place: Ints,
    languages: Ints,
    days: Ints,
    groups: Ints,
    officer: Ints,
    need: Ints,
    points: Floats,
    must: Flags,
    batches: tuple[Batch, ...],
    terms: Terms,
    strength: Ints,
) -> Case:
    """The case of arrays, for those who have a hundred thousand officers."""
    wish, batch = _pairs(officer, need, languages, place, batches, terms)
    at = np.array([one.place for one in batches], dtype=np.int64)
    quarter = np.array([one.quarter for one in batches], dtype=np.int64)
    fee = np.array([one.fee for one in batches], dtype=np.float64)
    value = points[wish] * (1.0 - LATER * quarter[batch]) + MUST * must[wish] * points.max(initial=1.0)
    cost = fee[batch].copy()
    if terms.travel is not None:
        cost += terms.travel[place[officer[wish]], at[batch]]
    agreed = np.zeros(len(wish), dtype=np.bool_)
    seats = numbers(wish, batch, terms.seats)
    for pair, number in zip(terms.seats, seats.tolist(), strict=True):
        if number == NOBODY:
            raise ValueError(f"seat {pair} is agreed, but this batch cannot meet that wish")
    agreed[seats] = True
    if terms.keep != FEWEST:
        present = numbers(wish, batch, terms.present)
        value[present[present != NOBODY]] += terms.keep
    return Case(
        office, days, groups, strength, officer, need, points, must, batches, terms, wish, batch, value, cost, agreed,
        languages, place,
    )  # fmt: skip


def narrow(case: Case, pairs: Ints) -> Case:
    """The same with these pairs alone, which are in order."""
    return replace(
        case, wish=case.wish[pairs], batch=case.batch[pairs], value=case.value[pairs], cost=case.cost[pairs],
        agreed=case.agreed[pairs],
    )  # fmt: skip


def numbers(wish: Ints, batch: Ints, pairs: Sequence[tuple[int, int]]) -> Ints:
    """Where these (wish, batch) are among the pairs of a case; `NOBODY` for one that is not."""
    if not pairs:
        return np.zeros(0, dtype=np.int64)
    asked = np.array(pairs, dtype=np.int64)
    factor = int(max(batch.max(initial=0), asked[:, 1].max())) + 1
    keys = wish * factor + batch
    order = np.argsort(keys, kind="stable")
    wanted = asked[:, 0] * factor + asked[:, 1]
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(len(keys) - 1, 0))
    if not len(keys):
        return np.full(len(pairs), NOBODY)
    return np.where(keys[order[at]] == wanted, order[at], NOBODY)


def _pairs(
    officer: Ints, need: Ints, languages: Ints, place: Ints, batches: tuple[Batch, ...], terms: Terms
) -> tuple[Ints, Ints]:
    wishes, chosen = [], []
    wanted = np.array([one.need for one in batches], dtype=np.int64)
    bit = np.array([1 << one.language for one in batches], dtype=np.int64)
    at = np.array([one.place for one in batches], dtype=np.int64)
    open_ = np.array([one.held is not False for one in batches], dtype=np.bool_)
    for number in np.unique(need):
        who = np.flatnonzero(need == number)
        what = np.flatnonzero((wanted == number) & open_)
        if not len(what):
            continue
        fits = (languages[officer[who]][:, None] & bit[what][None, :]) != 0
        if terms.travel is not None:
            fits &= np.isfinite(terms.travel[place[officer[who]]][:, at[what]])
        rows, columns = np.nonzero(fits)
        wishes.append(who[rows])
        chosen.append(what[columns])
    if not wishes:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    wish, batch = np.concatenate(wishes), np.concatenate(chosen)
    if terms.barred:
        barred = np.array(terms.barred, dtype=np.int64)
        keep = ~np.isin(wish * len(batches) + batch, barred[:, 0] * len(batches) + barred[:, 1])
        wish, batch = wish[keep], batch[keep]
    order = np.lexsort((batch, wish, officer[wish]))
    return wish[order], batch[order]


def _sane(officers: Sequence[Officer], wishes: Sequence[Wish], batches: Sequence[Batch], terms: Terms) -> None:
    for number, wish in enumerate(wishes):
        if not 0 <= wish.officer < len(officers):
            raise ValueError(f"wish {number} names officer {wish.officer}, who is not in the list")
        if not (wish.points >= 0 and np.isfinite(wish.points)):
            raise ValueError(f"wish {number} is worth {wish.points} points; nought or more is asked for")
    for number, batch in enumerate(batches):
        if batch.seats < max(batch.least, 1):
            raise ValueError(f"batch {number} has {batch.seats} seats and wants at least {batch.least} people")
        if batch.last < batch.first or batch.days < 1:
            raise ValueError(f"batch {number} ends before it begins, or has no day")
        if batch.fixed < 0 or batch.fee < 0:
            raise ValueError(f"batch {number} has a cost below nought")
    if len({(one.officer, one.need) for one in wishes}) < len(wishes):
        raise ValueError("an officer's need is in the list twice")
    if terms.budget is not None and terms.budget < 0:
        raise ValueError("the budget is below nought")
