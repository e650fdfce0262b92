"""The terms of learning at work: what is plausible, when a check opens, how many peers. The one place of these
numbers."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

# Kind of an entry -> the kind of its hours (70-20-10): at the work itself, or from others.
ENTRY_KINDS = {
    "stretch": "experience",
    "project": "experience",
    "shadowing": "social",
    "coaching": "social",
    "teaching": "social",
}


@dataclasses.dataclass(frozen=True, slots=True)
class EntryTerms:
    """day_minutes: of a day, over all entries of an officer. days_back: an entry ends at most so long ago, or who was
    there does not remember. least_officers: with confirmed entries, of an office below which no figure is shown."""

    day_minutes: int = 480
    least_minutes: int = 15
    days_back: int = 365
    longest_days: int = 180
    waiting_at_once: int = 20
    ring_days: int = 365
    least_officers: int = 10  # as in the figures of insight, which learning does not see


@dataclasses.dataclass(frozen=True, slots=True)
class CheckTerms:
    """opens_after, closes_after: days after the completion. days_again: to write once more, and to appeal, after a "not
    shown". days_to_decide: without a majority by then, somebody of the office decides. days_apart: who checked the
    other in that time is not drawn. most_waiting: asks that wait for one peer. minutes: credited as learned at work
    where it was shown. needed: of the `questions` of the rubric, the yes that make a "shown"."""

    opens_after: int = 30
    closes_after: int = 60
    peers: int = 3
    majority: int = 2
    days_to_answer: int = 7
    days_again: int = 21
    days_to_decide: int = 28
    days_apart: int = 365
    most_waiting: int = 5
    minutes: int = 60
    questions: int = 3
    needed: int = 2


ENTRY = EntryTerms()
CHECK = CheckTerms()


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes from the first to the last day, taken as even."""

    begun_on: dt.date
    ended_on: dt.date
    minutes: int

    @property
    def a_day(self) -> Fraction:
        return Fraction(self.minutes, (self.ended_on - self.begun_on).days + 1)


def crowded_day(new: Stretch, others: Sequence[Stretch], most: int = ENTRY.day_minutes) -> dt.date | None:
    """The first day on which the new one and the others take more minutes than a day has; None where all fit.

    What a day holds grows only where something begins, so only those days are looked at.
    """
    met = [one for one in others if one.begun_on <= new.ended_on and one.ended_on >= new.begun_on]
    for day in sorted({new.begun_on, *(one.begun_on for one in met if one.begun_on > new.begun_on)}):
        if sum(one.a_day for one in (new, *met) if one.begun_on <= day <= one.ended_on) > most:
            return day
    return None


def is_shown(answers: Sequence[bool], terms: CheckTerms = CHECK) -> bool:
    """What the answers of one peer to the rubric come to."""
    return sum(answers) >= terms.needed


def majority(votes: Sequence[bool], terms: CheckTerms = CHECK) -> bool | None:
    """What the peers say together; None while it is open."""
    if sum(votes) >= terms.majority:
        return True
    return False if len(votes) - sum(votes) >= terms.majority else None
