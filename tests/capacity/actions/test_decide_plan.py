"""From draft to publication and on: who may, in which order, and what keeps a plan from being signed."""

import dataclasses
import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions import decide_plan, draft_plan
from karmayogi.capacity.actions.adopt import adopt, replan
from karmayogi.capacity.actions.form_unit import end_unit
from karmayogi.capacity.actions.make_mandate import make_mandate
from karmayogi.capacity.actions.print_plan import paper_of
from karmayogi.capacity.actions.solve_scenario import solve_scenario
from karmayogi.capacity.models import Allotment, Batch, Intervention, Need, Plan, PlanFile, PlanStep, Scenario
from karmayogi.capacity.queries.plans import budget_of
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role


def status(plan):
    return Plan.objects.get(uuid=plan).status


def test_the_chain_from_draft_to_the_signed_paper(planning, cast, at):
    plan = planning.whole()
    bala, devi, farah = (who.actor(at) for who in (cast.admin, cast.supervisor, cast.head))
    revision = planning.revision(plan)
    with pytest.raises(NotFound):
        capacity.agree_plan(actor=bala, plan=plan, revision=revision, at=at)  # does not chair the unit
    with pytest.raises(Refused, match="changed after you looked"):
        capacity.agree_plan(actor=devi, plan=plan, revision=revision - 1, at=at)
    with pytest.raises(Refused, match="another state"):
        capacity.publish_plan(actor=bala, plan=plan, revision=revision, at=at)
    capacity.agree_plan(actor=devi, plan=plan, revision=revision, at=at)
    capacity.agree_plan(actor=devi, plan=plan, revision=revision, at=at)  # again: nothing
    assert [one.designation for one in PlanStep.objects.filter(act="agree")] == ["Section Officer"]  # once
    with pytest.raises(Refused, match="no draft any more"):
        planning.training(plan)
    with pytest.raises(NotFound):
        capacity.approve_plan(actor=farah, plan=plan, revision=revision, at=at)  # heads nothing yet
    cast.grant(cast.admin, Role.MDO_LEADER, cast.ministry)
    with pytest.raises(Refused, match="another head"):
        capacity.approve_plan(actor=cast.admin.actor(at), plan=plan, revision=revision, at=at)  # who wrote in it
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    capacity.approve_plan(actor=cast.head.actor(at), plan=plan, revision=revision, at=at)
    capacity.publish_plan(actor=bala, plan=plan, revision=revision, at=at)
    assert status(plan) == "published"
    planning.run_jobs()
    assert list(PlanFile.objects.order_by("language").values_list("language", flat=True)) == ["en", "hi", "ur"]
    trail = rows.fetch(str, "select tag from kernel_auditentry where subject_uuid = %s order by id", [plan])
    assert trail[-3:] == ["capacity:plan:agree", "capacity:plan:approve", "capacity:plan:publish"]

    draft = draft_plan.next_version(actor=bala, plan=plan, at=at)
    assert draft_plan.next_version(actor=bala, plan=plan, at=at) == draft
    assert Need.objects.filter(plan__uuid=draft).count() == Need.objects.filter(plan__uuid=plan).count() > 0
    copied = Intervention.objects.get(plan__uuid=draft)
    assert copied.budget.plan_id == copied.plan_id
    assert copied.budget.plan_id != Plan.objects.get(uuid=plan).pk
    planning.published(draft)
    assert (status(plan), status(draft)) == ("closed", "published"), "the version before ends with the next one"


