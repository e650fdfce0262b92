"""The reference: what a mandate means for one person on one day. Pure; queries/evaluation.py says the same for many.

Terms are those of decision 0044. The first due date comes from the date rule. A mandate that repeats has either dates
that stay (Basis.DUE: the k-th is the first plus k times the months, and what is done from its window on counts for it)
or dates that follow the last completion (Basis.COMPLETION).
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from karmayogi.plans.engine.audience import matched
from karmayogi.plans.engine.days import add_months, add_working_days, quarter_end, year_end
from karmayogi.plans.types import (
    Anchor,
    Basis,
    Cycle,
    DueRule,
    Facts,
    Mandate,
    Obligation,
    Posting,
    Repeat,
    RoundTo,
    Status,
    Step,
    StepKind,
    Unit,
    Wants,
    What,
)

DAY = dt.timedelta(days=1)
# More than the months from the first to the last day that an order can name, so that the loop ends.
MOST_CYCLES = 2_000
# For whom an order binds after its day, where it names no span of its own; and for whom an exemption ends.
GRACE = 30


def obligations_of(
    facts: Facts, mandates: Iterable[Mandate], on: dt.date, holidays: dict[int, frozenset[dt.date]] | None = None
) -> list[Obligation]:
    """One for each mandate that matches her on that day. holidays: issuer's organisation -> days off there."""
    known = holidays or {}
    found = (obligation(mandate, facts, on, known.get(mandate.unit_id, frozenset())) for mandate in mandates)
    return [one for one in found if one is not None]


def obligation(mandate: Mandate, facts: Facts, on: dt.date, holidays: frozenset[dt.date]) -> Obligation | None:
    """None: the mandate has ended, or none of its rules matches."""
    if mandate.ends_on is not None and on > mandate.ends_on:
        return None
    match = matched(mandate, facts)
    if match is None:
        return None
    rule, posting = match
    # Before this day she owed nothing: no date of before is overdue, or was missed.
    bound = max(mandate.starts_on, posting.since)
    steps = due_steps(mandate, facts, posting, holidays, bound)
    first, limit = steps[-1].day, None
    base = Obligation(
        mandate.id, rule, posting, first, mandate.starts_on, Status.OPEN, None, tuple(steps), mandate.counts_from
    )
    if mandate.repeat is None:
        found = _measured(base, mandate.what, facts, on)
    elif mandate.repeat.basis is Basis.DUE:
        found, limit = _dates_stay(base, mandate, mandate.repeat, facts, on, bound)
    else:
        found = _follows(base, mandate, mandate.repeat, facts, on)
    found = _after_exemption(_extended(found, mandate, facts, limit), mandate, facts, limit)
    return dataclasses.replace(found, status=_status(found, mandate, facts, on))


def due_steps(
    mandate: Mandate, facts: Facts, posting: Posting, holidays: frozenset[dt.date], bound: dt.date
) -> list[Step]:
    """The arithmetic of the first due date, line by line. A date before the order bound her is counted anew from the
    day on which it did; dates that stay are passed over instead."""
    rule = mandate.due
    anchors = {
        Anchor.FIXED: rule.fixed_on, Anchor.START: mandate.starts_on, Anchor.JOINING: facts.joined_on,
        Anchor.POSTING: posting.since,
    }  # fmt: skip
    day = anchors[rule.anchor] or mandate.starts_on
    steps = [Step(StepKind(rule.anchor.value), day)]
    steps += _counted(rule, day, holidays)
    if steps[-1].day < bound and (mandate.repeat is None or mandate.repeat.basis is not Basis.DUE):
        again = _counted(rule, bound, holidays)
        steps += [Step(StepKind.BOUND, bound), *(again or [_grace(StepKind.DAYS, bound)])]
    return steps


def _counted(rule: DueRule, day: dt.date, holidays: frozenset[dt.date]) -> list[Step]:
    """What the rule adds to that day."""
    steps: list[Step] = []
    if rule.amount:
        steps.append(_added(rule, day, holidays))
        day = steps[-1].day
    if rule.round_to is RoundTo.QUARTER:
        steps.append(Step(StepKind.QUARTER, quarter_end(day)))
    elif rule.round_to is RoundTo.YEAR:
        steps.append(Step(StepKind.YEAR, year_end(day)))
    return steps


