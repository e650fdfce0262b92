"""What the registry must say of the generated country: counted with numpy from the same draws, without any query.

Its own arithmetic: persons are placed, their learning is drawn and everything is added up by unit. It shares with the
store's statements the shape (tables of quantiles) and the definition of a draw, and nothing else.
"""

import datetime as dt

import numpy as np

from bench.national.shape import (
    CASCADE_DAYS,
    CASCADE_FROM,
    COURSE_STEPS,
    DESIGNATION_STEPS,
    ENTRIES,
    LAST,
    STEPS,
    WEEK_DAYS,
    WEEK_FROM,
    WEEK_TARGET,
    Shape,
    Spread,
    number,
)

TOGETHER = 250_000  # persons at a time
_ENGINE = np.uint64(0x4CF2D2BAAE6DA887)  # what intHash64 of the engine mixes in

type Ints = np.ndarray
type Found = dict[str, tuple[Ints, Ints]]  # metric -> numerator and denominator by place of the unit in the shape


def draw(of: Ints, salt: int, seed: int) -> Ints:
    x = (of.astype(np.uint64) * np.uint64(256) + np.uint64(salt)) ^ np.uint64(seed) ^ _ENGINE
    x ^= x >> np.uint64(33)
    x *= np.uint64(0xFF51AFD7ED558CCD)
    x ^= x >> np.uint64(33)
    x *= np.uint64(0xC4CEB9FE1A85EC53)
    return x ^ (x >> np.uint64(33))


def count(shape: Shape, on: dt.date, since: dt.date) -> Found:
    """Metric -> sums by unit, on a day after everything has happened."""
    if on < LAST:
        raise ValueError("the truth is told of days after the last fact")
    return _Count(shape, number(since)).all()