def test_what_is_missing_is_said_and_nothing_is_agreed(planning, cast, at):
    plan = planning.draft()
    from karmayogi.capacity.actions.faults import not_ready, warnings

    row = Plan.objects.get(uuid=plan)
    said = " ".join(not_ready(row, at.date()))
    for part in ("no active capacity building unit", "not been counted", "no intervention", "Annex 2 has no text"):
        assert part in said
    planning.unit()
    with pytest.raises(Refused, match="not been counted"):
        capacity.agree_plan(actor=cast.supervisor.actor(at), plan=plan, revision=planning.revision(plan), at=at)
    assert status(plan) == "draft"
    capacity.count_needs(**planning.said(plan))
    planning.run_jobs()
    row.refresh_from_db()
    top = capacity.ranking(row.pk)[0]
    budget = planning.line(plan, training=50_000)
    one = planning.training(plan, budget)
    capacity.add_answer(**planning.said(plan), intervention=one, competency=top.code)
    said = " ".join(not_ready(row, at.date()))
    assert f"not said how much these matter: {top.name_en}" in said
    assert "₹ 60,000 are charged, and ₹ 50,000 are allocated" in said
    assert "2.5 % of the salary head is ₹ 1,00,000, and ₹ 50,000 are allocated" in " ".join(
        warnings(capacity.ranking(row.pk), budget_of(row.pk))
    )
    end_unit(actor=cast.admin.actor(at), organisation=cast.ministry.uuid, at=at)
    with pytest.raises(NotFound):  # she chairs nothing any more
        capacity.agree_plan(actor=cast.supervisor.actor(at), plan=plan, revision=planning.revision(plan), at=at)


def test_it_goes_back_with_a_reason_and_closes_with_one(planning, cast, at):
    plan = planning.whole()
    devi, bala = cast.supervisor.actor(at), cast.admin.actor(at)
    capacity.agree_plan(actor=devi, plan=plan, revision=planning.revision(plan), at=at)
    with pytest.raises(Refused, match="Say why"):
        decide_plan.send_back(actor=bala, plan=plan, reason=" ", at=at)
    with pytest.raises(NotFound):
        decide_plan.send_back(actor=cast.other_admin.actor(at), plan=plan, reason="x", at=at)
    decide_plan.send_back(actor=bala, plan=plan, reason="Seats are missing", at=at)
    assert status(plan) == "draft"
    planning.published(plan)
    with pytest.raises(Refused, match="next version"):
        decide_plan.send_back(actor=bala, plan=plan, reason="x", at=at)
    with pytest.raises(Refused, match="what came of it"):
        decide_plan.close_plan(actor=bala, plan=plan, reason="", at=at)
    decide_plan.close_plan(actor=bala, plan=plan, reason="The year is over", at=at)
    decide_plan.close_plan(actor=bala, plan=plan, reason="The year is over", at=at)
    assert PlanStep.objects.filter(act="close").count() == 1


def test_a_sanction_that_runs_out_before_publication_stops_it(planning, cast, at):
    plan = planning.whole()
    rows.run("update capacity_budgetline set valid_until = '2026-12-31'")
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    revision = planning.revision(plan)
    capacity.agree_plan(actor=cast.supervisor.actor(at), plan=plan, revision=revision, at=at)
    capacity.approve_plan(actor=cast.head.actor(at), plan=plan, revision=revision, at=at)
    with pytest.raises(Refused, match="holds until 31-12-2026"):
        capacity.publish_plan(actor=cast.admin.actor(at), plan=plan, revision=revision, at=at + dt.timedelta(days=50))
    assert status(plan) == "approved"
    with pytest.raises(Refused, match="Only a published plan"):
        make_mandate(
            actor=cast.admin.actor(at), plan=plan, intervention=Intervention.objects.get(plan__uuid=plan).uuid, at=at
        )


def test_a_draft_with_charged_interventions_is_discarded_whole(planning, cast, browse):
    plan = planning.whole()
    with pytest.raises(NotFound):
        draft_plan.discard_plan(**planning.said(plan, cast.other_admin))
    with pytest.raises(Refused, match="changed after you looked"):
        draft_plan.discard_plan(**planning.said(plan) | {"revision": 1})
    page = browse(cast.admin, reverse("capacity:plan", args=[plan])).content.decode()
    seen = re.search(r'action="[^"]*/discard/".*?name="revision" value="(\d+)"', page, re.DOTALL)
    browse(cast.admin, reverse("capacity:discard", args=[plan]), {"revision": seen[1]})
    assert not Plan.objects.exists()
    assert not Intervention.objects.exists()


