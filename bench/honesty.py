"""Rules of honest completion and draws of peers over a country: `python -m bench.honesty [--officers N] [--offices N]`.

Everybody has completed a course of their office with a test that was passed, within 200 days, and one long ago that
everybody completed. Writes docs/benchmarks/honesty.md; with fewer officers than a million it only prints.
"""

import argparse
import dataclasses
import datetime as dt
import statistics
import sys
import time
import uuid
from typing import Any

from bench.place import Place, prepared
from bench.scale import Scale
from bench.sql import Timer, Writer

COURSES, QUESTIONS, POOL, DAYS = 40, 12, 20, 200
DRAWS = 40
METHOD = """
Offices of twenty take their course together, within three days of one another, so that the offices spread over 200
days. Each lesson lay open for 70 to 130 seconds of at least 60, in one office of a hundred for 15. A question is
answered wrongly by two persons in five, by chance; in one office of fifty everybody gives the answers of one. In one of
ten, everybody hands in from one device. First run: the rules over all of it, as if nothing had ever been looked at
(`find_signals`, in this process, the database beside it); answers are compared over the last fourteen of these days. A
night: what one more day brought, with the rates of all offices counted anew. Checks: the night's statement that opens
them, for all courses completed 30 to 60 days ago. A draw: `peers_for` for a course that everybody completed and for one
of a fortieth, and the learners of the same test who may mark a text, for the officer who hands it in; each is another
officer.
""".strip()


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.honesty", description=__doc__)
    arguments.add_argument("--officers", type=int, default=1_000_000)
    arguments.add_argument("--offices", type=int, default=50_000)
    arguments.add_argument("--keep", action="store_true")
    options = arguments.parse_args()
    with prepared("honesty", keep=options.keep) as place:
        return _measure(place, options)


def _measure(place: Place, options: argparse.Namespace) -> int:
    from bench import catalogue, load, report, spine
    from bench.__main__ import _close_own_connections
    from karmayogi.kernel import clock

    at, timer, w = clock.now(), Timer(), Writer(place.postgres.url())
    with timer.step("organisations"):
        units = spine._tree(w, options.offices)
    with timer.step("officers, posts, incumbencies"):
        load._officers(w, Scale("honesty", officers=options.officers, enrolments=0, progress=0), at, units)
    with timer.step("courses"):
        _publish(catalogue, at)
    with timer.step("enrolments and lessons"):
        _enrolments(w, at)
    with timer.step("attempts and answers"):
        _attempts(w)
    with timer.step("vacuum and statistics"):
        w.run("vacuum (analyze)")
    lines = _signals(at) + _checks(w, at) + _draws(w, at)
    counts = {
        name: w.one(f"select count(*) from {table}")
        for name, table in (
            ("officers", "people_person"), ("offices", "orgs_organisation"), ("enrolments", "learning_enrolment"),
            ("attempts", "assessment_attempt"), ("answers", "assessment_attemptitem"),
        )
    }  # fmt: skip
    w.close()
    _close_own_connections()
    data = [", ".join(f"{value:,} {name}" for name, value in counts.items()) + "."]
    data += ["", "Generating: " + ", ".join(f"{name} {took:,.0f} s" for name, took in timer.seconds.items()) + "."]
    if options.officers >= 1_000_000:
        print("\n" + report.write_figures("honesty", "honest completion and draws of peers", data, lines, METHOD))
    else:
        print("\n".join(data))
        for line in lines:
            print(" | ".join(str(cell) for cell in line))
    return 0


def _publish(catalogue: Any, at: dt.datetime) -> None:
    """BENCH-001 is the one that everybody completed."""
    from django.db import transaction

    from karmayogi.competencies import api as competencies
    from karmayogi.learning.actions.publish import publish
    from karmayogi.learning.types import QuizSpec

    codes = [row.code for row in competencies.every()]
    with transaction.atomic():
        for number in range(1, COURSES + 2):
            draft = catalogue._draft(number, codes)
            questions = [catalogue._question(place, draft.competencies[0][0]) for place in range(POOL)]
            test = dataclasses.replace(draft.parts[-1], questions=questions)
            spec = QuizSpec(draw=QUESTIONS, minutes=20, attempts=3, pass_percent=30)
            made = dataclasses.replace(draft, parts=[*draft.parts[:2], test], quiz=spec)
            publish(agent=catalogue.AGENT, draft=made, at=at - dt.timedelta(days=600 - number))


