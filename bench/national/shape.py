"""What the generated country is: its totals, how they are spread, and the arithmetic by which everything is drawn.

Every draw is a function of the seed and of a number (of a person, of an enrolment), written twice: as SQL for the store
(`load.py`) and with numpy for the truth (`truth.py`). Totals are met to the last one: how much each person has hangs on
her rank in a shuffle of all, and the quantiles of the spread are scaled until the sum is right.

Published (docs/benchmarks/national.md names the sources): 14 M users, 82 M enrolments, 62 M completions, 3,902 courses;
in the learning week of 2 to 10 April 2026 31.8 M completions by 4.69 M people.
"""

import dataclasses
import datetime as dt
import math
import statistics

import numpy as np

USERS, ENROLMENTS, COMPLETIONS, COURSES = 14_000_000, 82_000_000, 62_000_000, 3_902
WEEK_PEOPLE, WEEK_COMPLETIONS = 4_690_000, 31_800_000
OFFICES = 60_000
WEEK_FROM, WEEK_DAYS = dt.date(2026, 4, 2), 9
WEEK_TARGET = 240  # minutes that the learning week asks for
DUE = dt.date(2026, 6, 30)  # of the one order, which binds one user in three
CASCADE_FROM, CASCADE_DAYS = dt.date(2026, 1, 1), 270  # of sessions: a third of them lie before the financial year
LAST = dt.date(2026, 10, 31)  # nothing happens later, so that the truth is the same on every day of measuring
BASE = 10_000_000  # ids of generated persons are higher: those below are of people made by the product itself
STEPS, DESIGNATION_STEPS, COURSE_STEPS = 1024, 4096, 16384  # of tables of quantiles
ENTRIES = 128  # ids that a person's enrolments share
REQUIRED = 8  # competencies of a role profile