class _Count:
    def __init__(self, shape: Shape, since: int) -> None:
        self.shape, self.since, self.seed = shape, since, shape.seed
        places = np.arange(shape.persons, dtype=np.int64) * shape.factor % shape.persons
        self.unit = np.empty(shape.persons, dtype=np.int32)
        self.unit[places] = np.repeat(np.arange(len(shape.units), dtype=np.int32), shape.sizes)
        self.sums: dict[str, Ints] = {}

    def add(self, name: str, units: Ints, weights: Ints | None = None) -> None:
        found = np.bincount(units, weights=weights, minlength=len(self.shape.units))
        self.sums[name] = self.sums.get(name, np.zeros(len(self.shape.units), dtype=np.int64)) + np.rint(found).astype(
            np.int64
        )

    def all(self) -> Found:
        for first in range(0, self.shape.persons, TOGETHER):
            self._people(np.arange(first, min(self.shape.persons, first + TOGETHER), dtype=np.int64))
        for first in range(0, self.shape.users, TOGETHER):
            self._learning(np.arange(first, min(self.shape.users, first + TOGETHER), dtype=np.int64))
        return self._found()

    def _people(self, q: Ints) -> None:
        unit, shape = self.unit[q], self.shape
        self.add("officers", unit)
        self.add("accounts", unit[q < shape.users])
        profiled = np.zeros(len(shape.designation_ids), dtype=bool)
        profiled[shape.profiled()] = True
        d = shape.designations[(draw(q, 1, self.seed) % np.uint64(DESIGNATION_STEPS)).astype(np.int64)]
        d5 = draw(q, 5, self.seed)
        second = d5 % np.uint64(100) < 3
        other = shape.designations[(draw(q, 6, self.seed) % np.uint64(DESIGNATION_STEPS)).astype(np.int64)]
        there = (draw(q, 7, self.seed) % np.uint64(len(shape.units))).astype(np.int64)
        vacant = d5 // np.uint64(128) % np.uint64(100) < 7
        self.add("posts", unit)
        self.add("posts", there[second])
        self.add("posts", unit[vacant])
        self.add("posts_profiled", unit[profiled[d]])
        self.add("posts_profiled", there[second & profiled[other]])
        self.add("posts_profiled", unit[vacant & profiled[d]])
        self._competencies(q, unit, d, np.where(second, other, -1))

    def _competencies(self, q: Ints, unit: Ints, d: Ints, other: Ints) -> None:
        """needs[person, competency]: the level that any of her posts asks for; shown likewise."""
        shape = self.shape
        size = len(shape.competency_ids)
        table = np.zeros((len(shape.designation_ids) + 1, size), dtype=np.int8)  # the last one asks for nothing
        for n in shape.profiled():
            for place, level in shape.required(n):
                table[n, place] = level
        needs = np.maximum(table[d], table[other])
        shown = np.zeros((len(q), size), dtype=np.int8)
        d11 = draw(q, 11, self.seed)
        many = np.where(d11 % np.uint64(100) < 40, 1 + d11 // np.uint64(128) % np.uint64(4), 0).astype(np.int64)
        many[q >= shape.users] = 0
        for j in range(4):
            rows = np.flatnonzero(many > j)
            e = draw(q[rows] * 8 + j, 12, self.seed)
            place = (d[rows] * 11 + j * 13 + (e % np.uint64(4) == 0)) % size
            shown[rows, place] = (1 + e // np.uint64(8) % np.uint64(3)).astype(np.int8)
        self.add("needed", unit, (needs > 0).sum(axis=1))
        self.add("competencies_shown", unit, ((needs > 0) & (shown >= needs)).sum(axis=1))
        asked = (needs > 0).any(axis=1)
        self.add("asked", unit[asked])
        self.add("without_gap", unit[asked & (shown >= needs).all(axis=1)])

    def _learning(self, q: Ints) -> None:
        shape, seed = self.shape, self.seed
        last, week = number(LAST), number(WEEK_FROM)
        w, c, o = (self._many(spread, q) for spread in (shape.week, shape.others, shape.open))
        d8 = draw(q, 8, seed)
        opened = shape.opened[(d8 % np.uint64(STEPS)).astype(np.int64)]
        early = np.minimum(opened, week - 1 - (d8 % np.uint64(50)).astype(np.int64))
        opened = np.where(q * shape.week.factor % shape.users < shape.week.people, early, opened)
        total = w + c + o
        row = np.repeat(np.arange(len(q)), total)
        k = np.arange(len(row)) - np.repeat(np.cumsum(total) - total, total)
        e = draw(q[row] * ENTRIES + k, 16, seed)
        in_week, completed = k < w[row], k < (w + c)[row]
        drawn = shape.learned[(e % np.uint64(STEPS)).astype(np.int64)]
        later = np.minimum(
            last, np.maximum(drawn, opened[row] + (e // np.uint64(1024) % np.uint64(30)).astype(np.int64))
        )
        done = np.where(in_week, week + (e % np.uint64(WEEK_DAYS)).astype(np.int64), later)
        unit = self.unit[q][row]
        withdrawn = ~completed & (e // np.uint64(16777216) % np.uint64(12) == 0)
        # Withdrawn at the last day at the latest, which is not after any day that is asked about.
        self.add("enrolments", unit[~withdrawn])
        self.add("completions", unit[completed])
        course = shape.course_numbers[(e // np.uint64(1048576) % np.uint64(COURSE_STEPS)).astype(np.int64)]
        counts = completed & (done >= self.since)
        self.add("hours_in_courses", unit[counts], shape.minutes[course[counts]])
        self.minutes = np.zeros(len(q), dtype=np.int64)  # of each of them in the learning week
        self._of_week(completed, done, row, shape.minutes[course])
        revoked = e // np.uint64(68719476736) % np.uint64(5000) == 0
        grade = (e // np.uint64(1073741824) % np.uint64(100)).astype(np.int64)
        kept = completed & ~revoked
        self.add("certificates", unit[kept])
        for code, low, high in (("e0", 0, 35), ("e1", 35, 80), ("e2", 80, 98), ("e3", 98, 100)):
            self.add(f"certificates_{code}", unit[kept & (grade >= low) & (grade < high)])
        self._beside(q, opened, last)
        self.add("week_learners", self.unit[q[self.minutes > 0]])
        self.add("week_target", self.unit[q[self.minutes >= WEEK_TARGET]])
        owing = q[q % 3 == 0]
        d14 = draw(owing, 14, seed)
        after = (d14 // np.uint64(128) % np.uint64(45)).astype(np.int64) - 30
        self.add("duties", self.unit[owing])
        self.add("duties_kept", self.unit[owing[(d14 % np.uint64(100) < 60) & (after <= 0)]])
        self._cascades(q)
        d13 = draw(q, 13, seed)
        cases = d13 % np.uint64(300) == 0
        told = d13[cases] // np.uint64(300) % np.uint64(3) < 2
        self.cases = (
            getattr(self, "cases", (0, 0))[0] + int(told.sum()),
            getattr(self, "cases", (0, 0))[1] + len(told),
        )

    def _beside(self, q: Ints, opened: Ints, last: int) -> None:
        """Credits at work and from others."""
        d9 = draw(q, 9, self.seed)
        hundredth = (d9 % np.uint64(100)).astype(np.int64)
        x = np.select([hundredth < 35, hundredth < 50, hundredth < 58], [1, 2, 4], 0)
        total = x + (d9 // np.uint64(128) % np.uint64(100) < 30)
        row = np.repeat(np.arange(len(q)), total)
        k = np.arange(len(row)) - np.repeat(np.cumsum(total) - total, total)
        e = draw(q[row] * ENTRIES + 100 + k, 17, self.seed)
        done = np.maximum(self.shape.learned[(e % np.uint64(STEPS)).astype(np.int64)], opened[row])
        done = np.minimum(last, done)
        at_work = k < x[row]
        minutes = 600 + (e // np.uint64(4096) % np.where(at_work, 1280, 1180).astype(np.uint64)).astype(np.int64)
        self._of_week(np.ones(len(row), dtype=bool), done, row, minutes)
        unit = self.unit[q][row]
        for name, which in (("hours_at_work", at_work), ("hours_from_others", ~at_work)):
            chosen = which & (done >= self.since)
            self.add(name, unit[chosen], minutes[chosen])

    def _cascades(self, q: Ints) -> None:
        """Trained: one person in nine, once. Led: four sessions each by one in a hundred and seventeen."""
        for name, every, numbers in (("cascade_trained", 9, [0]), ("cascade_sessions", 117, [1, 2, 3, 4])):
            some = q[q % every == 0]
            for j in numbers:
                e = draw(some * 8 + j, 15, self.seed)
                held = number(CASCADE_FROM) + (e // np.uint64(16) % np.uint64(CASCADE_DAYS)).astype(np.int64)
                self.add(name, self.unit[some[held >= self.since]])

    def _of_week(self, which: Ints, done: Ints, row: Ints, minutes: Ints) -> None:
        week = number(WEEK_FROM)
        which = which & (done >= week) & (done < week + WEEK_DAYS)
        self.minutes += np.rint(np.bincount(row[which], weights=minutes[which], minlength=len(self.minutes))).astype(
            np.int64
        )

    def _many(self, spread: Spread, q: Ints) -> Ints:
        rank = q * spread.factor % self.shape.users
        inside = rank < spread.people
        place = np.where(inside, rank * STEPS // spread.people, 0)
        return np.where(inside, spread.quantiles[place] + (rank < spread.more), 0)

    def _among(self, bodies: set[str], own: bool = False) -> Ints:
        """One for each unit that is one of them, or lies below one."""
        steps = [[unit.path] if own else _above(unit.path) for unit in self.shape.units]
        return np.array([int(not bodies.isdisjoint(paths)) for paths in steps], dtype=np.int64)

    def _found(self) -> Found:
        s = self.sums
        none = np.zeros(len(self.shape.units), dtype=np.int64)
        ways = ("hours_at_work", "hours_from_others", "hours_in_courses")
        hours = s[ways[0]] + s[ways[1]] + s[ways[2]]
        grades = ("certificates", *(f"certificates_e{n}" for n in range(4)))
        counts = ("officers", "enrolments", "completions", *ways, *grades)
        found = {name: (s[name], none) for name in counts} | {
            "hours": (hours, none),
            "hours_each": (hours, s["officers"]),
            "accounts": (s["accounts"], s["officers"]),
            "completion_rate": (s["completions"], s["enrolments"]),
            "competencies_shown": (s["competencies_shown"], s["needed"]),
            "posts_profiled": (s["posts_profiled"], s["posts"]),
            "without_gap": (s["without_gap"], s["asked"]),
            "onboarded": (s["accounts"], s["officers"]),  # all confirmed, and of a group
            "active_learners": (none, s["officers"]),  # nothing happens after October
            "week_learners": (s["week_learners"], s["officers"]),
            "week_target": (s["week_target"], s["officers"]),
            "duties_kept": (s["duties_kept"], s["duties"]),
            "cascade_trained": (s["cascade_trained"], s["officers"]),
            "cascade_sessions": (s["cascade_sessions"], none),
            "plans_published": (self._among({unit.path for unit in self.shape.planned()}, own=True), none),
        }
        for code, bodies in (("plan_covered", self.shape.planned()), ("unit_covered", self.shape.planned()[::2])):
            found[code] = (s["officers"] * self._among({unit.path for unit in bodies}), s["officers"])
        at = next(n for n, unit in enumerate(self.shape.units) if unit.organisation_id == self.shape.country)
        alarms, cases = none.copy(), none.copy()
        alarms[at], cases[at] = self.cases
        return found | {"false_alarms": (alarms, cases)}


def _above(path: str) -> list[str]:
    return [path[:n] for n in range(16, len(path) + 1, 8)]


def by_unit(shape: Shape, found: Found) -> dict[str, dict[int, tuple[int, int]]]:
    """As the registry answers: organisation id -> (numerator, denominator), without zero over zero."""
    ids = [unit.organisation_id for unit in shape.units]
    return {
        code: {
            unit: (one, two) for unit, one, two in zip(ids, above.tolist(), below.tolist(), strict=True) if one or two
        }
        for code, (above, below) in found.items()
    }
