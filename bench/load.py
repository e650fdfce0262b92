"""The data set: officers on posts, courses, enrolments, progress, evidence; made by the database itself."""

import datetime as dt
from typing import Any

from bench.catalogue import publish_courses
from bench.scale import Scale
from bench.sql import Timer, Writer
from karmayogi.insight.actions.refresh import refresh
from karmayogi.orgs.engine import paths

GIVEN = [
    "Asha", "Ravi", "Meena", "Sunita", "Anil", "Farida", "Imran", "Lakshmi", "Joseph", "Gurpreet", "Arun", "Kavita",
    "Deepak", "Nusrat", "Thomas", "Rekha", "Suresh", "Bhavna", "Kiran", "Mohan", "Zeenat", "Pradeep", "Rohini",
    "Salma", "Vijay", "Usha", "Naveen", "Esther", "Harish", "Jaya",
]  # fmt: skip
FAMILY = [
    "Kumari", "Sharma", "Iyer", "Devi", "Verma", "Khan", "Ali", "Nair", "Mathew", "Singh", "Rao", "Patel", "Das",
    "Begum", "Joseph", "Gupta", "Reddy", "Shah", "Joshi", "Pillai", "Ansari", "Mishra", "Menon", "Ghosh", "Yadav",
    "Barman", "Tirkey", "Lalrinpuii", "Naik", "Bora",
]  # fmt: skip
PASSWORD = "bench-password-2026"  # noqa: S105
HOT = "BENCH-001"


def load(writer: Writer, scale: Scale, *, at: dt.datetime, timer: Timer) -> dict[str, int]:
    """Everything; returns how many rows there are of each kind."""
    counts: dict[str, int] = {}
    with timer.step("courses"):
        publish_courses(scale.courses, at=at)
    with timer.step("offices"):
        _offices(writer, scale)
    with timer.step("officers with posts"):
        counts |= _officers(writer, scale, at)
    with timer.step("enrolments"):
        counts |= _enrolments(writer, scale, at)
    with timer.step("progress"):
        counts |= _progress(writer, scale)
    with timer.step("evidence, levels, hours"):
        counts |= _proof(writer, at)
    # History as an import brings it: the worker does not tell half a million old acts while requests are measured.
    writer.run("insert into learning_told (id, up_to) values (1, %(at)s) on conflict (id) do update set up_to = %(at)s",
               {"at": at})  # fmt: skip
    with timer.step("vacuum and statistics"):
        writer.run("vacuum (analyze)")
    with timer.step("figures of the dashboards, all anew"):
        refresh(at=at, everything=True)
    return counts


def _offices(w: Writer, scale: Scale) -> None:
    """Offices below the imported organisations, as many as are missing, spread over them evenly."""
    units = w.rows("select id, path, state_id from orgs_organisation where parent_id is not null order by id")
    missing = scale.organisations - len(units)
    if missing <= 0:
        return
    first = w.next_id("orgs.Organisation")
    above = [units[n % len(units)] for n in range(missing)]
    with w.bare("orgs.Organisation", "orgs.OrganisationSpell"):
        w.insert(
            "orgs.Organisation",
            {
                "id": "x.id", "code": "'BENCH-' || x.id", "kind": "'office'", "name_en": "'Office ' || x.id",
                "parent_id": "x.parent", "path": "x.path", "state_id": "x.state", "valid_from": "date '2010-04-01'",
            },
            "from unnest(%(ids)s::bigint[], %(parents)s::bigint[], %(paths)s::text[], %(states)s::bigint[])"
            " as x (id, parent, path, state)",
            {
                "ids": list(range(first, first + missing)),
                "parents": [unit[0] for unit in above],
                "paths": [unit[1] + paths.step(first + n) for n, unit in enumerate(above)],
                "states": [unit[2] for unit in above],
            },
        )  # fmt: skip
        w.insert(
            "orgs.OrganisationSpell",
            {
                "organisation_id": "o.id", "parent_id": "o.parent_id", "name_en": "o.name_en", "kind": "o.kind",
                "valid_from": "o.valid_from", "path": "o.path",
            },
            "from orgs_organisation o where o.id >= %(first)s",
            {"first": first},
        )  # fmt: skip
    w.move_sequence("orgs.Organisation")
    w.run("analyze orgs_organisation, orgs_organisationspell")