def _enrolments(w: Writer, at: dt.datetime) -> None:
    # By office: its number, its course, the day on which the first of it was done.
    w.run(
        "create table bench_learner as select person_id, organisation_path as path, office,"
        " 1 + office %% 40 as course, %(at)s::timestamptz + interval '1 day' - make_interval(hours =>"
        " ((office * 37) %% 197 * 24 + (person_id * 13) %% 72)::int) as done"
        " from (select i.person_id, i.organisation_path, p.organisation_id as office from orgs_incumbency i"
        " join orgs_post p on p.id = i.post_id where i.valid_to is null and p.code like 'BENCH-%%') x",
        {"at": at},
    )
    w.run(
        "create table bench_course as select row_number() over (order by code) - 1 as n, id as course_id,"
        " current_version_id as version_id from learning_course where code like 'BENCH-%%'"
    )
    columns = {
        "person_id": "l.person_id", "course_id": "c.course_id", "version_id": "c.version_id",
        "organisation_path": "l.path", "language": "'en'", "status": "'completed'",
        "enrolled_at": "{at} - interval '3 days'", "last_at": "{at}", "completed_at": "{at}",
    }  # fmt: skip
    with w.bare("learning.Enrolment", "learning.PartProgress"):
        for course, when in (("c.n = l.course", "l.done"), ("c.n = 0", "l.done - interval '205 days'")):
            w.insert(
                "learning.Enrolment", {name: value.format(at=when) for name, value in columns.items()},
                f"from bench_learner l join bench_course c on {course}",
            )  # fmt: skip
        w.insert(
            "learning.PartProgress",
            {
                "person_id": "n.person_id", "part_id": "part.id", "enrolment_id": "n.id", "state": "'done'",
                "opened_at": "n.completed_at - make_interval(hours => 2 + part.position)", "seen_at": "n.completed_at",
                "completed_at": "n.completed_at - make_interval(hours => 2 + part.position) + make_interval(secs =>"
                " case when l.office %% 100 = 7 then 15 else 70 + n.person_id %% 60 end)",
            },
            "from bench_learner l join bench_course c on c.n = l.course join learning_enrolment n"
            " on n.person_id = l.person_id and n.course_id = c.course_id"
            " join learning_part part on part.version_id = n.version_id and part.kind <> 'quiz'",
            {},
        )  # fmt: skip
    w.run("analyze learning_enrolment, learning_partprogress")


# Who gave the answers, and whether one is wrong: the same at every run. Those who copy share eight wrong ones.
_GAVE = "case when l.office %% 50 = 3 then -l.office else l.person_id end"
_WRONG = f"case when l.office %% 50 = 3 then q.place <= 8 else abs(hashint8(({_GAVE}) * 31 + q.place)) %% 5 < 2 end"