# Share of all that was there by a day: users 1 crore in May 2025 and 1.4 crore in December; completions outside of the
# learning week as 3.1, 6.2 and 7.26 crore were published for May and December 2025 and February 2026.
OPENED = (("2022-01-01", 0), ("2023-07-01", 0.1), ("2024-10-19", 0.45), ("2025-05-15", 0.71), ("2025-12-15", 1))
LEARNED = (
    ("2022-01-01", 0), ("2023-04-01", 0.03), ("2024-04-01", 0.12), ("2025-05-15", 0.38), ("2025-12-15", 0.76),
    ("2026-02-06", 0.88), ("2026-10-31", 1),
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """weight: its share of the people, before it is scaled."""

    organisation_id: int
    path: str
    state_code: str
    district_code: str
    kind: str
    weight: float


@dataclasses.dataclass(frozen=True, slots=True)
class Spread:
    """How many each of `people` has: quantiles in rising order, and one more for the first `more` of the shuffle."""

    people: int
    factor: int
    quantiles: np.ndarray
    more: int


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """factor: q = index * factor % persons is the number of the person at a place in the order of units.

    designations, course_numbers: tables of quantiles that hold numbers (from 0) of `designation_ids` and `course_ids`.
    """

    seed: int
    persons: int
    users: int
    factor: int
    units: list[Unit]
    sizes: np.ndarray
    week: Spread
    others: Spread
    open: Spread
    opened: np.ndarray
    learned: np.ndarray
    designation_ids: list[int]
    designations: np.ndarray
    course_ids: list[int]
    course_numbers: np.ndarray
    minutes: np.ndarray
    competency_ids: list[int]
    country: int

    def planned(self) -> list[Unit]:
        """Organisations with a published plan of the year; every other one of them has an active unit besides."""
        return [unit for n, unit in enumerate(self.units) if len(unit.path) > 8 and n % 7 == 3]

    def profiled(self) -> list[int]:
        """Numbers of the designations with a role profile."""
        return [n for n in range(len(self.designation_ids)) if n % 5 < 2]

    def required(self, n: int) -> list[tuple[int, int]]:
        """(number of the competency, level) of the profile of designation n."""
        return [((n * 11 + i * 13) % len(self.competency_ids), 1 + (n + i) % 3) for i in range(REQUIRED)]


def make(
    *,
    fraction: float,
    seed: int,
    units: list[Unit],
    designation_ids: list[int],
    course_ids: list[int],
    competency_ids: list[int],
    country: int,
) -> Shape:
    users = round(USERS * fraction)
    persons = round(users * 1.05)  # of twenty-one in position, twenty have an account
    weights = np.array([unit.weight for unit in units])
    first = np.concatenate(([0], np.floor(np.cumsum(weights) / weights.sum() * persons + 0.5))).astype(np.int64)
    first[-1] = persons
    week = round(WEEK_COMPLETIONS * fraction)
    done = round(COMPLETIONS * fraction)
    return Shape(
        seed=seed,
        persons=persons,
        users=users,
        factor=_factor(persons, 0.618),
        units=units,
        sizes=np.diff(first),
        week=_spread(round(WEEK_PEOPLE * fraction), week, users, 0.414, sigma=0.75, least=1, most=45),
        others=_spread(users, done - week, users, 0.732, sigma=1.3, least=0, most=50),
        open=_spread(users, round(ENROLMENTS * fraction) - done, users, 0.236, sigma=1.1, least=0, most=30),
        opened=_days(OPENED),
        learned=_days(LEARNED),
        designation_ids=designation_ids,
        designations=_zipf(len(designation_ids), DESIGNATION_STEPS, 1.0),
        course_ids=course_ids,
        course_numbers=_zipf(len(course_ids), COURSE_STEPS, 1.0),
        minutes=np.array([10 + n * 37 % 70 for n in range(len(course_ids))]),
        competency_ids=competency_ids,
        country=country,
    )


def number(day: dt.date) -> int:
    """Days since 1970."""
    return (day - dt.date(1970, 1, 1)).days


def _factor(of: int, share: float) -> int:
    found = max(1, int(of * share))
    while math.gcd(found, of) > 1:
        found += 1
    return found


def _spread(people: int, total: int, users: int, share: float, *, sigma: float, least: int, most: int) -> Spread:
    """Log-normal, as what people do is; scaled so that the sum is `total`."""
    normal = statistics.NormalDist()
    drawn = np.exp([sigma * normal.inv_cdf((n + 0.5) / STEPS) for n in range(STEPS)])
    many = np.bincount(np.arange(people, dtype=np.int64) * STEPS // people, minlength=STEPS)
    low, high = 0.0, 1000.0
    for _ in range(200):
        scale = (low + high) / 2
        if int((_scaled(drawn, scale, least, most) * many).sum()) <= total:
            low = scale
        else:
            high = scale
    quantiles = _scaled(drawn, low, least, most)
    more = total - int((quantiles * many).sum())
    if not 0 <= more <= people:
        raise ValueError("the total cannot be met by this spread")
    return Spread(people, _factor(users, share), quantiles, more)


def _scaled(drawn: np.ndarray, scale: float, least: int, most: int) -> np.ndarray:
    return np.clip(np.floor(drawn * scale + 0.5).astype(np.int64), least, most)


def _days(points: tuple[tuple[str, float], ...]) -> np.ndarray:
    days = [float(number(dt.date.fromisoformat(day))) for day, _share in points]
    found = np.interp((np.arange(STEPS) + 0.5) / STEPS, [share for _day, share in points], days)
    return np.floor(found).astype(np.int64)


def _zipf(count: int, steps: int, power: float) -> np.ndarray:
    """Numbers from 0, each as often as its share asks for, and at least once where there is room."""
    shares = 1.0 / np.arange(1, count + 1) ** power
    room = max(0, steps - count)
    times = np.floor(shares / shares.sum() * room).astype(np.int64) + 1
    found = np.repeat(np.arange(count), times)
    return np.concatenate((found, np.arange(max(0, steps - len(found))) % count))[:steps]
