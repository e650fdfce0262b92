"""Seats given and taken back one by one, with every rule kept at each step: what rounding and repair work with.

What is asked of one seat goes by plain numbers, what is asked of many at once (`could`) by NumPy over the same memory.
"""

from array import array
from collections.abc import Iterable

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Flags, Floats, Ints
from karmayogi.capacity.engine.solving.deadline import NEVER, Deadline
from karmayogi.capacity.engine.solving.rows import spare

CLOSE = 1e-6
# So many pairs are looked at at once before they are looked at one by one.
AT_ONCE = 50_000


class Diary:
    """A plan in the making for batches that are held. `may` and `take` are O(what one officer has)."""

    def __init__(self, case: Case, held: Iterable[int], taken: Iterable[int] = ()) -> None:
        self.case = case
        self.held: set[int] = set()
        self.money = 0.0
        self.person = case.person
        count, officers = len(case.batches), len(case.limit)
        self._one(count, officers)
        self._many(count, officers)
        self._shares = [-quota.ahead for quota in case.terms.quotas]
        for number in held:
            self.open(number)
        for pair in taken:
            self.take(pair)

    def _one(self, count: int, officers: int) -> None:
        """What is looked up one at a time: views of numbers, and lists of what is short."""
        case = self.case
        self._wish, self._batch = memoryview(_whole(case.wish)), memoryview(_whole(case.batch))
        self._person, self._cost = memoryview(_whole(self.person)), memoryview(np.ascontiguousarray(case.cost))
        self._office, self._limit = case.office.tolist(), case.limit.tolist()
        self._groups, self._need = case.groups.tolist(), case.need.tolist()
        self._spare = spare(case).tolist()
        self._dates = [(one.first, one.last, one.days) for one in case.batches]
        self._seats = [one.seats for one in case.batches]
        self._least = [one.least for one in case.batches]
        firsts = np.unique(case.column("first")).astype(np.int64)
        # The days that count: a load on an office or an officer can only rise on a day on which a batch begins.
        self._from = np.searchsorted(firsts, case.column("first"))
        self._to = np.searchsorted(firsts, case.column("last"), side="right")
        self._days = [range(one, other) for one, other in zip(self._from.tolist(), self._to.tolist(), strict=True)]
        self._width = len(firsts)
        self.people = array("q", bytes(8 * count))
        self._open = bytearray(count)
        self._met = bytearray(len(case.officer))
        self._taken = bytearray(len(case.wish))
        self._away = array("i", bytes(4 * self._width * len(case.strength)))
        self._most = int(np.bincount(case.officer, minlength=1).max()) if len(case.officer) else 0
        self._mine = array("i", bytes(4 * self._most * officers))  # batches of each officer, as many as `_has`
        self._has = array("q", bytes(8 * officers))
        self._used = array("q", bytes(8 * officers))

    def _many(self, count: int, officers: int) -> None:
        """The same memory for many at a time."""
        case = self.case
        self.there = np.frombuffer(self.people, dtype=np.int64) if count else np.zeros(0, dtype=np.int64)
        self.given = _flags(self._taken)
        self._opened, self._is_met = _flags(self._open), _flags(self._met)
        self._gone = _table(self._away, np.int32, (len(case.strength), self._width))
        self._theirs = _table(self._mine, np.int32, (officers, self._most))
        self._many_has, self._many_used = (
            _table(self._has, np.int64, (officers,)),
            _table(self._used, np.int64, (officers,)),
        )
        self._room = case.column("seats").astype(np.int64)
        self._few = case.column("least").astype(np.int64)
        self._first, self._last = case.column("first").astype(np.int64), case.column("last").astype(np.int64)
        self._long = case.column("days").astype(np.int64)
        self._free = np.array([one.held is not True for one in case.batches], dtype=np.bool_)
        self._free[case.batch[case.agreed]] = False  # who has an agreed seat has it in a batch that is held
        self._lot = np.array(self._spare, dtype=np.int64)

    def met(self, wish: int) -> bool:
        return bool(self._met[wish])

    def attends(self, officer: int) -> list[int]:
        """The batches in which an officer has a seat."""
        begin = officer * self._most
        return self._mine[begin : begin + self._has[officer]].tolist()

    def has(self, pair: int) -> bool:
        return bool(self._taken[pair])

    def may(self, pair: int) -> bool:
        """Whether this seat can be given beside all that were; quotas aside, which hold in the end, not at once."""
        number = self._batch[pair]
        if not self._open[number] or self.people[number] >= self._seats[number] or self._met[self._wish[pair]]:
            return False
        budget = self.case.terms.budget
        if budget is not None and self.money + self._cost[pair] > budget + CLOSE:
            return False
        return self.free_for(pair) and not self.office_full(pair)

    def free_for(self, pair: int) -> bool:
        """Whether the officer has these days, beside what she attends."""
        officer = self._person[pair]
        first, last, days = self._dates[self._batch[pair]]
        if self._used[officer] + days > self._limit[officer]:
            return False
        for at in range(officer * self._most, officer * self._most + self._has[officer]):
            begins, ends, _days = self._dates[self._mine[at]]
            if begins <= last and first <= ends:
                return False
        return True

    def could(self, pairs: Ints, *, shut: bool = False) -> Flags:
        """Which of these seats can be given, each for itself. `shut`: as if all batches were held and had seats."""
        case = self.case
        fits = self._is_met[case.wish[pairs]] == 0
        if not shut:
            batch = case.batch[pairs]
            fits &= (self._opened[batch] != 0) & (self.there[batch] < self._room[batch])
            if case.terms.budget is not None:
                fits &= self.money + case.cost[pairs] <= case.terms.budget + CLOSE
        some = np.flatnonzero(fits)
        batch, who = case.batch[pairs[some]], self.person[pairs[some]]
        can = self._many_used[who] + self._long[batch] <= case.limit[who]
        first, last = self._first[batch], self._last[batch]
        has = self._many_has[who]
        for number in range(int(has.max(initial=0))):
            other = self._theirs[who, number]
            can &= (number >= has) | (self._first[other] > last) | (self._last[other] < first)
        if case.terms.away is not None:
            office = case.office[who]
            begin, end = self._from[batch], self._to[batch]
            for number in range(int((end - begin).max(initial=0))):
                can &= (begin + number >= end) | (
                    self._gone[office, np.minimum(begin + number, self._width - 1)] < self._lot[office]
                )
        fits[some] = can
        return fits

    def quotas_allow(self, pair: int) -> bool:
        """Whether every quota holds with this seat, or comes nearer to holding."""
        return all(
            have + change <= CLOSE or change <= 0
            for have, change in zip(self._shares, self._changes(pair), strict=True)
        )

    def quotas_hold(self) -> bool:
        return all(have <= CLOSE for have in self._shares)

    @property
    def shares(self) -> list[float]:
        """For each quota by how many seats the plan falls short of it; below nought: how many it is ahead."""
        return list(self._shares)

    def office_full(self, pair: int) -> bool:
        """Whether the officer's office would have too many away on a day of this batch."""
        if self.case.terms.away is None:
            return False
        office = self._office[self._person[pair]]
        most, at, away = self._spare[office], office * self._width, self._away
        return any(away[at + day] >= most for day in self._days[self._batch[pair]])

    def open(self, number: int) -> None:
        if not self._open[number]:
            self._open[number] = 1
            self.held.add(number)
            self.money += self.case.batches[number].fixed

    def shut(self, number: int) -> None:
        """A batch that nobody is in any more."""
        self._open[number] = 0
        self.held.remove(number)
        self.money -= self.case.batches[number].fixed

    def take(self, pair: int) -> None:
        number, officer = self._batch[pair], self._person[pair]
        self._mine[officer * self._most + self._has[officer]] = number
        self._move(pair, number, officer, 1)

    def drop(self, pair: int) -> None:
        number, officer = self._batch[pair], self._person[pair]
        begin = officer * self._most
        last = begin + self._has[officer] - 1
        at = self._mine.index(number, begin, last + 1)
        self._mine[at] = self._mine[last]
        self._move(pair, number, officer, -1)

    def _move(self, pair: int, number: int, officer: int, by: int) -> None:
        self.people[number] += by
        self.money += by * self._cost[pair]
        self._has[officer] += by
        self._used[officer] += by * self._dates[number][2]
        if self.case.terms.away is not None:
            at = self._office[officer] * self._width
            for day in self._days[number]:
                self._away[at + day] += by
        if self._shares:
            self._shares = [have + by * more for have, more in zip(self._shares, self._changes(pair), strict=True)]
        self._taken[pair] = self._met[self._wish[pair]] = by > 0

    def _changes(self, pair: int) -> list[float]:
        need, groups = self._need[self._wish[pair]], self._groups[self._person[pair]]
        return [
            0.0 if quota.need is not None and need != quota.need else quota.share - bool(groups & quota.group)
            for quota in self.case.terms.quotas
        ]

    def fill(self, order: Ints, deadline: Deadline = NEVER) -> None:
        """Gives the seats of these pairs in this order, each where it may be given; where there are quotas, in two
        rounds, since what one seat forbids a later one may allow."""
        for _ in range(2 if self._shares else 1):
            for begin in range(0, len(order), AT_ONCE):
                if deadline.over:
                    return
                some = order[begin : begin + AT_ONCE]
                for pair in some[self.could(some)].tolist():
                    if self.may(pair) and self.quotas_allow(pair):
                        self.take(pair)

    def give(self, pairs: Ints) -> None:
        """Gives these seats, each that may be given; whether quotas hold is seen when all are."""
        for pair in pairs[self.could(pairs)].tolist():
            if self.may(pair):
                self.take(pair)

    def enough(self) -> Flags:
        """Which batches have their least number."""
        return self.there >= self._few

    def thin(self) -> Ints:
        """Batches with too few people, the emptiest first. None that is locked or has an agreed seat."""
        short = self._few - self.there
        found = np.flatnonzero((short > 0) & (self._opened != 0) & self._free)
        return found[np.argsort(-short[found], kind="stable")]

    def keep_quotas(self) -> Ints:
        """Takes back the cheapest seats of others until every quota holds, from locked batches only what they have
        above their least number; which these were."""
        dropped: list[int] = []
        for number, quota in enumerate(self.case.terms.quotas):
            if self._shares[number] <= CLOSE:
                continue
            mine = self.pairs()
            others = (self.case.groups[self.person[mine]] & quota.group) == 0
            if quota.need is not None:
                others &= self.case.need[self.case.wish[mine]] == quota.need
            loose = mine[others & ~self.case.agreed[mine]]
            for pair in loose[np.argsort(self.case.value[loose], kind="stable")].tolist():
                if self._shares[number] <= CLOSE:
                    break
                batch = self._batch[pair]
                if self._free[batch] or self.people[batch] > self._least[batch]:
                    self.drop(pair)
                    dropped.append(pair)
        return np.array(dropped, dtype=np.int64)

    def finish(self, order: Ints, deadline: Deadline = NEVER) -> None:
        """Fills what is free, shuts what stays too empty and keeps the quotas, until nothing changes. Who lost a seat
        so is looked at again at once, all others in the end. Once time is over nothing is given any more, and what is
        too empty is shut at once: it ends in a plan in any case."""
        self.fill(order, deadline)
        rank = np.empty(len(self.case.wish), dtype=np.int64)
        rank.fill(len(order))
        rank[order] = np.arange(len(order))
        in_batch = Groups(self.case.batch, len(self.case.batches))
        of_wish = Groups(self.case.wish, len(self.case.officer))
        while True:
            hurry = deadline.over
            thin = self.thin()
            dropped = self._emptied(in_batch, thin if hurry else thin[:1]) if len(thin) else self.keep_quotas()
            if not len(thin) and not len(dropped):
                break
            if not hurry and len(dropped):
                again = of_wish.of(np.unique(self.case.wish[dropped]))
                self.fill(again[np.argsort(rank[again], kind="stable")])
        self.fill(order, deadline)

    def _emptied(self, in_batch: "Groups", which: Ints) -> Ints:
        """Shuts these; the seats that were freed."""
        mine = in_batch.of(which)
        mine = mine[self.given[mine] != 0]
        for pair in mine.tolist():
            self.drop(pair)
        for number in which.tolist():
            self.shut(number)
        return mine

    def pairs(self) -> Ints:
        return np.flatnonzero(self.given)

    def worth(self, values: Floats) -> float:
        """Of all seats that are given."""
        return float(values[self.pairs()].sum())


class Groups:
    """The places of each number in a list of numbers, all together in one array."""

    def __init__(self, numbers: Ints, count: int) -> None:
        self.order = np.argsort(numbers, kind="stable")
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))])

    def of(self, which: Ints) -> Ints:
        """The places of these numbers, one after the other."""
        length = self.starts[which + 1] - self.starts[which]
        ends = np.cumsum(length)
        return self.order[
            np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(self.starts[which] - ends + length, length)
        ]

    def one(self, number: int) -> Ints:
        return self.order[self.starts[number] : self.starts[number + 1]]


def _whole(numbers: Ints) -> Ints:
    return np.ascontiguousarray(numbers, dtype=np.int64)


def _flags(kept: bytearray) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer(kept, dtype=np.uint8) if kept else np.zeros(0, dtype=np.uint8)


def _table(kept: "array[int]", kind: type[np.signedinteger], shape: tuple[int, ...]) -> Ints:
    return (np.frombuffer(kept, dtype=kind) if len(kept) else np.zeros(0, dtype=kind)).reshape(shape)
