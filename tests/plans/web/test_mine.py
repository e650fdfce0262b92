"""What pages say of recurring orders, of sessions, of the appraisal, of everybody, of days off in a State."""

import datetime as dt

from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import Role
from karmayogi.plans import api as plans
from karmayogi.plans.types import Status
from tests.plans.web.test_mandates import text


def test_earlier_times_of_an_order_that_repeats_and_the_bucket_of_the_appraisal(desk, cast, browse):
    course = desk.course()
    yearly = {"anchor": "fixed", "fixed_on": dt.date(2024, 2, 29), "starts_on": dt.date(2024, 1, 1), "amount": 0}
    yearly |= {"repeat_months": 12, "repeat_basis": "due", "repeat_window": 12, "for_appraisal": True}
    rows.run("update orgs_incumbency set valid_from = '2023-01-01' where person_id = %s", [cast.learner.person_id])
    desk.complete(cast.learner.person_id, course, dt.date(2025, 2, 3))
    mandate = desk.live(course=course, **yearly)
    desk.live(course=desk.course("Second"), number="A-2/2026")
    said = text(browse(cast.learner, reverse("plans:obligation", args=[mandate])))
    assert "Earlier dates 29 Feb 2024: missed 28 Feb 2025: done on 3 Feb 2025 28 Feb 2026: missed" in said
    assert "repeated 3 times 28 Feb 2027" in said
    mine = reverse("plans:mine")
    assert "A-2/2026" in text(browse(cast.learner, mine))
    only = text(browse(cast.learner, mine + "?show=appraisal"))
    assert "A-1/2026" in only
    assert "A-2/2026" not in only


def test_a_session_that_was_attended_and_some_of_several_with_what_counts_instead(desk, cast, browse, at):
    talk, course, old, third = (
        desk.course(title, kind=kind)
        for title, kind in (("Talk", "event"), ("Course", "course"), ("Old course", "course"), ("Third", "course"))
    )
    bala = cast.admin.actor(at)
    mandate = desk.draft(course=talk, needed=2)
    for one, instead in ((course, None), (old, course), (third, None)):
        plans.add_item(
            actor=bala, mandate=mandate, revision=desk.revision(mandate), course=one, stands_for=instead, at=at
        )
    desk.publish(mandate)
    page = reverse("plans:obligation", args=[mandate])
    assert "Complete 2 of: “Talk”, “Course”, “Third”. 0 of 2" in text(browse(cast.learner, page))
    rows.run(
        "insert into learning_gatheringplace (uuid, person_id, course_id, state, asked_at, attended_minutes,"
        " attended_at) select gen_random_uuid(), %s, id, 'registered', %s, 60, %s from learning_course where uuid = %s",
        [cast.learner.person_id, at, at, talk],
    )
    assert "1 of 2" in text(browse(cast.learner, page))
    desk.complete(cast.learner.person_id, old, at.date())
    assert [line.obligation.status for line in plans.list_of(cast.learner.person_id, at.date())] == [Status.DONE]


def test_an_order_for_everybody_asks_whether_that_is_meant(desk, cast, browse, at):
    mandate = desk.draft(course=desk.course())
    plans.rehearse(actor=cast.admin.actor(at), mandate=mandate, at=at)
    desk.run_jobs()
    page = reverse("plans:mandate", args=[mandate])
    assert "It reaches everybody in the organisation. Is that meant?" in text(browse(cast.admin, page))


def test_days_off_of_a_state_hold_for_its_offices_alone(desk, cast, browse, at):
    """Each of two States has a day off of its own in the week: ten working days end elsewhere."""
    ends = {}
    for code, state, day in (("KL", cast.ministry, "2026-11-23"), ("KA", cast.other_ministry, "2026-12-03")):
        rows.run("update orgs_organisation set kind = 'state' where id = %s", [state.id])
        admin = cast.admin if state is cast.ministry else cast.other_admin
        holidays = reverse("plans:holidays", args=[state.uuid])
        browse(admin, holidays, {"do": "add", "on": day, "name": "Day of the State"})
        below = cast.department if state is cast.ministry else cast.other_department
        cast.grant(admin, Role.MDO_ADMIN, below)
        desk.live(who=admin, of=below, course=desk.course(), amount=5, unit="working_days")
        who = cast.learner if state is cast.ministry else cast.outsider
        ends[code] = plans.list_of(who.person_id, at.date())[0].obligation.due_on
    assert ends == {"KL": dt.date(2026, 11, 30), "KA": dt.date(2026, 11, 27)}