def _grace(kind: StepKind, day: dt.date) -> Step:
    return Step(kind, day + GRACE * DAY, GRACE)


def _added(rule: DueRule, day: dt.date, holidays: frozenset[dt.date]) -> Step:
    if rule.unit is Unit.MONTHS:
        return Step(StepKind.MONTHS, add_months(day, rule.amount), rule.amount)
    if rule.unit is Unit.WORKING_DAYS:
        end, skipped = add_working_days(day, rule.amount, holidays)
        return Step(StepKind.WORKING_DAYS, end, rule.amount, skipped)
    return Step(StepKind.DAYS, day + dt.timedelta(days=rule.amount), rule.amount)


def _measured(found: Obligation, what: What, facts: Facts, on: dt.date, until: dt.date | None = None) -> Obligation:
    """How far she is with what was done from `found.counts_from` to that day."""
    last = on if until is None else min(on, until)
    if what.wants is Wants.LEVEL:
        level, since = facts.levels.get(what.competency_id or 0, (0, on))
        return dataclasses.replace(found, level=level, done_on=since if level >= what.needed else None)
    if what.wants is Wants.MINUTES:
        total, reached = _summed(facts.credits, found.counts_from, last, what.needed)
        return dataclasses.replace(found, minutes=total, done_on=reached)
    if what.wants is Wants.POINTS:
        total, reached = _summed(facts.points, found.counts_from, last, what.needed)
        return dataclasses.replace(found, points=total, done_on=reached)
    days = tuple(
        min((day for day in _days(facts, item) if _counts(day, found.counts_from, last)), default=None)
        for item in what.items
    )
    done = sorted(day for day in days if day is not None)
    return dataclasses.replace(found, items=days, done_on=done[what.needed - 1] if len(done) >= what.needed else None)


def _summed(
    given: Iterable[tuple[dt.date, int]], since: dt.date | None, last: dt.date, needed: int
) -> tuple[int, dt.date | None]:
    """(minutes or points in all, the day since when they have been enough). What is taken back counts as if it never
    was."""
    counted = sorted(one for one in given if _counts(one[0], since, last))
    total = sum(amount for _day, amount in counted)
    if total < needed:
        return total, None
    running, reached = 0, last
    for day, amount in counted:
        running += amount
        if running >= needed:
            reached = day
            break
    return total, reached


def _days(facts: Facts, item: Sequence[int]) -> list[dt.date]:
    """When the item or an equivalent was done."""
    return [day for one in item for day in facts.done.get(one, ())]


def _counts(day: dt.date, since: dt.date | None, last: dt.date) -> bool:
    return day <= last and (since is None or day >= since)


def _opens(first: dt.date, repeat: Repeat, k: int) -> dt.date:
    """The first day on which what is done counts for the k-th due date, k >= 1."""
    before = add_months(first, (k - 1) * repeat.months)
    return max(before, add_months(first, k * repeat.months - repeat.window)) + DAY


