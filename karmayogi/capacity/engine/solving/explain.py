"""Why somebody is not in a plan, and what differs between two: told from the plan itself, without solving again."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from karmayogi.capacity.engine.solving.case import Case
from karmayogi.capacity.engine.solving.diary import Diary, Groups
from karmayogi.capacity.engine.solving.solve import Plan


class Reason(StrEnum):
    """What stands against a wish, in the order in which it is told: first what a planner can change most easily."""

    FULL = "full"  # a batch that fits is held and has no seat left
    BUDGET = "budget"
    CLOSED = "closed"  # a batch that fits is in the calendar and is not held
    OFFICE = "office"  # too many of the office would be away
    QUOTA = "quota"
    DATES = "dates"  # on a day on which the officer is in another batch
    DAYS = "days"  # the officer's own days of training are used up
    PLACE = "place"  # nobody is sent that far
    LANGUAGE = "language"  # no batch in a language of the officer
    NO_BATCH = "no_batch"


REASONS = tuple(Reason)
ORDER = {reason: number for number, reason in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Short:
    """So many people miss something for one reason. `language` and `quarter`: of the batch that is full or closed."""

    reason: Reason
    need: int
    language: int | None
    quarter: int | None
    people: int
    points: float
    must: int


def missing(case: Case, plan: Plan) -> list[Short]:
    """All wishes that a plan leaves, by reason; those with most points first."""
    diary = Diary(case, plan.held, plan.taken)
    of_wish = Groups(case.wish, len(case.officer))
    people: Counter[tuple[Reason, int, int | None, int | None]] = Counter()
    points: Counter[tuple[Reason, int, int | None, int | None]] = Counter()
    must: Counter[tuple[Reason, int, int | None, int | None]] = Counter()
    for wish in range(len(case.officer)):
        if not diary.met(wish):
            key = _reason(case, diary, wish, of_wish.one(wish).tolist())
            people[key] += 1
            points[key] += float(case.points[wish])  # type: ignore[assignment]
            must[key] += bool(case.must[wish])
    found = [Short(*key, number, float(points[key]), must[key]) for key, number in people.items()]
    return sorted(found, key=lambda one: (-one.points, ORDER[one.reason], one.need))


@dataclass(frozen=True, slots=True)
class Lack:
    """Batches in a language lack so many seats in a quarter, over all needs ("Odia batches lack 240 seats in Q3").

    `must`: of them, so many are ordered; `closed`: so many would sit in batches that are in the calendar, not held."""

    language: int
    quarter: int
    seats: int
    must: int
    closed: int
    points: float


def lacking(case: Case, plan: Plan) -> list[Lack]:
    """Where seats are missing, by language and quarter; everybody is counted once. Most first, orders before all."""
    found: dict[tuple[int, int], list[Short]] = defaultdict(list)
    for one in missing(case, plan):
        if one.reason in {Reason.FULL, Reason.CLOSED} and one.language is not None and one.quarter is not None:
            found[one.language, one.quarter].append(one)
    lacks = [
        Lack(
            language, quarter, sum(one.people for one in some), sum(one.must for one in some),
            sum(one.people for one in some if one.reason == Reason.CLOSED), sum(one.points for one in some),
        )
        for (language, quarter), some in found.items()
    ]  # fmt: skip
    return sorted(lacks, key=lambda one: (-one.must, -one.seats, one.language, one.quarter))


def _reason(case: Case, diary: Diary, wish: int, pairs: list[int]) -> tuple[Reason, int, int | None, int | None]:
    need = int(case.need[wish])
    if not pairs:
        return _never(case, wish), need, None, None
    found = nearest(diary, pairs)
    if found is None:  # a seat that could be given and was not: nothing is left but its worth, not above its price
        return Reason.BUDGET, need, None, None
    reason, pair = found
    batch = case.batches[int(case.batch[pair])]
    return reason, need, batch.language, batch.quarter


def nearest(diary: Diary, pairs: list[int]) -> tuple[Reason, int] | None:
    """What a planner can change most easily of all that stands against these seats, and the first that it stands
    against; None: nothing stands against any."""
    best: tuple[int, int] | None = None
    for pair in pairs:
        reason = against(diary, pair)
        if reason is Reason.FULL:
            return reason, pair
        if reason is not None and (best is None or ORDER[reason] < best[0]):
            best = ORDER[reason], pair
    return None if best is None else (REASONS[best[0]], best[1])


def _never(case: Case, wish: int) -> Reason:
    officer = int(case.officer[wish])
    same = [one for one in case.batches if one.need == case.need[wish] and one.held is not False]
    if not same:
        return Reason.NO_BATCH
    if not any(int(case.languages[officer]) >> one.language & 1 for one in same):
        return Reason.LANGUAGE
    return Reason.PLACE


def against(diary: Diary, pair: int) -> Reason | None:
    """The first thing that stands against a seat in a plan; None: it could be given."""
    case = diary.case
    number, officer = int(case.batch[pair]), int(case.officer[case.wish[pair]])
    batch = case.batches[number]
    if number not in diary.held:
        return Reason.CLOSED
    mine = diary.attends(officer)
    if any(case.batches[one].first <= batch.last and batch.first <= case.batches[one].last for one in mine):
        return Reason.DATES
    if sum(case.batches[one].days for one in mine) + batch.days > case.limit[officer]:
        return Reason.DAYS
    if diary.office_full(pair):
        return Reason.OFFICE
    if diary.people[number] >= batch.seats:
        return Reason.FULL
    if case.terms.budget is not None and diary.money + float(case.cost[pair]) > case.terms.budget:
        return Reason.BUDGET
    return None if diary.quotas_allow(pair) else Reason.QUOTA


@dataclass(frozen=True, slots=True)
class Difference:
    """What a plan changes beside another of the same wishes and batches: (wish, batch) pairs and figures."""

    gained: tuple[tuple[int, int], ...]
    lost: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int, int], ...]  # wish, from batch, to batch
    points: float
    cost: float


def difference(before: tuple[Case, Plan], after: tuple[Case, Plan]) -> Difference:
    """Who gains, who loses and who moves; both cases have the same wishes in the same order."""
    (first, was), (second, now) = before, after
    old = {int(first.wish[pair]): int(first.batch[pair]) for pair in was.taken}
    new = {int(second.wish[pair]): int(second.batch[pair]) for pair in now.taken}
    return Difference(
        tuple((wish, new[wish]) for wish in sorted(new.keys() - old.keys())),
        tuple((wish, old[wish]) for wish in sorted(old.keys() - new.keys())),
        tuple((wish, old[wish], new[wish]) for wish in sorted(old.keys() & new.keys()) if old[wish] != new[wish]),
        now.points - was.points,
        now.cost - was.cost,
    )


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit more of something would win at the margin, in points: a seat of a batch, a rupee, a day."""

    kind: str
    about: int
    points: float


def dearest(plan: Plan, kind: str, most: int = 10) -> list[Price]:
    """The limits of one kind that cost most points at the margin. Prices are those of the linear programme: exact for a
    small change, an upper bound for a large one."""
    about, price = plan.prices.get(kind, (np.zeros(0, dtype=np.int64), np.zeros(0)))
    order = np.argsort(-price, kind="stable")[:most]
    return [Price(kind, int(about[one]), float(price[one])) for one in order.tolist() if price[one] > 1e-9]
