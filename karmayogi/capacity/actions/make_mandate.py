"""A training of a published plan becomes a draft order, in one act: course, whom it binds, and by when."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.engine.year import label, quarter
from karmayogi.capacity.models import Answer, Intervention, Plan
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.types import Status
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.plans import api as plans


def make_mandate(*, actor: Actor, plan: uuids.UUID, intervention: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """The draft order, as the training admin finds it under "Orders"; repeating it answers the same one.

    It binds who holds one of the designations whose need the training answers, everybody of the organisation where it
    answers a need of all; due is the last day of its quarter. Nothing binds anybody before it is rehearsed, approved
    and brought into force. Refused: no published plan, no course, or the quarter is over.
    """
    with transaction.atomic():
        row, body = access_plan(actor, plan, "publish", clock.day(at), lock=True)
        one = Intervention.objects.select_for_update().filter(plan=row, uuid=intervention).first()
        if one is None:
            raise NotFound
        if one.mandate is not None and rows.scalar(
            "select exists (select from plans_mandate where uuid = %s)", [one.mandate]
        ):
            return one.mandate
        course = _course(row, one)
        last = quarter(row.year, one.quarter).last
        if last < clock.day(at):
            raise Refused(_("Its quarter is over: carry it over in the review."))
        made = plans.draft_mandate(actor=actor, organisation=body.uuid, terms=_terms(row, one, last, at), at=at)
        revision = 1
        posts = list(Answer.objects.filter(intervention=one).values_list("designation_id", flat=True))
        every = not posts or None in posts
        rule = 0
        for designation in [None] if every else sorted(set(filter(None, posts))):
            value = plans.Value("designation", designation_id=designation) if designation is not None else None
            rule = plans.add_condition(actor=actor, mandate=made, revision=revision, rule=rule, value=value, at=at)
            revision += 1
        plans.add_item(actor=actor, mandate=made, revision=revision, course=course, at=at)
        one.mandate = made
        one.save(update_fields=["mandate"])
        audit.record(
            "capacity:plan:mandate", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"intervention": one.number, "mandate": str(made)},
        )  # fmt: skip
    return made


def _course(row: Plan, one: Intervention) -> uuids.UUID:
    if row.status != Status.PUBLISHED:
        raise Refused(_("Only a published plan's trainings become orders."))
    if not one.training or one.course_id is None:
        raise Refused(_("Choose the course of the training first: an order asks for something that can be completed."))
    found: uuids.UUID | None = rows.scalar(
        "select uuid from learning_catalogueentry where course_id = %s and live and not hidden", [one.course_id]
    )
    if found is None:
        raise Refused(_("This course is not in the catalogue, or is retired."))
    return found


def _terms(row: Plan, one: Intervention, last: dt.date, at: dt.datetime) -> plans.Terms:
    number = f"ACBP/{label(row.year)}/v{row.version}"
    starts = max(clock.day(at), quarter(row.year, one.quarter).first)
    return plans.Terms(
        title_en=one.title_en, title_hi=one.title_hi, title_ur=one.title_ur, number=number, clause=str(one.number),
        issuer=one.owner, why=(one.about or _("Planned in “%(title)s”.") % {"title": row.title_en})[:1000],
        starts_on=starts, ordered_on=clock.day(row.published_at) if row.published_at else None, anchor="fixed",
        fixed_on=last,
    )  # fmt: skip
