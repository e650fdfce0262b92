"""Tests at their hardest: `python -m bench.assessment` → docs/benchmarks/assessment.md.

Marking in bulk beside marking one at a time, the next question of an adaptive test from a bank of 5,000, and a test
that 2,000 people begin at the same moment and then answer, over HTTP, by clients in processes of their own, which share
the cores with what is measured.
"""

import argparse
import dataclasses
import random
import statistics
import sys
import time
import uuid
from fractions import Fraction
from typing import Any

import numpy as np

from bench.crowd import Person, Save, begin, save
from bench.place import PRODUCT_PORT, Place, prepared
from bench.scale import Scale
from bench.servers import Servers
from bench.sql import Timer, Writer
from karmayogi.assessment.engine import kinds, marking, scoring
from karmayogi.assessment.engine.kinds import Asked, Choice
from karmayogi.assessment.engine.measurement import adaptive
from karmayogi.assessment.engine.measurement.adaptive import Bank, State, Terms

MARKED, NEXT, STARTED, SAVED = 20_000, 20, 20, 300  # attempts a second, ms, s, ms at p99
PEOPLE, QUESTIONS, ANSWERS, SECONDS = 2_000, 30, 4, 120
SIZE = 5_000
OFFICES = Scale(
    "assessment", officers=3_000, enrolments=6_000, progress=5_000, courses=5, hot_course_learners=500
)  # fmt: skip


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.assessment", description=__doc__)
    arguments.add_argument("--people", type=int, default=PEOPLE)
    arguments.add_argument("--processes", type=int, default=2, help="of clients")
    arguments.add_argument("--seconds", type=int, default=SECONDS, help="over which the answers are spread")
    options = arguments.parse_args()
    lines = marking_in_bulk() + next_in_memory()
    with prepared("assessment", PGAPPNAME="bench") as place:
        lines += _with_database(place, options)
    from bench import report

    print("\n" + report.write_assessment(lines))
    return 0


def marking_in_bulk(attempts: int = 100_000, questions: int = 30, runs: int = 5) -> list[list[Any]]:
    """Whole arrays beside the reference, which marks one answer after the other; both of the same attempts."""
    dice = np.random.default_rng(2026)
    bank = [_choice(number) for number in range(200)]
    key = scoring.key(bank)
    items = np.argsort(dice.random((attempts, len(bank))), axis=1)[:, :questions].astype(np.int64)
    chosen = np.where(
        dice.random(items.shape) < 0.7, 1 << dice.integers(0, 4, items.shape), dice.integers(0, 16, items.shape)
    )
    single = np.array([one.kind != "multiple" for one in bank])[items]
    several = (chosen & (chosen - 1)) != 0
    chosen = np.where(single & several, chosen & -chosen, chosen).astype(np.int64)
    # Only options that the question has: a true-or-false one has two.
    chosen &= np.array([(1 << len(one.options)) - 1 for one in bank])[items]
    rates = []
    for _run in range(runs):
        begun = time.perf_counter()
        right, score = scoring.scores(key, items, chosen, 25)
        rates.append(attempts / (time.perf_counter() - begun))
    sample = 2_000
    begun = time.perf_counter()
    same = 0
    for row in range(sample):
        total, wholly = Fraction(0), 0
        for item, bits in zip(items[row].tolist(), chosen[row].tolist(), strict=True):
            answer = [option.key for place, option in enumerate(bank[item].options) if bits >> place & 1]
            worth = kinds.award(bank[item], answer)
            wholly += worth == 1
            total += marking.gained(worth, answered=bool(answer), negative_percent=25)
        same += (wholly, marking.per_cent(total, questions)) == (int(right[row]), int(score[row]))
    alone = sample / (time.perf_counter() - begun)
    rate = statistics.median(rates)
    shown = f"{rate:,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"
    return [
        [f"Attempts of {questions} questions marked in bulk a second", shown, f"≥ {MARKED:,}", rate >= MARKED],
        ["— by the reference, one answer after the other", f"{alone:,.0f}", "", None],
        [f"— of {sample:,} attempts, equal to the reference", f"{same:,}", "all", same == sample],
    ]


def _choice(number: int) -> Asked:
    kind = ("single", "multiple", "truefalse", "single")[number % 4]
    keys = "tf" if kind == "truefalse" else "abcd"
    right = {keys[number % len(keys)]} | ({keys[(number + 1) % 4]} if kind == "multiple" else set())
    return Asked(kind, tuple(Choice(key, key in right) for key in keys))


