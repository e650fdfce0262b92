"""What people do in the learning week, worked out from a seed: the same in the clients that do it and in what checks it
afterwards.

SADHANA Saptah, 2 to 10 April 2026: 3.18 crore completions by 46.9 lakh people in nine days. With 15 % of a day in its
busiest hour these are 147 completions a second there; each comes with twenty reports of progress, one every 15 seconds
as the player sends them, which makes 3,000 a second. A multiple of 1 is that hour.
"""

import bisect
import dataclasses
import itertools
import random
import uuid
from collections.abc import Iterator, Sequence

COMPLETIONS = 150.0  # a second in the busiest hour: 31,800,000 / 9 days × 15 % / 3,600 s = 147, rounded up
EACH = 6.8  # completions of a person
REPORTS, EVERY = 20, 15.0  # of a completion, and seconds between them (learning/static/learning/progress.js)
# Share of a day in each of its hours, the busiest with 15 %; beside offices' hours few learn.
DAY = (0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1, 2, 4, 8, 13, 15, 12, 8, 7, 8, 9, 5, 2, 1.5, 1.3, 1, 0.6, 0.4)

# Of a hundred journeys so many: press Enrol twice, have a report sent again, have two overtake each other, have one
# arrive when the part is done long since, press the last button twice.
TWICE, AGAIN, OVERTAKEN, LATE, DONE_TWICE = 3, 10, 5, 5, 3
AHEAD = EVERY * REPORTS  # seconds of a lesson


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One request. at: seconds after the journey began. what: enrol, open, report, finish, course. number: of
    the report. twice: pressed a second time before the first was answered."""

    at: float
    what: str
    number: int = 0
    twice: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Journey:
    """A person through a course. person, course: places in the lists of the run. begins: seconds after the run began;
    before it where she was in the middle of the lesson by then, and then `enrolment` is hers already. pages: with those
    that a browser shows between two writes."""

    number: int
    person: int
    course: int
    begins: float
    enrolment: uuid.UUID | None
    pages: bool = True

    def reported(self) -> int:
        """Reports that had arrived when the run began."""
        return min(REPORTS, max(0, int(-self.begins / EVERY))) if self.enrolment else 0

    def steps(self) -> Iterator[Step]:
        """Those that are still to come when the run begins, in order."""
        dice = random.Random(self.number)  # noqa: S311 (a plan, no secret)
        odd = {
            name: dice.random() * 100 < share
            for name, share in (
                ("twice", TWICE), ("again", AGAIN), ("overtaken", OVERTAKEN), ("late", LATE),
                ("done_twice", DONE_TWICE),
            )
        }  # fmt: skip
        place = dice.randrange(4, REPORTS - 2)
        if self.enrolment is None:
            yield Step(0, "enrol", twice=odd["twice"])
            yield Step(0.3, "open")
        order = list(range(1, REPORTS + 1))
        if odd["overtaken"]:
            order[place], order[place + 1] = order[place + 1], order[place]
        if odd["late"]:
            order.remove(place)
        was = self.reported()
        for turn, number in enumerate(order, 1):
            if number <= was:
                continue
            yield Step(turn * EVERY, "report", number)
            if odd["again"] and number == place + 2:
                yield Step(turn * EVERY + 1, "report", number)
        yield Step(AHEAD + 2, "finish", twice=odd["done_twice"])
        if self.pages:
            yield Step(AHEAD + 2.3, "course")
        if odd["late"] and place > was:
            yield Step(AHEAD + 6, "report", place)


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """What the product must hold of a journey once it was done up to the end of the run."""

    enrolled: bool
    opened: bool
    completed: bool
    seq: int
    position: int
    claimed: int  # seconds, each report counted once


def position(number: int) -> int:
    """Per cent of the page, at that report."""
    return 5 * number


def kept(journey: Journey, seconds: float) -> Kept:
    """After a run of that many seconds: steps that are due later were never sent."""
    done = [step for step in journey.steps() if journey.begins + step.at < seconds]
    was = journey.reported()
    begun = journey.enrolment is not None
    reports = {step.number for step in done if step.what == "report"} | set(range(1, was + 1))
    last = max(reports, default=0)
    return Kept(
        enrolled=begun or any(step.what == "enrol" for step in done),
        opened=begun or any(step.what == "open" for step in done),
        completed=any(step.what == "finish" for step in done),
        seq=last,
        position=position(last),
        claimed=int(EVERY) * len(reports),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """multiple: of the busiest hour. day: the 24 hours of a day pass within the run, the busiest at that multiple.
    writes: nothing but reports and completions, of people who had enrolled and opened their lesson before the run."""

    seed: int
    multiple: float
    seconds: float
    officers: int
    courses: int
    day: bool = False
    writes: bool = False

    @property
    def rate(self) -> float:
        return COMPLETIONS * self.multiple


def journeys(terms: Terms) -> list[Journey]:
    """All that begin in the run, and all that were under way when it began; nobody twice in the same course."""
    dice = random.Random(terms.seed)  # noqa: S311
    begins = sorted(_begins(terms, dice))
    takes_part = max(1, min(terms.officers, round(len(begins) / EACH)))
    people = dice.sample(range(terms.officers), takes_part)
    if len(begins) > takes_part * terms.courses:
        raise ValueError("more journeys than there are persons and courses")
    met: dict[int, int] = dict.fromkeys(people, 0)
    first = {person: dice.randrange(terms.courses) for person in people}
    found = []
    for number, at in enumerate(begins):
        person = dice.choice(people)
        while met[person] >= terms.courses:
            person = dice.choice(people)
        course = (first[person] + met[person]) % terms.courses
        met[person] += 1
        enrolment = uuid.UUID(int=dice.getrandbits(128), version=4) if at < 0 or terms.writes else None
        found.append(Journey(number, person, course, at, enrolment, pages=not terms.writes))
    return found


def _begins(terms: Terms, dice: random.Random) -> Iterator[float]:
    """Moments by a Poisson process; of those before the run, what is not over when it begins."""
    if not terms.day:
        at = -AHEAD
        while (at := at + dice.expovariate(terms.rate)) < terms.seconds:
            yield at
        return
    hour = terms.seconds / len(DAY)
    sums = list(itertools.accumulate(DAY))
    count = round(sums[-1] * hour * terms.rate / max(DAY))
    for _ in range(count):
        drawn = dice.random() * sums[-1]
        place = bisect.bisect(sums, drawn)
        yield hour * (place + (drawn - (sums[place] - DAY[place])) / DAY[place])


def expected(found: Sequence[Journey], seconds: float) -> dict[str, int]:
    """Totals over all journeys."""
    all_kept = [kept(one, seconds) for one in found]
    return {
        "enrolments": sum(one.enrolled for one in all_kept),
        "opened": sum(one.opened for one in all_kept),
        "completions": sum(one.completed for one in all_kept),
    }
