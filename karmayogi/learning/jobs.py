"""Background work of learning."""

import datetime as dt

from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.kernel.jobs import LONG, periodic
from karmayogi.learning.actions.authoring.retire import retire_due
from karmayogi.learning.actions.cmi5.abandon import abandon_forgotten
from karmayogi.learning.actions.collections.everybody import advance_everybody
from karmayogi.learning.actions.count_peers import count_peers
from karmayogi.learning.actions.follow_office import follow_changes
from karmayogi.learning.actions.media.make import make_waiting
from karmayogi.learning.actions.media.sweep import ask_missing, remove_unused
from karmayogi.learning.actions.onthejob.open_checks import look_after_checks, open_checks
from karmayogi.learning.actions.records.check import check_records
from karmayogi.learning.actions.tell_store import tell_store as tell

_LOOK_BACK = dt.timedelta(days=7)  # the worker may have rested over a night


@periodic("35 18 * * *")  # five minutes past midnight in India
def follow_postings() -> None:
    on = clock.day(clock.now())
    follow_changes(on - _LOOK_BACK, on)


@periodic("15 21 * * *", queue=LONG)  # a quarter to three at night in India
def count_choices_of_peers() -> None:
    count_peers(on=clock.day(clock.now()))


@periodic("5 20 * * *")  # twenty-five to two at night in India
def advance_programmes() -> None:
    """Whoever joined in the very moment in which their last item was completed."""
    advance_everybody(at=clock.now())


@periodic("31 18 * * *")  # a minute past midnight in India
def retire_courses() -> None:
    """Courses whose last day was yesterday leave the catalogue."""
    retire_due(agent=System("retirement of courses"), at=clock.now())


@periodic("* * * * *")
def tell_store() -> None:
    """What learners did in our own lessons, as statements in the record store."""
    tell(at=clock.now())


@periodic("10 * * * *")
def abandon_forgotten_sessions() -> None:
    """Sessions of packages that were closed without a word, once their time is over."""
    abandon_forgotten(at=clock.now())


@periodic("*/10 * * * *", priority=-10, queue=LONG)
def make_media() -> None:
    """Lighter forms of what was not asked for by hand (courses of folders, a program that is there now), few at a
    time, so that a new copy of the product is not busy with films while its first visitors come."""
    ask_missing(clock.now())
    make_waiting(clock.now, most=4)


@periodic("25 21 * * *")  # five minutes to three at night in India
def remove_media() -> None:
    remove_unused(System("retention of media"), clock.now())


@periodic("30 19 * * 6", queue=LONG)  # one o'clock at night before Sunday in India
def check_records_weekly() -> None:
    check_records(at=clock.now())


@periodic("45 19 * * *", queue=LONG)  # a quarter past one at night in India
def ask_what_was_applied() -> None:
    """Checks of courses completed a month ago open; what was not used or answered in time ends."""
    at = clock.now()
    open_checks(on=clock.day(at), at=at)
    look_after_checks(on=clock.day(at), at=at)
