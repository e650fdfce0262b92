"""Officers with sessions, the courses of the week, and the lessons that were under way when the run begins."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence

from bench.replay.client import Course
from bench.replay.plan import EVERY, Journey, position
from bench.scale import Scale
from bench.sql import Timer, Writer

CSRF = "b" * 32
LEAST = 60  # seconds in front of a page


def load(w: Writer, *, officers: int, courses: int, stages: int, at: dt.datetime, timer: Timer) -> None:
    """The data set of the other benchmarks with a history, and the courses of the week beside."""
    from bench import load as others

    scale = Scale(
        "replay", officers=officers, enrolments=5 * officers, progress=5 * officers, courses=30,
        organisations=max(400, officers // 25), hot_course_learners=officers // 2,
    )  # fmt: skip
    others.load(w, scale, at=at, timer=timer)
    with timer.step("courses of the week"):
        for stage in range(stages):
            publish(stage, courses, at)


def publish(stage: int, count: int, at: dt.datetime) -> None:
    """Courses of one page, with what they teach, and without a test. A run after another has its own."""
    from django.db import transaction

    from bench.catalogue import AGENT, LANGUAGES, _draft
    from karmayogi.competencies import api as competencies
    from karmayogi.learning.actions.draft import DraftPart, DraftVariant
    from karmayogi.learning.actions.publish import publish as put

    codes = [row.code for row in competencies.every()]
    with transaction.atomic():
        for number in range(1, count + 1):
            draft = _draft(number, codes)
            page = DraftPart(
                key="page", kind="page", minutes=6, min_seconds=LEAST,
                variants={
                    language: DraftVariant(
                        title=draft.titles[language], body_html=f"<p>{draft.titles[language]}</p>" * 40
                    )
                    for language in LANGUAGES
                },
            )  # fmt: skip
            put(
                agent=AGENT, at=at - dt.timedelta(days=30),
                draft=dataclasses.replace(
                    draft, code=f"{week(stage)}{number:04}", mode="online", parts=[page],
                    sha256=hashlib.sha256(f"week {stage} {number}".encode()).hexdigest(),
                ),
            )  # fmt: skip


def week(stage: int) -> str:
    """How the codes of the courses of a run begin."""
    return f"WEEK{stage:02}-"


def courses(w: Writer, stage: int) -> list[Course]:
    return [
        Course(str(course), str(part), key)
        for course, part, key in w.rows(
            "select c.uuid, part.uuid, part.key from learning_course c"
            " join learning_part part on part.version_id = c.current_version_id where starts_with(c.code, %s)"
            " order by c.code",
            [week(stage)],
        )
    ]


def people(w: Writer) -> list[tuple[int, int]]:
    """(person, account) of the officers, in the order of the plan."""
    return w.rows(
        "select person_id, id from people_account where email like 'officer%%@bench.example' order by person_id"
    )


def sign_in(w: Writer, wanted: Sequence[tuple[int, int]], at: dt.datetime) -> dict[int, str]:
    """Account -> cookies; sessions as signing in leaves them, written at once."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from karmayogi.people.actions.open_session import BACKEND
    from karmayogi.people.models import Account
    from karmayogi.people.sessions import IDLE, SessionStore, _new_key

    store = SessionStore()
    # One password for all, so one hash.
    proof = Account.objects.get(pk=wanted[0][1]).get_session_auth_hash()
    keys, data = [], []
    for _person, account in wanted:
        keys.append(_new_key())
        data.append(store.encode({SESSION_KEY: str(account), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: proof}))
    w.run(
        "insert into people_session (session_key, session_data, account_id, second_factor, agent, opened_at, seen_at,"
        " idle_limit, ends_at, expire_date) select k, d, a, false, '', %(at)s, %(at)s, %(idle)s,"
        " %(at)s + interval '30 days', %(at)s + %(idle)s"
        " from unnest(%(keys)s::text[], %(data)s::text[], %(accounts)s::bigint[]) as x (k, d, a)",
        {"at": at, "idle": IDLE, "keys": keys, "data": data, "accounts": [account for _person, account in wanted]},
    )
    return {
        account: f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        for (_person, account), key in zip(wanted, keys, strict=True)
    }


def begin(w: Writer, stage: int, journeys: Sequence[Journey], persons: Sequence[int], at: dt.datetime) -> int:
    """What was under way at that moment: enrolments with an open page and the reports so far. How many."""
    under_way = [one for one in journeys if one.enrolment]
    if not under_way:
        return 0
    made = w.run(
        """
        with course as (
          select row_number() over (order by code) - 1 as n, id, current_version_id as version_id
          from learning_course where starts_with(code, %(week)s)
        ), made as (
          insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,
            enrolled_at, last_at)
          select x.uuid, x.person_id, c.id, c.version_id, coalesce((select i.organisation_path from orgs_incumbency i
            where i.person_id = x.person_id limit 1), ''), 'en', 'active', x.at, x.at
          from unnest(%(uuids)s::uuid[], %(persons)s::bigint[], %(courses)s::int[], %(ats)s::timestamptz[])
            as x (uuid, person_id, course, at)
          join course c on c.n = x.course returning id, uuid, person_id, version_id, enrolled_at
        )
        insert into learning_partprogress (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit,
          seq, opened_at, seen_at)
        select m.person_id, part.id, m.id, 'opened', case when y.seq > 0 then y.position::text else '' end,
          y.position, y.seconds, 1, y.seq, m.enrolled_at, %(at)s::timestamptz - interval '15 seconds'
        from made m join learning_part part on part.version_id = m.version_id
        join unnest(%(uuids)s::uuid[], %(seqs)s::int[], %(positions)s::int[], %(seconds)s::int[])
          as y (uuid, seq, position, seconds) on y.uuid = m.uuid
        """,
        {
            "uuids": [one.enrolment for one in under_way],
            "persons": [persons[one.person] for one in under_way],
            "courses": [one.course for one in under_way],
            # Without pages all of them had enrolled and opened their lesson the day before, which is told long since.
            "ats": [
                at + (dt.timedelta(seconds=one.begins) if one.pages else -dt.timedelta(days=1)) for one in under_way
            ],
            "seqs": [one.reported() for one in under_way],
            "positions": [position(one.reported()) for one in under_way],
            "seconds": [int(EVERY) * one.reported() for one in under_way],
            "at": at,
            "week": week(stage),
        },
    )
    if not under_way[0].pages:
        w.run("update learning_told set up_to = %s", [at])
    w.run("analyze learning_enrolment, learning_partprogress")
    return made
