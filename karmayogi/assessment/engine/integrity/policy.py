"""What is held to be out of the ordinary: every threshold, by version. A version that was in force is never edited.

Each signal and each re-check names the version by which it was found, so that what a version gets wrong can be counted.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """Times in seconds, shares from 0 to 1.

    Lessons: time in which parts lay open, as a share of their least plausible times added up. weak_pace is reached by
    several parts open at once now and then, strong_pace by nothing but many at once.
    Tests: seconds for a question, of tests that were passed.
    Answers: two attempts at one test in one office within clone_days, which share at least least_same wrong answers.
    weak_chance and strong_chance: how many pairs like it are expected by chance among all pairs compared with them;
    order_chance: of the order in which both answered. An option says something only where at least least_wrong
    people chose a wrong one at that question.
    Devices: people who passed one test from what looks like one device within device_window.
    rechecks: kinds of which a strong case leads to a re-check.
    """

    version: int
    since: dt.date
    least_lesson: int
    weak_pace: float
    strong_pace: float
    weak_question: float
    strong_question: float
    clone_days: int
    least_same: int
    least_wrong: int
    weak_chance: float
    strong_chance: float
    order_chance: float
    device_people: int
    device_window: dt.timedelta
    device_kept: dt.timedelta
    rechecks: tuple[str, ...]
    recheck_questions: int
    recheck_needed: int
    recheck_time: dt.timedelta
    recheck_days: int
    appeal_days: int
    rate_days: int


POLICIES: Mapping[int, Policy] = MappingProxyType(
    {
        1: Policy(
            version=1,
            since=dt.date(2026, 11, 23),
            least_lesson=60,
            weak_pace=0.9,
            strong_pace=0.34,
            weak_question=4,
            strong_question=2,
            clone_days=14,
            least_same=4,
            least_wrong=20,
            weak_chance=0.2,
            strong_chance=0.001,
            order_chance=0.05,
            device_people=3,
            device_window=dt.timedelta(hours=2),
            device_kept=dt.timedelta(days=30),
            rechecks=("fast_lessons", "fast_test", "same_answers"),
            recheck_questions=3,
            recheck_needed=2,
            recheck_time=dt.timedelta(minutes=6),
            recheck_days=14,
            appeal_days=30,
            rate_days=365,
        ),
    }
)
IN_FORCE = POLICIES[max(POLICIES)]