def test_a_later_version_keeps_what_a_sanction_paid_while_it_held(planning, cast, at):
    plan = planning.whole()
    rows.run("update capacity_budgetline set valid_until = '2026-12-31'")
    planning.published(plan)
    draft = draft_plan.next_version(actor=cast.admin.actor(at), plan=plan, at=at)
    from karmayogi.capacity.actions.faults import not_ready

    row, later = Plan.objects.get(uuid=draft), dt.date(2027, 1, 20)
    assert not_ready(row, later) == [], "the third quarter is over, and was paid in time"
    one = Intervention.objects.get(plan=row)
    how = {"budget": one.budget.uuid, "cost": 60_000, "title_en": "Noting"}
    said = planning.said(draft) | {"at": at + dt.timedelta(days=60)}
    given = capacity.Given("functional", True, owner="Deputy Secretary", quarter=3, mode="online", seats=40, **how)
    capacity.save_intervention(**said, intervention=one.uuid, given=given)
    said["revision"] += 1
    with pytest.raises(Refused, match="holds until 31-12-2026"):
        more = dataclasses.replace(given, cost=60_001)
        capacity.save_intervention(**said, intervention=one.uuid, given=more)
    Intervention.objects.filter(pk=one.pk).update(quarter=4)
    assert "holds until 31-12-2026" in " ".join(not_ready(row, later))


def test_a_paper_that_is_made_late_tells_nothing_of_a_later_day(planning, cast, at):
    plan = planning.published()
    later = at + dt.timedelta(days=20)
    capacity.review_quarter(
        actor=cast.admin.actor(at), plan=plan, number=3, at=later,
        said={Intervention.objects.get().uuid: capacity.Said("not_done", "The hall was flooded")},
    )  # fmt: skip
    end_unit(actor=cast.admin.actor(at), organisation=cast.ministry.uuid, at=later)
    decide_plan.close_plan(actor=cast.admin.actor(at), plan=plan, reason="It ended early", at=later)
    pdf = PdfReader(io.BytesIO(paper_of(Plan.objects.get(uuid=plan), "en", later)))
    said = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Devi Prasad" in said
    assert "Signed and published" in said
    assert "The hall was flooded" not in said
    assert "It ended early" not in said


def test_batches_and_what_was_adopted_go_over_into_the_next_version(solving, planning, cast, at, run_jobs):
    """A batch of a training that the version drops stays behind, and nothing stumbles over it."""
    first, bala = solving.plan, cast.admin.actor(at)
    kept = solving.batch()
    adopted, other = solving.scenario(), solving.scenario("Other")
    solving.solve(adopted)
    adopt(**solving.who, scenario=adopted)
    seats = set(Allotment.objects.filter(batch__uuid=kept).values_list("person_id", flat=True))
    assert seats
    solve_scenario(**solving.who, scenario=other)  # and a job is at it while the version changes

    draft = draft_plan.next_version(actor=bala, plan=first, at=at)
    solving.plan = draft
    own, twin = solving.batch(seats=2), solving.scenario("Other")
    planning.published(draft)
    run_jobs()
    assert status(first) == "closed"
    row = Plan.objects.get(uuid=draft)
    assert sorted(Batch.objects.filter(plan=row).values_list("number", "uuid")) == [(1, kept), (2, own)]
    assert {one.intervention.plan_id for one in Batch.objects.select_related("intervention")} == {row.pk}
    assert {one.intervention.plan_id for one in Allotment.objects.select_related("intervention")} == {row.pk}
    found = Scenario.objects.filter(plan=row)
    assert {one.uuid for one in found} == {adopted, other, twin}
    assert found.get(uuid=other).state == "stopped", "its job read the version before"
    again = replan(**solving.who, scenario=adopted)
    run_jobs()
    assert found.get(uuid=again).state == "done"
    stay = set(Allotment.objects.filter(batch__uuid=kept, scenario__uuid=again).values_list("person_id", flat=True))
    assert stay == seats
    adopt(**solving.who, scenario=again)

    third = draft_plan.next_version(actor=bala, plan=draft, at=at)
    one = Intervention.objects.get(plan__uuid=third)
    Intervention.objects.filter(pk=one.pk).update(thread=first)  # as if it were another training
    Batch.objects.filter(uuid=kept).update(starts_on=at.date(), ends_on=at.date())
    solving.plan = planning.published(third)
    solving.batch()
    assert Batch.objects.get(uuid=kept).plan_id == row.pk
    last = replan(**solving.who, scenario=again)
    run_jobs()
    assert Scenario.objects.get(uuid=last).state == "done"