def next_in_memory(tests: int = 60) -> list[list[Any]]:
    """Estimating after an answer and choosing the next question, without a database."""
    dice = np.random.default_rng(7)
    bank = Bank(
        np.exp(dice.normal(0.2, 0.25, SIZE)), dice.normal(0, 1.2, SIZE), dice.integers(0, 3, SIZE), np.full(SIZE, 0.8)
    )
    terms = Terms(shares=(0.34, 0.33, 0.33))
    chance, times, used = random.Random(7), [], []  # noqa: S311
    for _test in range(tests):
        state = State()
        item, state = adaptive.choose(bank, terms, state, chance)
        while not adaptive.is_over(bank, terms, state):
            begun, cpu = time.perf_counter(), time.process_time()
            state = adaptive.answered(bank, state, item, chance.random() < 0.5)
            if not adaptive.is_over(bank, terms, state):
                item, state = adaptive.choose(bank, terms, state, chance)
            times.append(1000 * (time.perf_counter() - begun))
            used.append(1000 * (time.process_time() - cpu))
    return [
        _line(f"Next question from {SIZE:,}, engine alone", times, NEXT),
        _line("— processor time of it", used, NEXT),
    ]


def _line(name: str, times: list[float], most: float) -> list[Any]:
    times = sorted(times)
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    return [f"{name}, p99", f"{p99:.1f} ms (half: {statistics.median(times):.1f} ms)", f"≤ {most} ms", p99 <= most]


def _with_database(place: Place, options: argparse.Namespace) -> list[list[Any]]:
    from bench.__main__ import _close_own_connections
    from bench.load import load
    from karmayogi.kernel import clock

    w = Writer(place.postgres.url())
    load(w, OFFICES, at=clock.now(), timer=Timer())
    lines = _next_of_all(w)
    part, people = _people(w, options.people)
    _close_own_connections()
    place.restart()
    with Servers(place) as servers:
        w = Writer(place.postgres.url())
        lines += _crowd(w, part, people, options)
        for name in ("web", "worker"):
            if "Traceback" in servers.log(name):
                print(servers.log(name)[-3000:])
                raise SystemExit(f"bench: {name} has met a fault")
        w.close()
    return lines


def _questions(count: int, competency: str) -> list[dict[str, Any]]:
    from bench.catalogue import _question

    return [_question(number, competency) | {"key": f"bench-{number}"} for number in range(count)]


def _publish(code: str, count: int) -> None:
    """A course that is one test with so many questions in its pool."""
    from django.db import transaction

    from bench.catalogue import AGENT, _draft
    from karmayogi.competencies import api as competencies
    from karmayogi.kernel import clock
    from karmayogi.learning.actions.publish import publish
    from karmayogi.learning.types import QuizSpec

    codes = [row.code for row in competencies.every()]
    draft = _draft(990 + count % 7, codes)
    test = dataclasses.replace(draft.parts[-1], questions=_questions(count, codes[0]))
    with transaction.atomic():
        publish(
            agent=AGENT, at=clock.now(),
            draft=dataclasses.replace(
                draft, code=code, parts=[*draft.parts[:-1], test], quiz=QuizSpec(QUESTIONS, 60, 3, 60),
                sha256=f"{count:064d}",
            ),
        )  # fmt: skip


def _next_of_all(w: Writer, answers: int = 400) -> list[list[Any]]:
    """The whole act of an answer: locks, marks, estimates, chooses, stores, in the process and the database."""
    from karmayogi.assessment.actions.sit import answer
    from karmayogi.assessment.actions.sit import begin as begin_sitting
    from karmayogi.assessment.queries.sittings import access_sitting
    from karmayogi.kernel import clock
    from karmayogi.kernel.access import Actor

    _publish("BENCH-BANK", SIZE)
    course = w.one("select id from learning_course where code = 'BENCH-BANK'")
    people = w.rows("select person_id, id from people_account where person_id is not null order by id limit 60")
    bank = uuid.uuid4()
    w.run(
        "insert into assessment_bank (uuid, competency_id, number, status, problem, least, most, enough, minutes,"
        " retake_days, shares, cuts, persons, asked_by_id, asked_at, opened_by_id, opened_at)"
        " select %s, competency_id, 1, 'open', '', 8, 30, 0.32, 60, 90, '[0.34, 0.33, 0.33]', '{\"1\": 0.0}', 1000,"
        " %s, now(), %s, now() from assessment_item where course_id = %s limit 1",
        [bank, people[0][0], people[1][0], course],
    )
    w.run(
        "insert into assessment_bankitem (bank_id, place, item_id, area, a, b, let)"
        " select k.id, row_number() over (order by q.id) - 1, q.id, q.id %% 3, exp(0.2 + 0.25 * (random() - 0.5)),"
        " 4 * random() - 2, 0.8 from assessment_item q, assessment_bank k where q.course_id = %s and k.uuid = %s",
        [course, bank],
    )
    w.run("vacuum (analyze)")
    times: list[float] = []
    used: list[float] = []
    for person, account in people:
        actor = Actor(account, bank, person, bank, "Officer", "en", "")
        sitting = access_sitting(actor, begin_sitting(actor=actor, bank_uuid=bank, language="en", at=clock.now()))
        while sitting.is_open and len(times) < answers:
            begun, cpu = time.perf_counter(), time.process_time()
            answer(actor=actor, sitting=sitting, position=sitting.position, picked=[1], at=clock.now())
            times.append(1000 * (time.perf_counter() - begun))
            used.append(1000 * (time.process_time() - cpu))
            sitting = access_sitting(actor, sitting.uuid)
    return [
        _line(f"Answer marked and next question from {SIZE:,} stored, with the database", times, NEXT),
        _line("— processor time of it in the web process", used, NEXT),
    ]