def _attempts(w: Writer) -> None:
    w.run(
        "create table bench_question as select c.n as course, i.item_id,"
        " (row_number() over (partition by c.n order by i.item_id))::int as place, (select o.key from assessment_option"
        " o where o.item_id = i.item_id and o.correct) as key, p.id as paper_id"
        " from bench_course c join learning_part part on part.version_id = c.version_id and part.kind = 'quiz'"
        " join assessment_paper p on p.part_id = part.id join assessment_paperitem i on i.paper_id = p.id"
    )
    with w.bare("assessment.Attempt", "assessment.AttemptItem", "assessment.DeviceTrace"):
        w.run(
            "create table bench_answer as select l.person_id, q.place, q.item_id, q.paper_id, l.done,"
            f" case when {_WRONG} then (array['a', 'b', 'c', 'd'])[1 + (ascii(q.key) - 97 + 1 + abs(hashint8("
            f"({_GAVE}) * 17 + q.place)) %% 3) %% 4] else q.key end as chosen,"
            f" not ({_WRONG}) as correct from bench_learner l join bench_question q on q.course = l.course"
            " and q.place <= %(drawn)s",
            {"drawn": QUESTIONS},
        )
        same = {
            "number": "1", "language": "'en'", "questions": f"{QUESTIONS}", "pass_percent": "30", "cut_offs": "'{}'",
            "form": "''", "closing": "'person'",
        }  # fmt: skip
        w.insert(
            "assessment.Attempt",
            same | {
                "person_id": "x.person_id", "paper_id": "x.paper_id",
                "opened_at": "x.done - make_interval(secs => 30 + (x.person_id %% 600))",
                "due_at": "x.done + interval '20 minutes'", "submitted_at": "x.done", "right": "x.right",
                "score": "x.right * 100 / 12", "passed": "x.right >= 4",
            },
            'from (select person_id, paper_id, done, count(*) filter (where correct) as "right" from bench_answer'
            " group by 1, 2, 3) x",
            {},
        )  # fmt: skip
        w.insert(
            "assessment.Attempt",
            same | {
                "person_id": "l.person_id", "paper_id": "(select min(paper_id) from bench_question where course = 0)",
                "opened_at": "l.done - interval '206 days'", "due_at": "l.done - interval '204 days'",
                "submitted_at": "l.done - interval '205 days'", "right": "12", "score": "100", "passed": "true",
            },
            "from bench_learner l",
        )  # fmt: skip
        w.run("create index on assessment_attempt (person_id, paper_id)")
        # Closed attempts take no answers any more: made here in one piece, they never were open.
        w.run("alter table assessment_attemptitem disable trigger user")
        w.insert(
            "assessment.AttemptItem",
            {
                "attempt_id": "a.id", "position": "x.place", "item_id": "x.item_id", "shown": "'{a,b,c,d}'",
                "chosen": "array[x.chosen]", "correct": "x.correct", "worth": "x.correct::int",
                "saved_at": "x.done - make_interval(secs => 200 - x.place * 10)",
            },
            "from bench_answer x join assessment_attempt a on a.person_id = x.person_id and a.paper_id = x.paper_id",
            {},
        )  # fmt: skip
        w.run("alter table assessment_attemptitem enable trigger user")
        w.insert(
            "assessment.DeviceTrace",
            {
                "attempt_id": "a.id", "paper_id": "a.paper_id", "noted_at": "date_trunc('day', l.done)",
                "device": "md5(case when l.office %% 10 = 4 then -l.office else l.person_id end::text)",
            },
            "from bench_learner l join bench_question q on q.course = l.course and q.place = 1"
            " join assessment_attempt a on a.person_id = l.person_id and a.paper_id = q.paper_id"
            " where l.done > now() - interval '30 days'",
            {},
        )  # fmt: skip
    w.run("drop table bench_answer")


def _signals(at: dt.datetime) -> list[list[Any]]:
    from karmayogi.assessment.actions.integrity.find_signals import find_signals
    from karmayogi.assessment.engine.integrity.policy import IN_FORCE
    from karmayogi.assessment.models import IntegritySignal

    policy = dataclasses.replace(IN_FORCE, since=(at - dt.timedelta(days=DAYS)).date())
    begun = time.perf_counter()
    first = find_signals(at=at, policy=policy)
    took = time.perf_counter() - begun
    assert first is not None
    begun = time.perf_counter()
    night = find_signals(at=at + dt.timedelta(days=1), policy=policy)
    a_night = time.perf_counter() - begun
    assert night is not None
    assert all(first.by_kind.values()), f"what was sown is not found: {first.by_kind}"
    told = ", ".join(f"{kind} {count:,}" for kind, count in first.by_kind.items())
    strong = IntegritySignal.objects.filter(strong=True).count()
    return [
        [f"Signals, first run over {DAYS} days", f"{took:,.0f} s", "≤ 1,800 s", took <= 1_800],
        ["— found", told, "", None],
        ["— of them and of the night, strong", f"{strong:,}", "", None],
        ["— attempts left out because their group was too large", f"{first.left_out:,}", "0", first.left_out == 0],
        ["Signals of a night, with the rates of all offices", f"{a_night:.1f} s", "≤ 300 s", a_night <= 300],
        ["— found", ", ".join(f"{kind} {count:,}" for kind, count in night.by_kind.items()), "", None],
    ]


