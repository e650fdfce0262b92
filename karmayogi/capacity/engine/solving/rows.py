"""The rules of a case as rows of a linear programme: blocks of (row, column, coefficient) with bounds, by NumPy.

Columns: first the pairs of the case, then one for each batch (1: it is held). Most officers never meet their own limits
of days and dates, so those rows are added only where an answer broke them (`broken_*`).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from karmayogi.capacity.engine.solving.case import NOBODY, Case, Floats, Ints

INF = float("inf")
# A linear answer is held to be whole or in order within this.
CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `lower <= A x <= upper`; `row` starts at 0 within the block. `kind` and `about` say whose each row is."""

    kind: str
    about: Ints
    row: Ints
    column: Ints
    value: Floats
    lower: Floats
    upper: Floats

    @property
    def count(self) -> int:
        return len(self.lower)

    def add_to(self, highs: Any) -> None:
        """highs: a `highspy.Highs` that has the columns."""
        order = np.argsort(self.row, kind="stable")
        starts = np.searchsorted(self.row[order], np.arange(self.count))
        highs.addRows(
            self.count, self.lower, self.upper, len(order), starts.astype(np.int32),
            self.column[order].astype(np.int32), self.value[order],
        )  # fmt: skip


def block(kind: str, about: Ints, row: Ints, column: Ints, value: Floats, upper: Floats, lower: float = -INF) -> Block:
    return Block(
        kind,
        about,
        row.astype(np.int64),
        column.astype(np.int64),
        value,
        np.full(len(upper), lower),
        upper.astype(float),
    )


def standing(case: Case) -> list[Block]:
    """The rows that every answer is asked to keep from the beginning."""
    pairs, count = len(case.wish), len(case.batches)
    held = pairs + np.arange(count)
    ones = np.ones(pairs)
    # No batch fills above those who could come: said so, the linear answer holds no half batch for half of them.
    could = np.bincount(case.batch, minlength=count)
    seats = np.minimum(case.column("seats"), np.maximum(could, 1)).astype(float)
    least = case.column("least").astype(float)
    each = np.arange(count)
    wishes, which = np.unique(case.wish, return_inverse=True)
    blocks = [
        block("wish", wishes, which, np.arange(pairs), ones, np.ones(len(wishes))),
        block(
            "seats", each, np.concatenate([case.batch, each]), np.concatenate([np.arange(pairs), held]),
            np.concatenate([ones, -seats]), np.zeros(count),
        ),
        block(
            "least", each, np.concatenate([case.batch, each]), np.concatenate([np.arange(pairs), held]),
            np.concatenate([-ones, least]), np.zeros(count),
        ),
    ]  # fmt: skip
    if case.terms.budget is not None:
        price = np.concatenate([case.cost, case.column("fixed").astype(float)])
        some = np.flatnonzero(price)
        blocks.append(
            block(
                "budget",
                np.zeros(1, dtype=np.int64),
                np.zeros(len(some), dtype=np.int64),
                some,
                price[some],
                np.array([case.terms.budget]),
            )
        )
    blocks += people(case, held)
    blocks += _quotas(case)
    return [one for one in blocks if one.count]


def people(case: Case, held: Ints) -> list[Block]:
    """By the columns of the batches: no teacher or room is wanted twice on one day, nobody teaches more than agreed."""
    blocks = []
    first, last = case.column("first"), case.column("last")
    for kind in ("faculty", "room"):
        who = case.column(kind).astype(np.int64)
        rows: list[Ints] = []
        columns: list[Ints] = []
        about: list[int] = []
        for one in np.unique(who[who != NOBODY]):
            mine = np.flatnonzero(who == one)
            for group in _cliques(first[mine], last[mine], mine):
                rows.append(np.full(len(group), len(about)))
                columns.append(held[group])
                about.append(int(one))
        if about:
            column = np.concatenate(columns)
            blocks.append(
                block(kind, np.array(about), np.concatenate(rows), column, np.ones(len(column)), np.ones(len(about)))
            )
    teaches = case.column("faculty").astype(np.int64)
    teachers = set(teaches.tolist())
    limits = [(one, days) for one, days in case.terms.teaching.items() if one in teachers]
    if limits:
        days = case.column("days").astype(float)
        theirs = [np.flatnonzero(teaches == one) for one, _ in limits]
        blocks.append(
            block(
                "teaching", np.array([one for one, _ in limits]),
                np.concatenate([np.full(len(some), number) for number, some in enumerate(theirs)]),
                held[np.concatenate(theirs)], days[np.concatenate(theirs)],
                np.array([float(most) for _, most in limits]),
            )
        )  # fmt: skip
    return blocks