def _dates_stay(
    base: Obligation, mandate: Mandate, repeat: Repeat, facts: Facts, on: dt.date, bound: dt.date
) -> tuple[Obligation, dt.date]:
    """The time that is asked for now, and the day on which the next one begins. Her first time is the first date since
    the order binds her."""
    first, history = base.due_on, list[Cycle]()
    k = max(0, ((bound.year - first.year) * 12 + bound.month - first.month) // repeat.months - 1)
    while k < MOST_CYCLES and add_months(first, k * repeat.months) < bound:
        k += 1
    start = k

    def cycle(k: int) -> Obligation:
        due, opens = add_months(first, k * repeat.months), _opens(first, repeat, k)
        steps = (*base.steps, Step(StepKind.REPEATED, due, k)) if k else base.steps
        found = dataclasses.replace(base, due_on=due, steps=steps)
        return found if k == start else dataclasses.replace(found, opens_on=opens, counts_from=opens)

    while k < MOST_CYCLES and _opens(first, repeat, k + 1) <= on:
        past = _measured(cycle(k), mandate.what, facts, on, _opens(first, repeat, k + 1) - DAY)
        if past.done_on is not None or not _exempt(mandate, facts, past.due_on):
            history.append(Cycle(past.due_on, past.done_on))
        k += 1
    found = _measured(cycle(k), mandate.what, facts, on)
    limit = _opens(first, repeat, k + 1)
    again = (limit, add_months(first, (k + 1) * repeat.months)) if found.done_on else (None, None)
    return dataclasses.replace(found, again_from=again[0], again_due=again[1], history=tuple(history)), limit


def _follows(base: Obligation, mandate: Mandate, repeat: Repeat, facts: Facts, on: dt.date) -> Obligation:
    """Due so many months after the last time that enough items had been done together, and never before the date of
    whoever has not done them yet."""
    latest = tuple(
        max((day for day in _days(facts, item) if _counts(day, base.counts_from, on)), default=None)
        for item in mandate.what.items
    )
    done = sorted((day for day in latest if day is not None), reverse=True)
    if len(done) < mandate.what.needed:
        return dataclasses.replace(base, items=latest)
    last = done[mandate.what.needed - 1]
    expires = add_months(last, repeat.months)
    opens = max(last, add_months(last, repeat.months - repeat.window)) + DAY
    steps, history = base.steps, tuple[Cycle, ...]()
    if expires > base.due_on:
        steps = (Step(StepKind.COMPLETED, last), Step(StepKind.MONTHS, expires, repeat.months))
        history = (Cycle(base.due_on, last),)
    due, valid = max(base.due_on, expires), on < opens
    return dataclasses.replace(
        base, due_on=due, opens_on=opens, steps=steps, items=latest, done_on=last if valid else None,
        again_from=opens if valid else None, again_due=due if valid else None, history=history,
    )  # fmt: skip


def _extended(found: Obligation, mandate: Mandate, facts: Facts, limit: dt.date | None) -> Obligation:
    """The due date moved by a decision: the latest one that is later than it, and before the next time begins."""
    days = [
        one.until
        for one in facts.reliefs
        if one.mandate_id == mandate.id and not one.exempt and one.until is not None and one.until > found.due_on
        and (limit is None or one.until < limit)
    ]  # fmt: skip
    if not days:
        return found
    step = Step(StepKind.EXTENDED, max(days))
    return dataclasses.replace(found, due_on=max(days), steps=(*found.steps, step))


def _after_exemption(found: Obligation, mandate: Mandate, facts: Facts, limit: dt.date | None) -> Obligation:
    """A due date within an exemption that ends moves beyond it: nobody is late on the first day on which she is bound
    again. It stays before the next time begins."""
    ends = [
        one.until
        for one in facts.reliefs
        if one.mandate_id == mandate.id and one.exempt and one.until is not None
        and one.since <= found.due_on < one.until
    ]  # fmt: skip
    if not ends:
        return found
    step = _grace(StepKind.EXEMPTED, max(ends))
    if limit is not None and limit - DAY < step.day:
        step = dataclasses.replace(step, day=max(found.due_on, limit - DAY))
    return dataclasses.replace(found, due_on=step.day, steps=(*found.steps, step))


def _exempt(mandate: Mandate, facts: Facts, on: dt.date) -> bool:
    return any(
        one.mandate_id == mandate.id and one.exempt and one.since <= on and (one.until is None or on < one.until)
        for one in facts.reliefs
    )


def _status(found: Obligation, mandate: Mandate, facts: Facts, on: dt.date) -> Status:
    if _exempt(mandate, facts, on):
        return Status.EXEMPT
    if found.done_on is not None:
        return Status.DONE
    if on < mandate.starts_on:
        return Status.UPCOMING
    if on > found.due_on:
        return Status.OVERDUE
    return Status.EXTENDED if found.steps[-1].kind is StepKind.EXTENDED else Status.OPEN