def _people(w: Writer, count: int) -> tuple[uuid.UUID, list[Person]]:
    """People with open sessions, enrolled in a course with a test of 30 questions from a pool of 90."""
    from django.conf import settings
    from django.db import transaction

    from bench.world import CSRF
    from karmayogi.kernel import clock
    from karmayogi.people import api as people

    _publish("BENCH-TEST", 90)
    now = clock.now()
    accounts = w.rows(
        "select a.id, a.person_id from people_account a where a.person_id is not null order by a.id limit %s", [count]
    )
    w.run(
        "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,"
        " enrolled_at, last_at) select gen_random_uuid(), a.person_id, c.id, c.current_version_id, '', 'en', 'active',"
        " now(), now() from people_account a, learning_course c where c.code = 'BENCH-TEST' and a.id = any(%s)",
        [[row[0] for row in accounts]],
    )
    part = w.one(
        "select p.uuid from learning_part p join learning_course c on c.current_version_id = p.version_id"
        " where c.code = 'BENCH-TEST' and p.kind = 'quiz'"
    )
    with transaction.atomic():
        found = [
            Person(
                person,
                f"{settings.SESSION_COOKIE_NAME}={people.open_session(account, now)}; "
                f"{settings.CSRF_COOKIE_NAME}={CSRF}",
                CSRF,
            )
            for account, person in accounts
        ]
    w.run("vacuum (analyze)")
    return part, found


def _crowd(w: Writer, part: uuid.UUID, people: list[Person], options: argparse.Namespace) -> list[list[Any]]:
    shares = [people[place :: options.processes] for place in range(options.processes)]
    waited, seconds = begin(PRODUCT_PORT, f"/assessment/{part}/", shares)
    attempts = dict(w.rows("select person_id, uuid::text from assessment_attempt where submitted_at is null"))
    started = sum(person.id in attempts for person in people)
    print(f"  {started:,} started in {seconds:.1f} s", flush=True)
    dice = random.Random(11)  # noqa: S311
    saves = [
        Save(dice.uniform(0, options.seconds), person, attempts[person.id], position, dice.randrange(1, 5))
        for person in people for position in dice.sample(range(1, QUESTIONS + 1), ANSWERS) if person.id in attempts
    ]  # fmt: skip
    saved = save(PRODUCT_PORT, [saves[place :: options.processes] for place in range(options.processes)])
    kept = {
        (attempt, position): place
        for attempt, position, place in w.rows(
            "select a.uuid::text, i.position, array_position(i.shown, i.chosen[1]) from assessment_attemptitem i"
            " join assessment_attempt a on a.id = i.attempt_id where cardinality(i.chosen) = 1"
        )
    }
    lost = sum(kept.get((one.attempt, one.position)) != one.picked for one in saves)
    half = statistics.median(waited)
    return [
        [f"{len(people):,} people press Start at once: all have their test", f"{seconds:.1f} s (half: {half:.1f} s)",
         f"≤ {STARTED} s", seconds <= STARTED and started == len(people)],
        ["— of them started", f"{started:,}", "all", started == len(people)],
        _line(f"{len(saves):,} answers over {options.seconds} s saved ({len(saves) / options.seconds:.0f}/s), from "
              "when each was due", saved, SAVED),
        ["— answers lost, or kept otherwise than they were given", f"{lost:,}", "0", lost == 0],
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