def _cliques(first: Floats, last: Floats, mine: Ints) -> list[Ints]:
    """Sets of batches that all lie on one day. Intervals that meet pairwise share the first day of one of them."""
    sets = {tuple(mine[(first <= day) & (last >= day)].tolist()) for day in np.unique(first)}
    return [np.array(one) for one in sorted(sets) if len(one) > 1]


def _quotas(case: Case) -> list[Block]:
    """share × all − those of the group ≤ 0, over the pairs that the quota is about."""
    blocks = []
    for number, quota in enumerate(case.terms.quotas):
        about = (
            case.need[case.wish] == quota.need if quota.need is not None else np.ones(len(case.wish), dtype=np.bool_)
        )
        some = np.flatnonzero(about)
        belongs = (case.groups[case.person[some]] & quota.group) != 0
        value = quota.share - belongs.astype(float)
        keep = np.abs(value) > CLOSE
        blocks.append(
            block("quota", np.array([number]), np.zeros(keep.sum()), some[keep], value[keep], np.array([quota.ahead]))
        )
    return blocks


def broken_days(case: Case, taken: Floats, known: set[int]) -> Block | None:
    """Officers whose days of training go above their own limit in an answer and are not held to it yet."""
    days = case.column("days").astype(float)[case.batch]
    used = np.bincount(case.person, weights=taken * days, minlength=len(case.limit))
    who = np.array([one for one in np.flatnonzero(used > case.limit + CLOSE) if int(one) not in known], dtype=np.int64)
    if not len(who):
        return None
    known.update(who.tolist())
    row_of = np.full(len(case.limit), -1)
    row_of[who] = np.arange(len(who))
    rows = row_of[case.person]
    some = np.flatnonzero(rows >= 0)
    return block("days", who, rows[some], some, days[some], case.limit[who].astype(float))


def broken_choices(case: Case, taken: Floats, known: set[tuple[int, ...]]) -> Block | None:
    """What no officer can do together and an answer does in part: of batches of which any two share a day, or are too
    long together, one can be attended; of three that are too long together, two. Sharper than days and dates alone."""
    # Whose seats come to one or less together is in no two at once, however many there are in part.
    person = case.person
    people = np.flatnonzero(np.bincount(person, weights=taken, minlength=len(case.limit)) > 1 + CLOSE)
    if not len(people):
        return None
    first, last = case.column("first").astype(np.int64), case.column("last").astype(np.int64)
    days = case.column("days").astype(np.int64)
    starts = np.searchsorted(person, np.arange(len(case.limit) + 1))
    found: list[tuple[int, tuple[int, ...], float]] = []
    for who in people.tolist():
        mine = np.arange(starts[who], starts[who + 1])
        load, limit = taken[mine], case.limit[who]
        if not _crowded(case.wish[mine], case.batch[mine], load, limit, (first, last, days)):
            continue
        number = case.batch[mine]
        against = (first[number][:, None] <= last[number][None, :]) & (first[number][None, :] <= last[number][:, None])
        against |= case.wish[mine][:, None] == case.wish[mine][None, :]
        against |= days[number][:, None] + days[number][None, :] > limit
        order = np.argsort(-load, kind="stable")
        for start in order[load[order] > CLOSE].tolist():
            clique = [start]
            for other in order.tolist():
                if other != start and against[other, clique].all():
                    clique.append(other)
            if load[clique].sum() > 1 + CLOSE:
                found.append((who, tuple(sorted(mine[clique].tolist())), 1.0))
        busy = order[load[order] > CLOSE][:8].tolist()
        for three in combinations(busy, 3):
            chosen = list(three)
            if days[number[chosen]].sum() > limit and load[chosen].sum() > 2 + CLOSE:
                found.append((who, tuple(sorted(mine[chosen].tolist())), 2.0))
    new = [one for one in dict.fromkeys(found) if one[1] not in known]
    if not new:
        return None
    known.update(pairs for _, pairs, _ in new)
    column = np.concatenate([np.array(pairs) for _, pairs, _ in new])
    row = np.repeat(np.arange(len(new)), [len(pairs) for _, pairs, _ in new])
    about = np.array([who for who, _, _ in new])
    return block("dates", about, row, column, np.ones(len(column)), np.array([most for _, _, most in new]))


