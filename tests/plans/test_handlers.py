"""What is done below is kept once, however often it is told; a transfer changes the list at once."""

import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.competencies.events import LevelMoved
from karmayogi.credentials.events import Issued
from karmayogi.kernel import events, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.onthejob.confirm_entry import confirm_entry
from karmayogi.learning.actions.onthejob.write_entry import Written, write_entry
from karmayogi.learning.events import Attended, Completed, CourseRated, ProgrammeCompleted
from karmayogi.orgs import api as orgs
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.plans import api as plans
from karmayogi.plans.actions.keep_discharges import keep_discharges
from karmayogi.plans.handlers import on_certificate, on_completed, on_level_moved, on_organisation_moved
from karmayogi.plans.jobs import write_holidays
from karmayogi.plans.models import Discharge, Relief
from karmayogi.plans.queries.mine import discharges_of
from karmayogi.plans.types import Status

ON = dt.date(2026, 11, 20)


def test_a_discharge_is_kept_once_and_outlives_a_transfer(desk, cast, at):
    course = desk.course()
    desk.live(of=cast.department, course=course)
    [line] = plans.list_of(cast.learner.person_id, ON)
    desk.complete(cast.learner.person_id, course, ON)
    told = Completed(cast.learner.person_id, 1, line.mandate.uuid, 45, at)
    for _twice in range(2):
        on_completed([told])
    assert Discharge.objects.count() == 1
    assert [one.done_on for one in discharges_of(cast.learner.person_id)] == [ON]

    seat = orgs.create_post(
        agent=System("set-up"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        reports_to_id=None, valid_from=ON, at=at,
    )  # fmt: skip
    orgs.transfer(
        agent=System("set-up"), person_id=cast.learner.person_id, to_post_id=seat.id, on=ON, order_number="T-1",
        at=at,
    )  # fmt: skip
    assert plans.list_of(cast.learner.person_id, ON) == [], "the order of the old office binds her no more"
    assert len(discharges_of(cast.learner.person_id)) == 1


def test_a_request_follows_an_office_that_moves(desk, cast, at):
    mandate = desk.live(course=desk.course())
    plans.ask_relief(actor=cast.learner.actor(at), mandate=mandate, kind="exemption", reason="Ill", at=at)
    was = Relief.objects.get().organisation_path
    now = cast.other_department.path + was[-orgs.PATH_STEP :]
    for _twice in range(2):
        on_organisation_moved(OrganisationMoved(1, was, now, at))
    assert Relief.objects.get().organisation_path == now


def test_a_request_goes_to_the_office_of_the_post_that_is_bound(desk, cast, at):
    charge = orgs.create_post(
        agent=System("set-up"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        reports_to_id=None, valid_from=ON, at=at,
    )  # fmt: skip
    orgs.appoint(
        agent=System("set-up"), person_id=cast.learner.person_id, post_id=charge.id, kind="additional", valid_from=ON,
        order_number="C-1", at=at,
    )  # fmt: skip
    mandate = desk.live(who=cast.other_admin, of=cast.other_department, course=desk.course())
    plans.ask_relief(actor=cast.learner.actor(at), mandate=mandate, kind="exemption", reason="Ill", at=at)
    assert Relief.objects.get().organisation_path == cast.other_department.path


def test_a_level_is_kept_once_however_often_it_is_worked_out(desk, cast, at):
    rows.run("set local session_replication_role = replica")  # the framework behind the number is nothing to us
    competency, asha = 1, cast.learner.person_id
    desk.live(wants="level", needed=2, competency_id=competency)
    rows.run(
        "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
        " values (%s, %s, 3, 1, 'x', %s)",
        [asha, competency, at],
    )
    kept = [keep_discharges(asha, at)]
    rows.run("update competencies_level set computed_at = %s", [at + dt.timedelta(days=1)])
    kept.append(keep_discharges(asha, at + dt.timedelta(days=1)))
    assert (kept, Discharge.objects.count()) == ([1, 0], 1)


def test_a_level_that_no_order_asks_for_costs_one_statement(desk, cast, at, django_assert_num_queries):
    rows.run("set local session_replication_role = replica")  # the framework behind the number is nothing to us
    asked, other, asha = 1, 2, cast.learner.person_id
    desk.live(wants="level", needed=2, competency_id=asked)
    rows.run(
        "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
        " values (%s, %s, 3, 1, 'x', %s)",
        [asha, asked, at],
    )
    with django_assert_num_queries(1):
        on_level_moved([LevelMoved(asha, other, 0, 3, at)])
    assert Discharge.objects.count() == 0
    on_level_moved([LevelMoved(asha, asked, 0, 3, at)])
    assert Discharge.objects.count() == 1


def test_every_kind_of_fact_is_kept_when_it_is_announced(desk, kcm, cast, at):
    """A programme, a session, hours at work and the points of a rating, each through the product's own queue."""
    competencies.ensure_proof_masters(agent=System("set-up"), at=at)
    asha, talk = cast.learner.person_id, desk.course("Talk", kind="event")
    programme = desk.course("Programme", kind="programme")
    orders = {
        "programme": desk.live(course=programme), "session": desk.live(course=talk),
        "hours": desk.live(wants="minutes", needed=60), "points": desk.live(wants="points", needed=2),
    }  # fmt: skip

    def kept() -> set[str]:
        desk.run_jobs()
        done = set(Discharge.objects.filter(person_id=asha).values_list("mandate__uuid", flat=True))
        return {name for name, uuid in orders.items() if uuid in done}

    rows.run("update plans_mandate set needed = 30000 where uuid = %s", [orders["points"]])
    rows.run(
        "insert into learning_programmeenrolment (uuid, person_id, course_id, version_id, language, status,"
        " enrolled_at, completed_at) select gen_random_uuid(), %s, id, %s, 'en', 'completed', %s, %s"
        " from learning_course where uuid = %s",
        [asha, desk.version(programme), at, at, programme],
    )
    events.announce(ProgrammeCompleted(asha, 1, uuid7(), at))
    assert kept() == {"programme"}
    rows.run(
        "insert into learning_gatheringplace (uuid, person_id, course_id, state, asked_at, attended_minutes,"
        " attended_at) select gen_random_uuid(), %s, id, 'registered', %s, 30, %s from learning_course where uuid = %s",
        [asha, at, at, talk],
    )
    events.announce(Attended(asha, 1, 30, at))
    assert kept() == {"programme", "session"}
    on = at.date()
    entry = write_entry(
        actor=cast.learner.actor(at), at=at, written=Written(
            mark=uuid7(), kind="stretch", competency=competencies.by_codes(["FUN-087"])["FUN-087"].uuid, begun_on=on,
            ended_on=on, minutes=90, words="Drafted the note alone.", witness=cast.supervisor.person_uuid,
        ),
    )  # fmt: skip
    confirm_entry(actor=cast.supervisor.actor(at), entry=entry, minutes=90, level=0, note="", at=at)
    assert kept() == {"programme", "session", "hours"}
    rows.run("update plans_mandate set needed = 5 where uuid = %s", [orders["points"]])
    events.announce(CourseRated(asha, 1, at))
    assert kept() == set(orders)


def test_a_date_that_moves_keeps_what_was_done_once(desk, cast, at):
    course, asha = desk.course(), cast.learner.person_id
    mandate = desk.live(course=course)
    relief = plans.ask_relief(
        actor=cast.learner.actor(at), mandate=mandate, kind="extension", reason="Ill", until=dt.date(2027, 1, 31), at=at
    )
    desk.complete(asha, course, ON)
    kept = [keep_discharges(asha, at)]
    plans.decide_relief(actor=cast.admin.actor(at), relief=relief, grant=True, note="", at=at)
    kept.append(keep_discharges(asha, at))
    assert kept == [1, 0]


def test_the_days_of_the_country_are_written_each_year(db, frozen_time):
    rows.run("delete from plans_holiday")
    for _twice in range(2):
        write_holidays()
    assert rows.scalar('select max(extract(year from "on")) from plans_holiday') == 2029
    assert rows.scalar("select count(*) from plans_holiday") == 25


def test_a_renewed_certificate_is_another_day_and_a_corrected_one_is_not(desk, cast, at):
    rows.run("set local session_replication_role = replica")  # keys and lists behind certificates are nothing to us
    course, asha = desk.course(), cast.learner.person_id
    desk.complete(asha, course, dt.date(2025, 10, 1))
    yearly = {"repeat_months": 12, "repeat_basis": "completion", "repeat_window": 2}
    desk.live(course=course, counts="since", counts_since=dt.date(2025, 1, 1), **yearly)
    made = []

    def certificate(on: str, until: str) -> Issued:
        new, earlier = uuid7(), made[-1] if made else None
        laid_down = "update credentials_certificate set revoked_at = %s, replaced_at = %s, revoked_reason = 'replaced'"
        rows.run(laid_down + " where id = %s", [on, on, earlier])
        made.append(rows.scalar(
            "insert into credentials_certificate (uuid, code, person_id, name, name_native, title_en, title_hi,"
            " title_ur, language, course_uuid, course_code, minutes, grade, ref_kind, ref_uuid, issued_at, credential,"
            " key_id, status_list_id, status_place, valid_until, replaces_id, revoked_reason)"
            " select %s::uuid, %s, person_id, '', '', '', '', '', 'en', gen_random_uuid(), '', 1, 'E2', 'enrolment',"
            " uuid, %s, '', 1, 1, %s, %s, %s, '' from learning_enrolment where person_id = %s returning id",
            [new, str(new)[:20] + str(len(made)), on, len(made), until, earlier, asha],
        ))  # fmt: skip
        return Issued(new, "enrolment", new, asha, at)

    certificate("2025-10-01T06:00Z", "2026-10-01T06:00Z")
    corrected = certificate("2026-06-01T06:00Z", "2026-10-01T06:00Z")
    [line] = plans.list_of(asha, ON)
    assert (line.obligation.status, line.obligation.due_on) == (Status.OPEN, dt.date(2026, 12, 20))
    on_certificate([corrected])
    assert Discharge.objects.count() == 0
    on_certificate([certificate("2026-11-10T06:00Z", "2027-11-10T06:00Z")])
    [line] = plans.list_of(asha, ON)
    assert (line.obligation.status, line.obligation.done_on) == (Status.DONE, dt.date(2026, 11, 10))
    assert Discharge.objects.count() == 1
