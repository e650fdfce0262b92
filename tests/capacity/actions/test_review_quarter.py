"""A training becomes an order, people do it, the quarter is reviewed, and what is left goes into the next year."""

import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions import review_quarter as reviewing
from karmayogi.capacity.actions.draft_plan import next_version
from karmayogi.capacity.actions.make_mandate import make_mandate
from karmayogi.capacity.engine.year import quarter
from karmayogi.capacity.models import Intervention, Plan, ReviewLine
from karmayogi.capacity.queries.actual import actual
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from tests.plans.conftest import Desk


@pytest.fixture
def desk(planning, cast, at, run_jobs):
    rows.run(
        "insert into learning_provider (uuid, code, name_en, name_hi, name_ur, kind, about, status, licensed_from,"
        " reason) values (gen_random_uuid(), 'PL', 'P', '', '', 'company', '', 'licensed', '2020-01-01', '')"
    )
    return Desk(cast, at, run_jobs)


def test_from_the_published_plan_to_the_order_to_the_review_to_the_next_year(planning, desk, cast, at):
    plan = planning.whole()
    course = desk.course("Noting")
    training = Intervention.objects.get(plan__uuid=plan)
    capacity.set_course(**planning.said(plan), intervention=training.uuid, course=course)
    planning.training(plan, heading="units", mode="other", training=False, title_en="Minutes every month", seats=0)
    bala = cast.admin.actor(at)
    with pytest.raises(Refused, match="Only a published plan"):
        make_mandate(actor=bala, plan=plan, intervention=training.uuid, at=at)
    planning.published(plan)
    with pytest.raises(NotFound):
        make_mandate(actor=cast.supervisor.actor(at), plan=plan, intervention=training.uuid, at=at)  # only of the unit
    order = make_mandate(actor=bala, plan=plan, intervention=training.uuid, at=at)
    assert make_mandate(actor=bala, plan=plan, intervention=training.uuid, at=at) == order
    row = rows.first(
        lambda *cells: cells,
        "select status, fixed_on, number, clause, starts_on from plans_mandate where uuid = %s",
        [order],
    )
    assert row == ("draft", dt.date(2026, 12, 31), "ACBP/2026-27/v1", "1", at.date())
    assert rows.scalar("select count(*) from plans_mandateitem") == 1
    desk.publish(order)
    desk.complete(cast.learner.person_id, course, at.date())
    from karmayogi.plans.actions.keep_discharges import keep_discharges

    keep_discharges(cast.learner.person_id, at)
    rows.run(  # Chandra of another ministry, who is not theirs
        "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,"
        " enrolled_at, last_at, completed_at) select gen_random_uuid(), %s, course_id, version_id, '', language,"
        " status, enrolled_at, last_at, completed_at from learning_enrolment",
        [cast.outsider.person_id],
    )

    said = {
        one.uuid: capacity.Said("partly" if one.training else "done", "The hall was flooded", 20_000, carries=True)
        for one in Intervention.objects.filter(plan__uuid=plan)
    }
    with pytest.raises(Refused, match="last month on"):
        capacity.review_quarter(actor=bala, plan=plan, number=3, said=said, at=at)
    later = at + dt.timedelta(days=20)
    with pytest.raises(Refused, match="say why it is not done"):
        capacity.review_quarter(
            actor=bala, plan=plan, number=3, at=later,
            said=said | {training.uuid: capacity.Said("partly")},
        )  # fmt: skip
    with pytest.raises(Refused, match="40 seats were planned, and 1 came"):
        capacity.review_quarter(
            actor=bala, plan=plan, number=3, at=later, said=said | {training.uuid: capacity.Said("done")}
        )
    with pytest.raises(Refused, match="whole numbers"):
        capacity.review_quarter(
            actor=bala, plan=plan, number=3, at=later,
            said=said | {training.uuid: capacity.Said("done", "x", people=2**31)},
        )  # fmt: skip
    assert not ReviewLine.objects.exists()
    capacity.review_quarter(actor=bala, plan=plan, number=3, said=said, at=later)
    line = ReviewLine.objects.get(intervention=training)
    assert (line.planned, line.completed, line.discharged, line.counted) == (40, 1, 1, True)
    assert not ReviewLine.objects.exclude(pk=line.pk).get().carries, "what is done is not carried over"
    with pytest.raises(Refused, match="reviewed already"):
        capacity.review_quarter(actor=bala, plan=plan, number=3, said=said, at=later)

    draft = reviewing.carry_over(actor=bala, plan=plan, at=later)
    assert reviewing.carry_over(actor=bala, plan=plan, at=later) == draft
    made = Plan.objects.get(uuid=draft)
    assert (made.year, made.status, made.title_en) == (2027, "draft", "Plan of the Ministry of Personnel 2027-28")
    carried = Intervention.objects.get(plan=made)
    assert (carried.carried_from_id, carried.seats, carried.cost, carried.mandate) == (training.pk, 39, 0, None)
    assert rows.scalar("select count(*) from capacity_answer where intervention_id = %s", [carried.pk]) == 1


