"""An exemption or a later date for one person: asking, taking back, deciding."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.plans.engine.obligations import obligation
from karmayogi.plans.models import Mandate, Relief
from karmayogi.plans.policies import can_write
from karmayogi.plans.queries.holidays import holidays_of
from karmayogi.plans.queries.mine import Line, list_of
from karmayogi.plans.types import Relieved, Status

LONGEST = dt.timedelta(days=366)


def ask_relief(
    *, actor: Actor, mandate: uuids.UUID, kind: str, reason: str, until: dt.date | None = None, at: dt.datetime
) -> uuids.UUID:
    """Asks the training administration of one's office. NotFound: the mandate does not bind her.

    kind: exemption | extension. until: the later date; of an exemption the day from which it holds no more.
    """
    today = clock.day(at)
    line = next((one for one in list_of(actor.person_id, today) if one.mandate.uuid == mandate), None)
    if line is None:
        raise NotFound
    if line.obligation.status in (Status.DONE, Status.EXEMPT):
        raise Refused(_("There is nothing to ask for: it is done, or you are exempt."))
    reason = " ".join(reason.split())[:1000]
    if not reason:
        raise Refused(_("Say why, so that the office can decide."))
    since = today
    if kind == Relief.Kind.EXTENSION:
        since = line.obligation.due_on
        if until is None:
            raise Refused(_("Enter the day until which you need time."))
        if until <= max(since, today):
            raise Refused(_("The new date has to lie after today and after the present due date."))
        if until > max(since, today) + LONGEST:
            raise Refused(_("A date moves by a year at most."))
        if _moved(line, until, today) != until:
            raise Refused(_("By then it is asked for again: the new date has to lie before the next time begins."))
    elif kind != Relief.Kind.EXEMPTION:
        raise NotFound
    elif until is not None and until <= today:
        raise Refused(_("The day on which the exemption ends has to lie ahead."))
    # The office of the post by which the order binds her, which need not be her main one.
    office = line.obligation.posting.units[-1]
    path = orgs.organisations([office])[office].path
    with transaction.atomic():
        waiting = Relief.objects.filter(
            person_id=actor.person_id, mandate_id=line.mandate.id, kind=kind, state=Relief.State.WAITING
        ).first()
        if waiting is not None:
            return waiting.uuid
        try:
            with transaction.atomic():
                row = Relief.objects.create(
                    mandate_id=line.mandate.id, person_id=actor.person_id, kind=kind, organisation_path=path,
                    reason=reason, from_on=since, until_on=until, asked_at=at,
                )  # fmt: skip
        except IntegrityError:  # pressed twice at one time
            return Relief.objects.get(
                person_id=actor.person_id, mandate_id=line.mandate.id, kind=kind, state=Relief.State.WAITING
            ).uuid
        audit.record(
            "plans:relief:ask", agent=actor, at=at, kind="relief", subject=row.uuid, label=line.mandate.title_en,
            concerns=actor.person_id, why=reason,
        )  # fmt: skip
    return row.uuid


def _moved(line: Line, until: dt.date, today: dt.date) -> dt.date:
    """The due date that she would have with that extension."""
    more = Relieved(line.asked.id, exempt=False, since=line.obligation.due_on, until=until)
    facts = dataclasses.replace(line.facts, reliefs=(*line.facts.reliefs, more))
    found = obligation(line.asked, facts, today, holidays_of(line.asked.unit_id))
    return found.due_on if found is not None else until


def withdraw_relief(*, actor: Actor, relief: uuids.UUID, at: dt.datetime) -> None:
    """One's own, while it waits. Repeating it changes nothing."""
    with transaction.atomic():
        row = Relief.objects.select_for_update().filter(uuid=relief, person_id=actor.person_id).first()
        if row is None:
            raise NotFound
        if row.state == Relief.State.WITHDRAWN:
            return
        if row.state != Relief.State.WAITING:
            raise Refused(_("It is decided already."))
        row.state, row.decided_at = Relief.State.WITHDRAWN, at
        row.save(update_fields=["state", "decided_at"])
        audit.record(
            "plans:relief:withdraw", agent=actor, at=at, kind="relief", subject=row.uuid, concerns=actor.person_id
        )


def decide_relief(*, actor: Actor, relief: uuids.UUID, grant: bool, note: str, at: dt.datetime) -> None:
    """By the training administration of the office, never about oneself; a refusal says why. Repeatable."""
    note = " ".join(note.split())[:500]
    with transaction.atomic():
        row = access_relief(actor, relief, lock=True)
        wanted = Relief.State.GRANTED if grant else Relief.State.REFUSED
        if row.state == wanted:
            return
        if row.state != Relief.State.WAITING:
            raise Refused(_("It is decided already."))
        if not Mandate.objects.filter(pk=row.mandate_id, status=Mandate.Status.LIVE).exists():
            raise Refused(_("The order is not in force: there is nothing to decide."))
        if grant and row.kind == Relief.Kind.EXTENSION and row.until_on is not None and row.until_on <= clock.day(at):
            raise Refused(_("The day until which she asked for time is past: it would change nothing. Refuse it."))
        if row.person_id == actor.person_id:
            raise Refused(_("Nobody decides about their own record. Somebody else has to."))
        if not grant and not note:
            raise Refused(_("Say why it is refused: the officer reads it."))
        row.state, row.decided_by_id, row.decided_at, row.note = wanted, actor.person_id, at, note
        row.save(update_fields=["state", "decided_by_id", "decided_at", "note"])
        audit.record(
            f"plans:relief:{'grant' if grant else 'refuse'}", agent=actor, at=at, kind="relief", subject=row.uuid,
            concerns=row.person_id, why=note,
        )  # fmt: skip


def access_relief(actor: Actor, relief: uuids.UUID, *, lock: bool = False) -> Relief:
    """For the training administration over the office of whoever asked."""
    found = Relief.objects.select_for_update() if lock else Relief.objects.all()
    row = found.filter(uuid=relief).first()
    if row is None or not can_write(actor, row.organisation_path):
        raise NotFound
    return row
