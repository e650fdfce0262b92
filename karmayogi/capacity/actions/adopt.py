"""From an outcome to what binds: adopting it, re-planning it mid-year, one more batch, a draft order of its list."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.batches import given_of, save_batch
from karmayogi.capacity.actions.scenarios import copied
from karmayogi.capacity.actions.solve_scenario import AT_WORK, ask
from karmayogi.capacity.engine.year import label
from karmayogi.capacity.models import Batch, BatchResult, Intervention, Plan, Scenario, ScenarioBatch
from karmayogi.capacity.queries.access import access_persons, access_scenario
from karmayogi.capacity.queries.outcomes import begun_since, stale
from karmayogi.capacity.types import Choice, ScenarioState, Status
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.plans import api as plans

MOST_NAMED = 300  # people whom an order can name

# An order that was made of a batch's list stays the order of that list as long as nobody came or went.
_ORDERS = """
update capacity_batchresult n set mandate = o.mandate from capacity_batchresult o
where n.scenario_id = %(new)s and o.scenario_id = %(old)s and n.batch_id = o.batch_id and o.mandate is not null
  and (select array_agg(person_id order by person_id) from capacity_allotment
       where scenario_id = %(new)s and batch_id = n.batch_id)
    = (select array_agg(person_id order by person_id) from capacity_allotment
       where scenario_id = %(old)s and batch_id = o.batch_id)
