"""Whether an officer is eligible, as the order asks for it. Pure; queries/standing.py says the same of everybody."""

import datetime as dt
from collections.abc import Iterable

from karmayogi.talent.types import Facts, Judged, Standing, Terms


def judge(terms: Terms, facts: Facts, on: dt.date) -> Judged:
    """Her standing on a day. What is done after the last day of the year does not count."""
    until = min(on, terms.last)
    days = on_duty(terms, facts)
    done = sorted(day for course in facts.courses if (day := _first(course, terms, until)) is not None)
    test = _first(facts.test, terms, until)
    asked = needed(terms, len(facts.courses), days)
    enough = asked > 0 and len(done) >= asked and (test is not None or not terms.needs_test)
    eligible_on = None
    if days < terms.least_days:
        standing = Standing.NOT_ASKED
    elif not facts.courses:
        standing = Standing.NOTHING
    elif enough:
        standing = Standing.ELIGIBLE
        eligible_on = max([done[asked - 1], *([test] if test is not None and terms.needs_test else [])])
    else:
        standing = Standing.SHORT if on > terms.last else Standing.OPEN
    return Judged(standing, len(facts.courses), len(done), asked, days, test, eligible_on)


def needed(terms: Terms, prescribed: int, days: int) -> int:
    """Courses that are enough: the share of the prescribed, rounded up, at least one of any."""
    if not prescribed:
        return 0
    part, whole = (days, terms.span) if terms.prorata else (1, 1)
    return max(1, -(-prescribed * terms.share * part // (100 * whole)))


def on_duty(terms: Terms, facts: Facts) -> int:
    """Days of the year on any post and not away; a post without an end is held to the end of the year."""
    count = 0
    for place in range(terms.span):
        day = terms.first + dt.timedelta(days=place)
        held = any(since <= day and (until is None or day < until) for since, until in facts.posts)
        count += held and not any(since <= day <= until for since, until in facts.absences)
    return count


def _first(days: Iterable[dt.date], terms: Terms, until: dt.date) -> dt.date | None:
    return min((day for day in days if day <= until and (terms.counts_earlier or day >= terms.first)), default=None)
