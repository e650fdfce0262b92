"""What is kept of a solved case: a line for everybody who needs something, and the prices that say something."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from karmayogi.capacity.engine.solving.case import Case
from karmayogi.capacity.engine.solving.diary import Diary, Groups
from karmayogi.capacity.engine.solving.explain import nearest
from karmayogi.capacity.engine.solving.plan import Plan
from karmayogi.capacity.types import Missed

# Prices of the same kind that are told; those below a hundredth of what a seat is worth say nothing.
MOST_PRICES = 12
TOLD = 0.01
SMALLEST = 1e-6


@dataclasses.dataclass(frozen=True, slots=True)
class Allotted:
    """Of a wish: the batch (None: none, and why), the batch that the reason is about, whole rupees."""

    batch: int | None
    reason: Missed | None
    nearest: int | None
    cost: int


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Points that one more would win: of kind (budget, faculty, room, teaching, away, quota, days), and about what."""

    kind: str
    about: int
    points: float


def allotted(case: Case, plan: Plan, why: Mapping[tuple[int, int], Missed]) -> list[Allotted]:
    """In the order of the wishes. why: pairs that were barred, and by what."""
    diary = Diary(case, plan.held, plan.taken)
    of_wish = Groups(case.wish, len(case.officer))
    barred: dict[int, list[tuple[int, Missed]]] = defaultdict(list)
    for (wish, batch), reason in why.items():
        barred[wish].append((batch, reason))
    taken = {int(case.wish[pair]): pair for pair in plan.taken}
    found = []
    for wish in range(len(case.officer)):
        if wish in taken:
            seat = taken[wish]
            found.append(Allotted(int(case.batch[seat]), None, None, round(float(case.cost[seat]))))
        else:
            reason, nearest = _missed(case, diary, wish, of_wish.one(wish).tolist(), barred[wish])
            found.append(Allotted(None, reason, nearest, 0))
    return found


def _missed(
    case: Case, diary: Diary, wish: int, pairs: list[int], barred: list[tuple[int, Missed]]
) -> tuple[Missed, int | None]:
    if pairs:
        found = nearest(diary, pairs)
        if found is None:  # a seat could be given and was not: it is not worth what it costs the others
            return Missed.BUDGET, int(case.batch[pairs[0]])
        reason, pair = found
        return Missed(reason), int(case.batch[pair])
    if barred:
        first, barring = min(barred, key=lambda one: case.batches[one[0]].first)
        return barring, first
    officer = int(case.officer[wish])
    same = [n for n, one in enumerate(case.batches) if one.need == case.need[wish] and one.held is not False]
    if not same:
        return Missed.NO_BATCH, None
    speaks = [n for n in same if int(case.languages[officer]) >> case.batches[n].language & 1]
    return (Missed.PLACE, speaks[0]) if speaks else (Missed.LANGUAGE, same[0])


def seat_prices(case: Case, plan: Plan) -> list[float]:
    """Of each batch: points that one more seat would win at most."""
    told = [0.0] * len(case.batches)
    about, price = plan.prices.get("seats", (np.zeros(0, dtype=np.int64), np.zeros(0)))
    seats = len(case.batches)
    # The first row of a batch is that of its seats; those that follow say only that no seat is more than its batch.
    for number, points in list(zip(about.tolist(), price.tolist(), strict=True))[:seats]:
        if number in plan.held and points > SMALLEST:
            told[number] = max(told[number], points)
    return told


def told_prices(case: Case, plan: Plan) -> list[Told]:
    """The other limits that cost points, the dearest first; officers' own limits as one line each kind."""
    usual = plan.value / len(plan.taken) if plan.taken else 1.0
    found: list[Told] = []
    for kind, (about, price) in plan.prices.items():
        if kind in ("wish", "seats", "least"):
            continue
        if kind in ("days", "dates"):
            people = {int(one) for one, points in zip(about.tolist(), price.tolist(), strict=True) if points > SMALLEST}
            if people:
                found.append(Told(kind, len(people), float(price.sum())))
            continue
        best: dict[int, float] = {}
        for one, points in zip(about.tolist(), price.tolist(), strict=True):
            best[int(one)] = max(best.get(int(one), 0.0), points)
        # A rupee wins little, so money is told by the ten thousand.
        by = 10_000.0 if kind == "budget" else 1.0
        some = [Told(kind, one, points * by) for one, points in best.items() if points * by > TOLD * usual]
        found += sorted(some, key=lambda one: -one.points)[:MOST_PRICES]
    return sorted(found, key=lambda one: -one.points)