def _crowded(wish: Ints, batch: Ints, load: Floats, limit: int, of: tuple[Ints, Ints, Ints]) -> bool:
    """Whether an officer is in two batches of different needs at once, or in what is too long together."""
    some = np.flatnonzero(load > CLOSE).tolist()
    first, last, days = ([one[number] for number in batch[some].tolist()] for one in of)
    wishes = wish[some].tolist()
    if sum(sorted(days)[-3:]) > limit:
        return True
    return any(
        wishes[one] != wishes[other] and first[one] <= last[other] and first[other] <= last[one]
        for one in range(len(some)) for other in range(one)
    )  # fmt: skip


# A seat is asked to be no more than its batch where an answer is off by this much; so many a round.
OFF = 0.02
LINKS = 6_000


def broken_links(case: Case, taken: Floats, held: Floats, known: set[int]) -> Block | None:
    """Seats in batches that are held less than the seat is: half a batch has no whole seat for anybody."""
    over = taken - held[case.batch]
    some = np.flatnonzero(over > OFF)
    some = some[np.argsort(-over[some], kind="stable")]
    new = np.array([pair for pair in some.tolist() if pair not in known][:LINKS], dtype=np.int64)
    if not len(new):
        return None
    known.update(new.tolist())
    row = np.arange(len(new))
    return block(
        "seats", case.batch[new], np.concatenate([row, row]), np.concatenate([new, len(taken) + case.batch[new]]),
        np.concatenate([np.ones(len(new)), -np.ones(len(new))]), np.zeros(len(new)),
    )  # fmt: skip


def spare(case: Case) -> Ints:
    """How many people of each office may be away on one day."""
    if case.terms.away is None:
        return case.strength.copy()
    return np.maximum(1, np.floor(case.strength * case.terms.away)).astype(np.int64)


def broken_presence(case: Case, taken: Floats, known: set[tuple[int, int]]) -> Block | None:
    """Offices that would lose too many people on one day: a row for each (office, day on which a batch begins)."""
    if case.terms.away is None:
        return None
    first, last = case.column("first").astype(np.int64), case.column("last").astype(np.int64)
    days = np.unique(first)
    on = (first[:, None] <= days[None, :]) & (last[:, None] >= days[None, :])
    some = np.flatnonzero(taken > CLOSE)
    load = np.zeros((len(case.strength), len(case.batches)))
    np.add.at(load, (case.office[case.person[some]], case.batch[some]), taken[some])
    limit = spare(case)
    found = [
        (int(one), int(day))
        for one, day in zip(*np.nonzero(load @ on > limit[:, None] + CLOSE), strict=True)
        if (int(one), int(days[day])) not in known
    ]
    if not found:
        return None
    known.update((one, int(days[day])) for one, day in found)
    office = case.office[case.person]
    rows, columns = [], []
    for number, (one, day) in enumerate(found):
        mine = np.flatnonzero((office == one) & on[case.batch, day])
        rows.append(np.full(len(mine), number))
        columns.append(mine)
    column = np.concatenate(columns)
    about = np.array([one for one, _ in found])
    return block("away", about, np.concatenate(rows), column, np.ones(len(column)), limit[about].astype(float))