"""


def adopt(*, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, at: dt.datetime) -> None:
    """This is who attends what: the one adopted before is replaced. Refused: not published, not solved, out of date."""
    with transaction.atomic():
        row, _body = access_persons(actor, plan, "publish", clock.day(at), lock=True)
        one, _row, body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        if one.replaced_at is not None:
            raise Refused(_("Another outcome was adopted in its place since."))
        if one.adopted_at is not None:
            return
        if row.status != Status.PUBLISHED:
            raise Refused(_("Sign and publish the plan first: an outcome of a draft binds nobody."))
        if one.state != ScenarioState.DONE:
            raise Refused(_("There is no outcome yet: solve it first."))
        if stale(one, body.path):
            raise Refused(_("What it rests on has changed since: solve it anew first."))
        if begun_since(one.pk, clock.day(at)):
            raise Refused(_("A batch in which it gives seats has begun since it was solved: solve it anew first."))
        before = Scenario.objects.filter(plan=row, adopted_at__isnull=False, replaced_at__isnull=True).first()
        if before is not None:
            Scenario.objects.filter(pk=before.pk).update(replaced_at=at)
            rows.run(_ORDERS, {"new": one.pk, "old": before.pk})
        one.adopted_at, one.decided_by_id = at, actor.person_id
        one.save(update_fields=["adopted_at", "decided_by"])
        audit.record(
            "capacity:plan:adopt", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"scenario": one.name, "seats": one.given},
        )  # fmt: skip


def replan(*, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """A scenario that keeps the adopted one wherever it can, and is being solved. Once a day: repeated on the same day
    it is solved anew from what has changed."""
    with transaction.atomic():
        one, row, _body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        if one.adopted_at is None or one.replaced_at is not None:
            raise Refused(_("Only the adopted outcome is re-planned: of another one make a new scenario."))
        if row.status == Status.CLOSED:
            raise Refused(_("This plan is closed."))
        name = _("Re-plan of %(day)s: %(name)s") % {"day": clock.day(at).strftime("%d-%m-%Y"), "name": one.name}
        new = Scenario.objects.filter(plan=row, follows=one, replans=True, name=name[:120]).first()
        if new is None:
            new = copied(row, one, actor, name[:120], at, replans=True)
            _note("replan", actor, new, row, at)
        if new.state not in AT_WORK and new.adopted_at is None:
            ask(new, at)
        return new.uuid


def one_more(
    *, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, batch: uuids.UUID, starts_on: dt.date, at: dt.datetime
) -> uuids.UUID:
    """A scenario with one more batch like that one, from another day on, which is being solved: exact, not by prices.

    The batch is an extra one, so that no other scenario counts on it. Repeating gives the same scenario.
    """
    with transaction.atomic():
        one, row, _body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        like = Batch.objects.filter(plan=row, uuid=batch).first()
        if like is None:
            raise NotFound
        extra = Batch.objects.filter(
            plan=row, extra=True, intervention_id=like.intervention_id, language=like.language, starts_on=starts_on
        ).first()
        if extra is None:
            # Without teacher and room: that they are free on these days is not for a copy to say.
            given = dataclasses.replace(
                given_of(row.pk, like.number)[0], starts_on=starts_on,
                ends_on=starts_on + (like.ends_on - like.starts_on), faculty="", room="", extra=True,
            )  # fmt: skip
            new_batch = save_batch(actor=actor, plan=plan, batch=None, revision=0, given=given, at=at)
            extra = Batch.objects.get(uuid=new_batch)
        # Shortened before the number, which tells such scenarios apart.
        name = (_("%(name)s + batch %(number)s") % {"name": one.name[:90], "number": extra.number})[:120]
        taking = ScenarioBatch.objects.filter(batch=extra, choice=Choice.IN).values("scenario_id")
        new = Scenario.objects.filter(plan=row, name=name, pk__in=taking).first()
        if new is None:
            new = copied(row, one, actor, name, at, replans=False)
            new.replans = one.replans
            if one.replans:  # a re-plan with one more batch keeps what the re-plan keeps
                new.follows = one.follows
            new.save(update_fields=["replans", "follows"])
            ScenarioBatch.objects.create(scenario=new, batch=extra, choice=Choice.IN)
            _note("one more", actor, new, row, at)
        if new.state not in AT_WORK and new.adopted_at is None:
            ask(new, at)
        return new.uuid


def order_of_list(
    *, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, batch: uuids.UUID, at: dt.datetime
) -> uuids.UUID:
    """The draft order that names who attends a batch; repeating answers the same one. Nothing binds anybody before it
    is rehearsed, approved and brought into force."""
    with transaction.atomic():
        one, row, body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        held = BatchResult.objects.select_for_update(of=("self",)).select_related("batch__intervention")
        result = held.filter(scenario=one, batch__uuid=batch, held=True).first()
        if result is None:
            raise NotFound
        if result.mandate is not None and rows.scalar(
            "select exists (select from plans_mandate where uuid = %s)", [result.mandate]
        ):
            return result.mandate
        training = result.batch.intervention
        course = _course(one, result.batch, training, at)
        people = rows.fetch(
            int,
            "select person_id from capacity_allotment where scenario_id = %s and batch_id = %s order by person_id",
            [one.pk, result.batch_id],
        )
        if not people:
            raise Refused(_("Nobody is on the list of this batch."))
        if len(people) > MOST_NAMED:
            raise Refused(_("An order names %(count)s people at most: download the list.") % {"count": MOST_NAMED})
        made = plans.draft_mandate(
            actor=actor, organisation=body.uuid, terms=_terms(row, result.batch, training, at), at=at
        )
        rule, revision = 0, 1
        for person in people:
            value = plans.Value("person", person_id=person)
            rule = plans.add_condition(actor=actor, mandate=made, revision=revision, rule=rule, value=value, at=at)
            revision += 1
        plans.add_item(actor=actor, mandate=made, revision=revision, course=course, at=at)
        result.mandate = made
        result.save(update_fields=["mandate"])
        _note(f"order of batch {result.batch.number}", actor, one, row, at)
    return made


def _course(one: Scenario, batch: Batch, training: Intervention, at: dt.datetime) -> uuids.UUID:
    if one.adopted_at is None or one.replaced_at is not None:
        raise Refused(_("Only the list of the adopted outcome becomes an order."))
    if batch.called_off_on is not None or batch.ends_on < clock.day(at):
        raise Refused(_("This batch is over, or was called off."))
    found: uuids.UUID | None = rows.scalar(
        "select uuid from learning_catalogueentry where course_id = %s and live and not hidden", [training.course_id]
    )
    if found is None:
        raise Refused(
            _("This training has no course in the catalogue, and an order asks for something that can be completed:"
              " download the list of people and nominate them by it.")
        )  # fmt: skip
    return found


def _terms(row: Plan, batch: Batch, training: Intervention, at: dt.datetime) -> plans.Terms:
    number = f"ACBP/{label(row.year)}/v{row.version}/B{batch.number}"
    return plans.Terms(
        title_en=training.title_en, title_hi=training.title_hi, title_ur=training.title_ur, number=number,
        clause=str(training.number), issuer=training.owner,
        why=(_("Batch %(number)s of “%(title)s”.") % {"number": batch.number, "title": row.title_en})[:1000],
        starts_on=clock.day(at), ordered_on=clock.day(at), anchor="fixed", fixed_on=batch.ends_on,
    )  # fmt: skip


def _note(part: str, actor: Actor, one: Scenario, row: Plan, at: dt.datetime) -> None:
    audit.record(
        "capacity:plan:scenario", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
        detail={"part": part, "scenario": one.name},
    )  # fmt: skip