def _officers(w: Writer, scale: Scale, at: dt.datetime, units: list[Any] | None = None) -> dict[str, int]:
    """units: (id, path) of the offices that get posts, in turn; the imported ones first where none are given."""
    from django.contrib.auth.hashers import make_password

    units = units or w.rows(
        "select id, path from orgs_organisation where parent_id is not null order by (state_id is null), id limit %s",
        [scale.organisations],
    )
    profiles = [row[0] for row in w.rows("select designation_id from competencies_profile where in_force order by 1")]
    others = [
        row[0]
        for row in w.rows(
            "select id from orgs_designation where merged_into_id is null and not id = any(%s) order by id limit 40",
            [profiles],
        )
    ]
    p: dict[str, Any] = {
        "n": scale.officers, "u": len(units),
        "profiles": profiles, "others": others, "given": GIVEN, "family": FAMILY, "at": at,
        "hash": make_password(PASSWORD), "person": w.next_id("people.Person"), "post": w.next_id("orgs.Post"),
        "account": w.next_id("people.Account"), "incumbency": w.next_id("orgs.Incumbency"),
    }  # fmt: skip
    # A table, not an array: to find the k-th text of an array is to walk over all before it.
    w.run("drop table if exists bench_unit")
    w.run(
        "create table bench_unit as select n - 1 as n, id, path"
        " from unnest(%s::bigint[], %s::text[]) with ordinality as x (id, path, n)",
        [[unit[0] for unit in units], [unit[1] for unit in units]],
    )
    w.run("analyze bench_unit")
    seats = "from generate_series(0, %(n)s - 1) i join bench_unit u on u.n = i %% %(u)s"
    with w.bare("people.Person", "people.Account", "orgs.Post", "orgs.Incumbency"):
        w.insert(
            "people.Person",
            {
                "id": "%(person)s + i",
                "name": "(%(given)s::text[])[1 + i %% 30] || ' ' || (%(family)s::text[])[1 + (i / 30) %% 30]",
                "native_language": "'hi'",
                "employee_code": "'B' || i",
                "group": "'Group B'",
                "created_at": "%(at)s",
            },
            "from generate_series(0, %(n)s - 1) i",
            p,
        )
        w.insert(
            "people.Account",
            {
                "id": "%(account)s + i",
                "person_id": "%(person)s + i",
                "password": "%(hash)s",
                "email": "'officer' || i || '@bench.example'",
                "email_verified_at": "%(at)s",
                "language": "(array['en', 'en', 'hi', 'ur'])[1 + i %% 4]",
            },
            "from generate_series(0, %(n)s - 1) i",
            p,
        )
        # Within a unit the posts are a tree in which each has eight below it.
        w.insert(
            "orgs.Post",
            {
                "id": "%(post)s + i",
                "code": "'BENCH-' || i",
                "organisation_id": "u.id",
                "organisation_path": "u.path",
                "designation_id": "case when (i / %(u)s + i) %% 5 = 0 then (%(others)s::bigint[])[1 + i %% 40]"
                " else (%(profiles)s::bigint[])[1 + (i / %(u)s) %% array_length(%(profiles)s::bigint[], 1)] end",
                "reports_to_id": "case when i / %(u)s > 0 then"
                " %(post)s + ((i / %(u)s - 1) / 8) * %(u)s + i %% %(u)s end",
                "valid_from": "date '2024-04-01'",
            },
            seats,
            p,
        )
        w.insert(
            "orgs.Incumbency",
            {
                "id": "%(incumbency)s + i",
                "person_id": "%(person)s + i",
                "post_id": "%(post)s + i",
                "organisation_path": "u.path",
                "kind": "'substantive'",
                "valid_from": "date '2024-04-01' + (i %% 700)::int",
            },
            seats,
            p,
        )
    w.run("drop table bench_unit")
    for label in ("people.Person", "people.Account", "orgs.Post", "orgs.Incumbency"):
        w.move_sequence(label)
    w.run("analyze people_person, people_account, orgs_post, orgs_incumbency")
    return {"officers": scale.officers, "organisations with posts": len(units)}


def _enrolments(w: Writer, scale: Scale, at: dt.datetime) -> dict[str, int]:
    """The first course has exactly the number of learners asked for; the others share the rest evenly."""
    first = w.one("select min(person_id) from people_account where email = 'officer0@bench.example'")
    w.run("drop table if exists bench_course")
    w.run(
        "create table bench_course as"
        " select row_number() over (order by (code = %s) desc, id) - 1 as n, id as course_id,"
        " current_version_id as version_id from learning_course where code like 'BENCH-%%'",
        [HOT],
    )
    p: dict[str, Any] = {
        "first": first, "n": scale.officers, "hot": scale.hot_course_learners, "at": at,
        "rest": scale.enrolments - scale.hot_course_learners, "courses": scale.courses - 1,
    }  # fmt: skip
    # Three in ten, of every person and of every course.
    done = "(x.i + x.i / %(n)s + x.person_id / 1000) %% 10 < 3"
    columns = {
        "person_id": "x.person_id",
        "course_id": "c.course_id",
        "version_id": "c.version_id",
        "organisation_path": "i.organisation_path",
        "language": "(array['en', 'hi', 'ur'])[1 + x.i %% 3]",
        "status": f"case when {done} then 'completed' else 'active' end",
        "enrolled_at": "%(at)s - make_interval(days => 20 + (x.i %% 500)::int)",
        "last_at": "%(at)s - make_interval(days => 1 + (x.i %% 19)::int)",
        "completed_at": f"case when {done} then %(at)s - make_interval(days => 1 + (x.i %% 180)::int) end",
    }
    join = """join bench_course c on c.n = x.course join orgs_incumbency i on i.person_id = x.person_id"""
    with w.bare("learning.Enrolment"):
        w.insert(
            "learning.Enrolment",
            columns,
            "from (select i, %(first)s + i * (%(n)s / %(hot)s) as person_id, 0 as course"
            " from generate_series(0, %(hot)s - 1) i) x " + join,
            p,
        )
        w.insert(
            "learning.Enrolment",
            columns,
            "from (select i, %(first)s + i %% %(n)s as person_id,"
            " 1 + ((i %% %(n)s) * 7919 + (i / %(n)s) * 13) %% %(courses)s as course"
            " from generate_series(0::bigint, %(rest)s - 1) i) x " + join,
            p,
        )
    w.run("analyze learning_enrolment")
    hot = w.one("select count(*) from learning_enrolment n join bench_course c using (course_id) where c.n = 0")
    return {
        "courses": w.one("select count(*) from bench_course"),
        "enrolments": w.one("select count(*) from learning_enrolment"),
        "learners of the first course": hot,
    }