def _checks(w: Writer, at: dt.datetime) -> list[list[Any]]:
    from karmayogi.kernel import clock
    from karmayogi.learning.actions.onthejob.open_checks import look_after_checks, open_checks

    on = clock.day(at)
    begun = time.perf_counter()
    opened = open_checks(on=on, at=at)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    look_after_checks(on=on, at=at)
    after = time.perf_counter() - begun
    return [
        [f"Checks opened for {opened:,} completions", f"{took:.1f} s", "≤ 60 s", took <= 60],
        ["— looked after, none used yet", f"{after:.2f} s", "", None],
    ]


def _draws(w: Writer, at: dt.datetime) -> list[list[Any]]:
    from karmayogi.assessment.actions.ask_markers import _learners
    from karmayogi.assessment.queries.papers import ATTEMPT_COLUMNS
    from karmayogi.assessment.types import AttemptRow
    from karmayogi.kernel import clock, rows
    from karmayogi.learning.queries.onthejob.peers import peers_for

    on = clock.day(at)

    def drawn(course: str) -> list[float]:
        w.run(
            "insert into learning_applicationcheck (uuid, person_id, enrolment_id, course_id, organisation_path, state,"
            " opened_at, closes_on, appeal_reason, decision) select gen_random_uuid(), n.person_id, n.id, n.course_id,"
            " n.organisation_path, 'open', now(), current_date + 30, '', '' from learning_enrolment n"
            f" join bench_course c on c.course_id = n.course_id and c.n {course}"
            " where not exists (select from learning_applicationcheck k where k.enrolment_id = n.id)"
            " and n.id %% 997 = 0 order by n.id limit %(draws)s",
            {"draws": DRAWS},
        )
        checks = [row[0] for row in w.rows(
            "select k.id from learning_applicationcheck k join bench_course c on c.course_id = k.course_id"
            f" and c.n {course} order by k.id desc limit %s", [DRAWS],
        )]  # fmt: skip
        times = []
        for check in checks:
            begun = time.perf_counter()
            found = peers_for(check, uuid.uuid4(), count=3, on=on, at=at)
            times.append(time.perf_counter() - begun)
            assert len(found) == 3, "somebody could be drawn"
        return times

    def markers(course: int) -> list[float]:
        paper = w.one("select min(paper_id) from bench_question where course = %s", [course])
        attempts = rows.fetch(
            AttemptRow, ATTEMPT_COLUMNS + "where a.paper_id = %s and a.id %% 31 = 0 order by a.id limit %s",
            [paper, DRAWS],
        )  # fmt: skip
        times = []
        for attempt in attempts:
            begun = time.perf_counter()
            found = _learners(attempt, 3, at)
            times.append(time.perf_counter() - begun)
            assert len(found) == 3
        return times

    lines = []
    for name, times, most in (
        ("Three peers drawn, of a course that everybody completed", drawn("= 0"), 5.0),
        ("— of a course that a fortieth completed", drawn("= 5"), 5.0),
        ("Three learners to mark a text, of a test that everybody passed", markers(0), 0.3),
        ("— of a test that a fortieth passed", markers(5), 0.3),
    ):
        worst = max(times)
        shown = f"{statistics.median(times) * 1000:,.0f} ms (worst: {worst * 1000:,.0f} ms)"
        lines.append([name, shown, f"≤ {most:g} s", worst <= most])
    return lines


if __name__ == "__main__":
    sys.exit(main())
