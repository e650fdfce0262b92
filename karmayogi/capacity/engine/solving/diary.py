"""Seats given and taken back one by one, with every rule kept at each step: what rounding and repair work with."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Ints
from karmayogi.capacity.engine.solving.rows import spare

CLOSE = 1e-6


class Diary:
    """A plan in the making for batches that are held. `may` and `take` are O(what one officer has)."""

    def __init__(self, case: Case, held: Iterable[int], taken: Iterable[int] = ()) -> None:
        self.case = case
        self.held = set(held)
        self.taken: set[int] = set()
        self.people = [0] * len(case.batches)
        self.met: set[int] = set()
        self.diary: dict[int, list[int]] = defaultdict(list)
        self.money = sum(case.batches[one].fixed for one in self.held)
        self._wish = case.wish.tolist()
        self._batch = case.batch.tolist()
        self._person = case.person.tolist()
        self._cost = case.cost.tolist()
        self._office = case.office.tolist()
        self._limit = case.limit.tolist()
        self._spare = spare(case).tolist()
        self._away: dict[tuple[int, int], int] = defaultdict(int)
        self._dates = [(one.first, one.last, one.days) for one in case.batches]
        self._seats = [one.seats for one in case.batches]
        firsts = np.unique(case.column("first")).astype(np.int64)
        # The days that count: a load on an office or an officer can only rise on a day on which a batch begins.
        self._days = [firsts[(firsts >= one.first) & (firsts <= one.last)].tolist() for one in case.batches]
        self._shares = [-quota.ahead for quota in case.terms.quotas]
        for pair in taken:
            self.take(pair)

    def may(self, pair: int) -> bool:
        """Whether this seat can be given beside all that were; quotas aside, which hold in the end, not at once."""
        number = self._batch[pair]
        if number not in self.held or self.people[number] >= self._seats[number] or self._wish[pair] in self.met:
            return False
        budget = self.case.terms.budget
        if budget is not None and self.money + self._cost[pair] > budget + CLOSE:
            return False
        return self.free_for(pair) and not self.office_full(pair)

    def free_for(self, pair: int) -> bool:
        """Whether the officer has these days, beside what she attends."""
        officer = self._person[pair]
        first, last, days = self._dates[self._batch[pair]]
        for one in self.diary[officer]:
            begins, ends, more = self._dates[one]
            if begins <= last and first <= ends:
                return False
            days += more
        return days <= self._limit[officer]

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
        most = self._spare[office]
        return any(self._away[office, day] >= most for day in self._days[self._batch[pair]])

    def take(self, pair: int) -> None:
        self._move(pair, 1)

    def drop(self, pair: int) -> None:
        self._move(pair, -1)

    def _move(self, pair: int, by: int) -> None:
        number, officer = self._batch[pair], self._person[pair]
        self.people[number] += by
        self.money += by * self._cost[pair]
        if self.case.terms.away is not None:
            for day in self._days[number]:
                self._away[self._office[officer], day] += by
        if self._shares:
            self._shares = [have + by * more for have, more in zip(self._shares, self._changes(pair), strict=True)]
        if by > 0:
            self.taken.add(pair)
            self.met.add(self._wish[pair])
            self.diary[officer].append(number)
        else:
            self.taken.remove(pair)
            self.met.remove(self._wish[pair])
            self.diary[officer].remove(number)

    def _changes(self, pair: int) -> list[float]:
        case = self.case
        changes = []
        for quota in case.terms.quotas:
            if quota.need is not None and int(case.need[self._wish[pair]]) != quota.need:
                changes.append(0.0)
            else:
                changes.append(quota.share - bool(case.groups[self._person[pair]] & quota.group))
        return changes

    def fill(self, order: Ints) -> None:
        """Gives the seats of these pairs in this order, each where it may be given; where there are quotas, in two
        rounds, since what one seat forbids a later one may allow."""
        for _ in range(2 if self._shares else 1):
            for pair in order.tolist():
                if pair not in self.taken and self.may(pair) and self.quotas_allow(pair):
                    self.take(pair)

    def close_thin(self) -> list[int]:
        """Shuts the emptiest batch with too few people and frees them; none that is locked or has an agreed seat."""
        thin = [
            one for one in self.held
            if self.people[one] < self.case.batches[one].least and self.case.batches[one].held is not True
        ]  # fmt: skip
        for number in sorted(thin, key=lambda one: self.people[one] - self.case.batches[one].least):
            mine = [pair for pair in self.taken if self._batch[pair] == number]
            if not any(self.case.agreed[pair] for pair in mine):
                for pair in mine:
                    self.drop(pair)
                self.held.remove(number)
                self.money -= self.case.batches[number].fixed
                return [number]
        return []

    def give(self, pairs: Ints) -> None:
        """Gives these seats, each that may be given; whether quotas hold is seen when all are."""
        for pair in pairs.tolist():
            if pair not in self.taken and self.may(pair):
                self.take(pair)

    def keep_quotas(self) -> bool:
        """Takes back the cheapest seats of others until every quota holds. False: there was nothing to take back."""
        changed = False
        for number in range(len(self._shares)):
            if self._shares[number] <= CLOSE:
                continue
            loose = [pair for pair in self.taken if self._changes(pair)[number] > 0 and not self.case.agreed[pair]]
            for pair in sorted(loose, key=lambda one: self.case.value[one]):
                if self._shares[number] <= CLOSE:
                    break
                self.drop(pair)
                changed = True
        return changed

    def finish(self, order: Ints) -> None:
        """Fills what is free, shuts what stays too empty and keeps the quotas, until nothing changes."""
        self.fill(order)
        for _ in range(2 * len(self.case.batches) + 2):
            if not self.close_thin() and not self.keep_quotas():
                break
            self.fill(order)

    def pairs(self) -> Ints:
        return np.array(sorted(self.taken), dtype=np.int64)