def test_a_quarter_is_reviewed_once_a_year_and_later_reviews_are_carried_over_too(planning, desk, cast, at, browse):
    plan = planning.whole()
    training = Intervention.objects.get(plan__uuid=plan)
    capacity.set_course(**planning.said(plan), intervention=training.uuid, course=desk.course("Noting"))
    last = planning.training(plan, quarter=4, title_en="Minutes", seats=10)
    planning.published(plan)
    bala, later = cast.admin.actor(at), at + dt.timedelta(days=20)
    draft = next_version(actor=bala, plan=plan, at=at)
    order = make_mandate(actor=bala, plan=plan, intervention=training.uuid, at=at)  # while the draft is written
    partly = capacity.Said("partly", "The hall was flooded", carries=True)
    capacity.review_quarter(actor=bala, plan=plan, number=3, said={training.uuid: partly}, at=later)
    planning.published(draft)
    row = Plan.objects.get(uuid=draft)
    assert Intervention.objects.get(plan=row, number=1).mandate == order, "one order, not a second of the next version"
    with pytest.raises(Refused, match="reviewed already"):
        capacity.review_quarter(
            actor=bala, plan=draft, number=3, at=later,
            said={one.uuid: partly for one in Intervention.objects.filter(plan=row)},
        )  # fmt: skip
    assert "The hall was flooded" in browse(cast.admin, reverse("capacity:review", args=[draft, 3])).content.decode()

    following = reviewing.carry_over(actor=bala, plan=draft, at=later)
    made = Plan.objects.get(uuid=following)
    assert [one.title_en for one in Intervention.objects.filter(plan=made)] == ["Noting and drafting"]
    minutes = Intervention.objects.get(plan=row, number=Intervention.objects.get(uuid=last).number)
    march = dt.datetime(2027, 3, 20, 10, tzinfo=dt.UTC)
    capacity.review_quarter(actor=bala, plan=draft, number=4, said={minutes.uuid: partly}, at=march)
    assert reviewing.carry_over(actor=bala, plan=draft, at=march) == following
    assert reviewing.carry_over(actor=bala, plan=draft, at=march) == following
    found = Intervention.objects.filter(plan=made).order_by("number")
    assert [(one.number, one.title_en, one.seats) for one in found] == [
        (1, "Noting and drafting", 40),
        (2, "Minutes", 10),
    ]
    made.refresh_from_db()
    assert made.revision == 2, "whoever is writing in it has to look at it anew"


def test_only_what_is_completed_on_a_post_here_is_counted(planning, desk, cast, at):
    plan = planning.whole()
    course = desk.course("Noting")
    training = Intervention.objects.get(plan__uuid=plan)
    capacity.set_course(**planning.said(plan), intervention=training.uuid, course=course)
    desk.complete(cast.learner.person_id, course, dt.date(2026, 11, 2))
    span = (Plan.objects.get(uuid=plan).pk, cast.ministry.path, quarter(2026, 3), dt.date(2026, 12, 31))
    assert actual(*span) == {training.pk: (1, 0)}
    assert actual(*span[:3], dt.date(2026, 11, 1)) == {}, "until today"
    rows.run("update orgs_incumbency set valid_from = '2026-11-03' where person_id = %s", [cast.learner.person_id])
    assert actual(*span) == {}, "she came the day after"
