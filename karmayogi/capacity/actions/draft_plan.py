"""Beginning the plan of a year, its words and annexes, its next version, and throwing a draft away."""

import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.copy_plan import copy_parts
from karmayogi.capacity.actions.writing import lines, plain, writing
from karmayogi.capacity.engine.headings import ANNEXES, SHAPE_OF
from karmayogi.capacity.engine.year import label
from karmayogi.capacity.models import Annex, Intervention, Plan, PlanHand, PlanStep
from karmayogi.capacity.queries.access import access_body, access_plan
from karmayogi.capacity.queries.plans import designation_of
from karmayogi.capacity.types import Status
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.dates import financial_year
from karmayogi.orgs.types import OrganisationRow

OPEN = (Status.DRAFT, Status.AGREED, Status.APPROVED)


def draft_plan(
    *, actor: Actor, organisation: uuids.UUID, year: int, title_en: str, title_hi: str = "", title_ur: str = "",
    purpose: str = "", at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """The first draft for that financial year. Refused: one is there, the year is far, or such a body has no plan."""
    today = clock.day(at)
    body = access_body(actor, organisation, "write", today)
    if body.kind not in SHAPE_OF:
        raise Refused(_("An organisation of this kind has no annual plan of its own."))
    now = financial_year(today)
    if not now - 1 <= year <= now + 2:
        raise Refused(_("A plan is for last year, this year, or one of the next two."))
    title_en = plain(title_en, 200)
    if not title_en:
        raise Refused(_("A plan has a title in English."))
    with transaction.atomic():
        _refuse_second(body.id, year)
        if Plan.objects.filter(organisation_id=body.id, year=year).exists():
            raise Refused(
                _("There is a plan for %(year)s already: begin its next version from its page.") % {"year": label(year)}
            )
        try:
            with transaction.atomic():
                row = Plan.objects.create(
                    organisation_id=body.id, year=year, shape=SHAPE_OF[body.kind], title_en=title_en,
                    title_hi=plain(title_hi, 200), title_ur=plain(title_ur, 200), purpose=lines(purpose, 4000),
                    changed_at=at,
                )  # fmt: skip
        except IntegrityError as error:  # begun by somebody else at the same time
            raise Refused(_("A draft for %(year)s is being written already.") % {"year": label(year)}) from error
        begun(row, actor, body, at)
    return row.uuid


def save_words(
    *, actor: Actor, plan: uuids.UUID, revision: int, title_en: str, title_hi: str, title_ur: str, purpose: str,
    at: dt.datetime,
) -> None:  # fmt: skip
    title_en = plain(title_en, 200)
    if not title_en:
        raise Refused(_("A plan has a title in English."))
    with writing(actor, plan, revision, at, "words") as row:
        row.title_en, row.title_hi, row.title_ur = title_en, plain(title_hi, 200), plain(title_ur, 200)
        row.purpose = lines(purpose, 4000)


def save_annex(*, actor: Actor, plan: uuids.UUID, revision: int, number: int, text: str, at: dt.datetime) -> None:
    """The unit's text of an annex; an empty one takes it away."""
    if ANNEXES.get(number, True):
        raise Refused(_("This annex is made of the plan's own tables."))
    text = lines(text, 8000)
    with writing(actor, plan, revision, at, f"annex {number}") as row:
        if text:
            Annex.objects.update_or_create(plan=row, number=number, defaults={"text": text})
        else:
            Annex.objects.filter(plan=row, number=number).delete()


def next_version(*, actor: Actor, plan: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """A draft with all that the published version has; repeating it answers the draft that is there."""
    with transaction.atomic():
        old, body = access_plan(actor, plan, "write", clock.day(at), lock=True)
        if old.status != Status.PUBLISHED:
            raise Refused(_("Only a published plan gets a next version."))
        there = Plan.objects.filter(organisation_id=old.organisation_id, year=old.year, status__in=OPEN).first()
        if there is not None:
            return there.uuid
        row = Plan.objects.create(
            organisation_id=old.organisation_id, year=old.year, version=old.version + 1, shape=old.shape,
            title_en=old.title_en, title_hi=old.title_hi, title_ur=old.title_ur, purpose=old.purpose, changed_at=at,
            needs_state=old.needs_state, needs_on=old.needs_on, carried_from_id=old.carried_from_id,
        )  # fmt: skip
        copy_parts(old.pk, row.pk)
        begun(row, actor, body, at)
    return row.uuid


def discard_plan(*, actor: Actor, plan: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """A draft that nobody wants; the trail says that it was there. Refused: somebody wrote in it meanwhile."""
    with transaction.atomic():
        row, _body = access_plan(actor, plan, "write", clock.day(at), lock=True)
        if row.status != Status.DRAFT:
            raise Refused(_("Only a draft can be discarded."))
        if row.revision != revision:
            raise Refused(_("The plan was changed after you looked at it. Look at it anew."))
        audit.record(
            "capacity:plan:discard", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en
        )
        Intervention.objects.filter(plan=row).delete()  # first: budget lines that are charged are protected
        row.delete()


def begun(row: Plan, actor: Actor, body: OrganisationRow, at: dt.datetime) -> None:
    PlanHand.objects.create(plan=row, person_id=actor.person_id)
    PlanStep.objects.create(
        plan=row, act="draft", by_id=actor.person_id, designation=designation_of(actor.person_id, clock.day(at)), at=at
    )
    audit.record(
        "capacity:plan:draft", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
        detail={"organisation": body.code, "year": row.year, "version": row.version},
    )  # fmt: skip


def _refuse_second(organisation_id: int, year: int) -> None:
    if Plan.objects.filter(organisation_id=organisation_id, year=year, status__in=OPEN).exists():
        raise Refused(_("A draft for %(year)s is being written already.") % {"year": label(year)})