def _progress(w: Writer, scale: Scale) -> dict[str, int]:
    """Completed: every part done. Active: one page opened, as many as are wanted in all."""
    columns = {
        "person_id": "n.person_id",
        "part_id": "part.id",
        "enrolment_id": "n.id",
        "opened_at": "n.enrolled_at",
        "seen_at": "n.last_at",
        "furthest": "case when n.status = 'completed' then 100 else 20 end",
        "position": "case when n.status = 'completed' then '100' else '20' end",
        "seconds": "case when n.status = 'completed' then 400 else 30 end",
        "state": "case when n.status = 'completed' then 'done' else 'opened' end",
        "completed_at": "n.completed_at",
        "score": "case when part.kind = 'quiz' and n.status = 'completed' then 60 + (n.id %% 40) end",
    }
    with w.bare("learning.PartProgress"):
        done = w.insert(
            "learning.PartProgress",
            columns,
            "from learning_enrolment n join learning_part part on part.version_id = n.version_id"
            " where n.status = 'completed'",
            {},
        )
        w.insert(
            "learning.PartProgress",
            columns,
            "from (select * from learning_enrolment where status = 'active' limit %(more)s) n"
            " join learning_part part on part.version_id = n.version_id and part.position = 1",
            {"more": max(0, scale.progress - done)},
        )
    w.run("analyze learning_partprogress")
    return {"progress rows": w.one("select count(*) from learning_partprogress")}


def _proof(w: Writer, at: dt.datetime) -> dict[str, int]:
    from karmayogi.competencies.engine.levels import VERSION

    with w.bare("learning.LearningCredit", "competencies.Evidence", "competencies.Level"):
        w.insert(
            "learning.LearningCredit",
            {
                "person_id": "n.person_id",
                "on": "n.completed_at::date",
                "minutes": "v.minutes",
                "kind": "'formal'",
                "ref_kind": "'enrolment'",
                "ref_uuid": "n.uuid",
            },
            "from learning_enrolment n join learning_courseversion v on v.id = n.version_id"
            " where n.status = 'completed'",
        )
        w.insert(
            "competencies.Evidence",
            {
                "person_id": "n.person_id",
                "competency_id": "cc.competency_id",
                "level": "cc.level",
                "score": "60 + n.id %% 40",
                "source": "'course_test'",
                "instrument": "c.code",
                "instrument_version": "'1'",
                "ref_kind": "'enrolment'",
                "ref_uuid": "n.uuid",
                "observed_at": "n.completed_at",
            },
            "from learning_enrolment n join learning_course c on c.id = n.course_id"
            " join learning_coursecompetency cc on cc.version_id = n.version_id where n.status = 'completed'",
            {},
        )
        w.insert(
            "competencies.Level",
            {
                "person_id": "e.person_id",
                "competency_id": "e.competency_id",
                "level": "e.level",
                "confidence": "0.8",
                "reasons": """jsonb_build_array(jsonb_build_object('kind', 'counts', 'source', 'course_test', 'level',
                  e.level, 'weight', 0.8, 'on', e.observed_at::date, 'instrument', e.instrument))""",
                "engine": "%(engine)s",
                "computed_at": "%(at)s",
            },
            "from (select distinct on (person_id, competency_id) * from competencies_evidence"
            " order by person_id, competency_id, level desc) e",
            {"engine": VERSION, "at": at},
        )
    return {
        "evidence": w.one("select count(*) from competencies_evidence"),
        "levels": w.one("select count(*) from competencies_level"),
        "completions": w.one("select count(*) from learning_learningcredit"),
    }
