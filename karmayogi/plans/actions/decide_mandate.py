"""Approving a rehearsed draft, bringing it into force, ending it, and taking a publication back for a day.

Nothing that binds anybody is written: what they owe is worked out when they look (decision 0044). So publishing and
taking back are one transaction whatever the number of people; that they are told of it follows in chunks.
"""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.plans.actions.faults import not_ready
from karmayogi.plans.actions.tell_people import begin_telling, go_on_telling, stop_telling
from karmayogi.plans.events import MandatePublished, MandateRetired
from karmayogi.plans.models import Mandate, MandateHand, MandateReach, Rehearsal
from karmayogi.plans.policies import SECOND_PERSON_ABOVE
from karmayogi.plans.queries.access import access_mandate
from karmayogi.plans.queries.audience import count
from karmayogi.plans.queries.mandates import mandate as engine_mandate

REHEARSAL_HOLDS = dt.timedelta(hours=24)
UNDO_FOR = dt.timedelta(hours=24)


def approve_mandate(*, actor: Actor, mandate: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """Freezes the draft of that revision. Repeating it changes nothing.

    Refused: no rehearsal of this revision within a day, nobody reached, or too many for somebody who wrote in it.
    """
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status == Mandate.Status.APPROVED and row.revision == revision:
            return
        if row.status != Mandate.Status.DRAFT:
            raise Refused(_("Only a draft can be approved."))
        if row.revision != revision:
            raise Refused(_("The draft was changed after you looked at it. Look at it anew."))
        problems = not_ready(row, clock.day(at))
        if problems:
            raise Refused(" ".join(problems))
        people = _rehearsed(row, at)
        if people > SECOND_PERSON_ABOVE and _wrote(row, actor.person_id):
            raise Refused(
                _("It binds more than %(count)s people: somebody who has written nothing in it has to approve it.")
                % {"count": SECOND_PERSON_ABOVE}
            )
        row.status, row.reviewer_id, row.approved_at = Mandate.Status.APPROVED, actor.person_id, at
        row.save(update_fields=["status", "reviewer_id", "approved_at"])
        audit.record(
            "plans:mandate:approve", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en,
            detail={"revision": revision, "people": people},
        )  # fmt: skip


def reopen_mandate(*, actor: Actor, mandate: uuids.UUID, at: dt.datetime) -> None:
    """An approved mandate that is not in force yet becomes a draft again, and needs another approval."""
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status == Mandate.Status.DRAFT:
            return
        if row.status != Mandate.Status.APPROVED:
            raise Refused(_("It is in force or has ended: change it by a new draft that replaces it."))
        row.status, row.reviewer_id, row.approved_at = Mandate.Status.DRAFT, None, None
        row.revision += 1
        row.save(update_fields=["status", "reviewer_id", "approved_at", "revision"])
        audit.record("plans:mandate:reopen", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en)


def publish_mandate(*, actor: Actor, mandate: uuids.UUID, at: dt.datetime, revision: int | None = None) -> None:
    """In force from now; what it replaces ends in the same moment, and its exemptions and extensions go over to it.
    revision: of the mandate that the actor saw; None: as it stands.

    Repeating it changes nothing. Refused: not approved, or it has run out or was overtaken meanwhile, or binds more
    people by now than whoever approved it may decide about alone.
    """
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status == Mandate.Status.LIVE:
            return
        if row.status != Mandate.Status.APPROVED:
            raise Refused(_("It has to be approved first."))
        if revision not in (None, row.revision):
            raise Refused(_("The draft was changed after you looked at it. Look at it anew."))
        problems = not_ready(row, clock.day(at))
        if problems:
            raise Refused(" ".join(problems))
        _recounted(row, at)
        if row.replaces_id is not None:
            _take_over(row, actor, at)
        row.status, row.published_by_id, row.published_at = Mandate.Status.LIVE, actor.person_id, at
        row.taken_back_at = None
        row.save(update_fields=["status", "published_by_id", "published_at", "taken_back_at"])
        _write_reach(row)
        begin_telling(row, at)
        audit.record("plans:mandate:publish", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en)
        events.announce(MandatePublished(row.pk, row.replaces_id, at))


def retire_mandate(*, actor: Actor, mandate: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """It binds nobody any more. Repeating it changes nothing."""
    reason = " ".join(reason.split())[:300]
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status == Mandate.Status.RETIRED:
            return
        if row.status != Mandate.Status.LIVE:
            raise Refused(_("It is not in force."))
        if not reason:
            raise Refused(_("Say why it ends: people read it."))
        _retire(row, actor, reason, at)
        stop_telling(row, at)
        audit.record(
            "plans:mandate:retire", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en, why=reason
        )


def undo_publication(*, actor: Actor, mandate: uuids.UUID, at: dt.datetime) -> None:
    """Within a day: it is a draft again, and what it had replaced is in force as before; whoever was told of it reads
    that it was taken back. Repeating changes nothing."""
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status == Mandate.Status.DRAFT:
            return
        if row.status != Mandate.Status.LIVE or row.published_at is None:
            raise Refused(_("There is nothing to undo."))
        if at >= row.published_at + UNDO_FOR:
            raise Refused(_("It can be undone for 24 hours only. End it, or replace it by another."))
        row.status, row.published_at, row.published_by_id = Mandate.Status.DRAFT, None, None
        row.reviewer_id, row.approved_at, row.revision = None, None, row.revision + 1
        row.taken_back_at = at
        row.save()
        stop_telling(row, at)
        if row.replaces_id is not None:
            Mandate.objects.filter(pk=row.replaces_id).update(
                status=Mandate.Status.LIVE, retired_at=None, retired_reason="", ended_by_id=None
            )
            _move_reliefs(row.pk, row.replaces_id)
            go_on_telling(row.replaces_id)
        audit.record("plans:mandate:undo", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en)
        events.announce(MandateRetired(row.pk, at))
        if row.replaces_id is not None:
            events.announce(MandatePublished(row.replaces_id, None, at))


def _rehearsed(row: Mandate, at: dt.datetime) -> int:
    """How many people the rehearsal of this revision found. Refused: there is none of today."""
    found = (
        Rehearsal.objects.filter(mandate=row, revision=row.revision, state=Rehearsal.State.DONE).order_by("-id").first()
    )
    if found is None or found.finished_at is None or at - found.finished_at > REHEARSAL_HOLDS:
        raise Refused(_("Rehearse it first: whoever approves has to see what it does. A rehearsal holds for a day."))
    people: int = rows.scalar(
        "select coalesce(sum(people), 0) from plans_rehearsaloffice where rehearsal_id = %s", [found.pk]
    )
    if not people:
        raise Refused(_("It reaches nobody: no post that is held today fits its rules."))
    return people


def _wrote(row: Mandate, person_id: int) -> bool:
    return MandateHand.objects.filter(mandate=row, person_id=person_id).exists()


def _recounted(row: Mandate, at: dt.datetime) -> None:
    """Who wrote it and approved it alone did so for the few of that day. Whom its rules reach has gone on changing, by
    transfers, marks and offices that merge: it is counted once more before it binds."""
    if row.reviewer_id is None or not _wrote(row, row.reviewer_id):
        return
    people = count(engine_mandate(row.pk), max(clock.day(at), row.starts_on))
    if not people:
        raise Refused(_("It reaches nobody: no post that is held today fits its rules."))
    if people > SECOND_PERSON_ABOVE:
        raise Refused(
            _(
                "It was approved for fewer, and reaches %(people)s people by now: make it a draft again, rehearse it,"
                " and let somebody who has written nothing in it approve it."
            )
            % {"people": people}
        )


def _take_over(row: Mandate, actor: Actor, at: dt.datetime) -> None:
    assert row.replaces_id is not None
    old = Mandate.objects.select_for_update().get(pk=row.replaces_id)
    if old.status != Mandate.Status.LIVE:
        raise Refused(_("The mandate that it replaces is not in force any more. Begin a new one."))
    _retire(old, actor, _("Replaced by %(number)s") % {"number": row.number}, at)
    stop_telling(old, at)
    _move_reliefs(old.pk, row.pk)


def _move_reliefs(of: int, to: int) -> None:
    """What waits or was granted goes over as it is, under its own number: nothing is decided twice, and nothing is lost
    when the publication is taken back."""
    rows.run(
        "update plans_relief set mandate_id = %s where mandate_id = %s and state in ('waiting', 'granted')", [to, of]
    )


def _retire(row: Mandate, actor: Actor, reason: str, at: dt.datetime) -> None:
    row.status, row.retired_at, row.retired_reason = Mandate.Status.RETIRED, at, reason
    row.ended_by_id = actor.person_id
    row.save(update_fields=["status", "retired_at", "retired_reason", "ended_by_id"])
    events.announce(MandateRetired(row.pk, at))


def _write_reach(row: Mandate) -> None:
    """By which organisations it is found: those that its rules name, or the issuer's for a rule that names none."""
    MandateReach.objects.filter(mandate=row).delete()
    rows.run(
        """
        insert into plans_mandatereach (mandate_id, organisation_id)
        select distinct r.mandate_id, coalesce(c.organisation_id, m.organisation_id)
        from plans_mandaterule r join plans_mandate m on m.id = r.mandate_id
        left join plans_mandatecondition c on c.rule_id = r.id and c.attribute = 'unit'
        where r.mandate_id = %s and not r.excludes
        """,
        [row.pk],
    )
