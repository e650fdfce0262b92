"""Whether a plan keeps every rule, told by plain loops: the reference that no solver's answer is believed without."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from karmayogi.capacity.engine.solving.case import NOBODY, Case
from karmayogi.capacity.engine.solving.rows import spare

CLOSE = 1e-6


def faults(case: Case, taken: list[int], held: set[int]) -> list[str]:
    """Every rule that is broken by these pairs (numbers into the case) and these batches that are held."""
    return list(_faults(case, taken, held))


def _faults(case: Case, taken: list[int], held: set[int]) -> Iterator[str]:
    people: Counter[int] = Counter()
    wishes: Counter[int] = Counter()
    diaries: dict[int, list[int]] = defaultdict(list)
    money = sum(case.batches[number].fixed for number in held)
    for pair in taken:
        batch, wish = int(case.batch[pair]), int(case.wish[pair])
        if batch not in held:
            yield f"batch {batch} has people and is not held"
        people[batch] += 1
        wishes[wish] += 1
        diaries[int(case.officer[wish])].append(batch)
        money += float(case.cost[pair])
    for number in set(case.agreed.nonzero()[0].tolist()) - set(taken):
        yield f"agreed seat {number} is lost"
    yield from (f"wish {wish} is met {times} times" for wish, times in wishes.items() if times > 1)
    for number, offered in enumerate(case.batches):
        if number in held and offered.held is False:
            yield f"batch {number} is locked shut"
        if number in held and not offered.least <= people[number] <= offered.seats:
            yield f"batch {number} has {people[number]} people of {offered.least} to {offered.seats}"
        if number not in held and offered.held is True:
            yield f"batch {number} is locked open"
    if case.terms.budget is not None and money > case.terms.budget + CLOSE * max(1.0, case.terms.budget):
        yield f"it costs {money} of {case.terms.budget}"
    for officer, mine in diaries.items():
        if sum(case.batches[one].days for one in mine) > case.limit[officer]:
            yield f"officer {officer} is away too many days"
        for first in mine:
            if sum(case.batches[one].first <= case.batches[first].first <= case.batches[one].last for one in mine) > 1:
                yield f"officer {officer} is in two batches on one day"
    yield from _people(case, held)
    yield from _offices(case, diaries)
    yield from _quotas(case, taken)


def _people(case: Case, held: set[int]) -> Iterator[str]:
    for kind in ("faculty", "room"):
        whose: dict[int, list[int]] = defaultdict(list)
        for number in held:
            whose[getattr(case.batches[number], kind)].append(number)
        for who, mine in whose.items():
            for first in mine if who != NOBODY else ():
                day = case.batches[first].first
                at_once = [other for other in mine if case.batches[other].first <= day <= case.batches[other].last]
                if len(at_once) > 1:
                    yield f"{kind} {who} is wanted by {sorted(at_once)} at once"
    for teacher, most in case.terms.teaching.items():
        if sum(case.batches[one].days for one in held if case.batches[one].faculty == teacher) > most:
            yield f"faculty {teacher} teaches more than {most} days"


def _offices(case: Case, diaries: dict[int, list[int]]) -> Iterator[str]:
    if case.terms.away is None:
        return
    limit = spare(case)
    away: Counter[tuple[int, int]] = Counter()
    for officer, mine in diaries.items():
        days = {day for one in mine for day in range(case.batches[one].first, case.batches[one].last + 1)}
        for day in days:
            away[int(case.office[officer]), day] += 1
    for (office, day), number in away.items():
        if number > limit[office]:
            yield f"office {office} has {number} people away on day {day}"


def _quotas(case: Case, taken: list[int]) -> Iterator[str]:
    for number, quota in enumerate(case.terms.quotas):
        about = [pair for pair in taken if quota.need is None or int(case.need[case.wish[pair]]) == quota.need]
        mine = sum(bool(case.groups[case.officer[case.wish[pair]]] & quota.group) for pair in about)
        if mine + quota.ahead < quota.share * len(about) - CLOSE:
            yield f"quota {number}: {mine} of {len(about)}"
