"""Who was there confirms an entry of somebody's learning at work, corrects its hours, or says no."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, clock, events
from karmayogi.kernel.access import Actor, NotFound, Refused, Role
from karmayogi.learning.actions.onthejob.credit import credit
from karmayogi.learning.engine.onthejob.terms import ENTRY_KINDS
from karmayogi.learning.events import LearnedAtWork
from karmayogi.learning.models import JobEntry
from karmayogi.orgs import api as orgs

SEEN, COLLEAGUE = "on-the-job-seen", "on-the-job-colleague"
_S = JobEntry.State


@transaction.atomic
def confirm_entry(*, actor: Actor, entry: uuids.UUID, minutes: int, level: int, note: str, at: dt.datetime) -> None:
    """Credits the hours, by the kind of the entry; with a level (1 to 5, 0 for none) also evidence of the competency.

    What somebody above in the reporting line or a trainer of the office saw is an observation; what a colleague
    confirms is the word of a peer. Somebody who reports to the officer confirms hours only. Confirming twice is fine.
    Raises NotFound for whoever was not named.
    """
    row = _named(actor, entry)
    if row.state == _S.CONFIRMED:
        return
    _check_waits(row)
    if not 1 <= minutes <= row.minutes:
        raise Refused(_("You can confirm these hours or fewer, not more."))
    if not 0 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    on = clock.day(at)
    code = instrument_of(actor, row.person_id, row.organisation_path, on)
    if level and code is None:
        raise Refused(_("You report to this officer: you can confirm the hours, and no level."))
    row.state, row.decided_at, row.confirmed_minutes = _S.CONFIRMED, at, minutes
    row.level, row.note = level or None, note.replace("\0", "").strip()[:2000]
    row.save(update_fields=["state", "decided_at", "confirmed_minutes", "level", "note"])
    credit(
        person_id=row.person_id, on=row.ended_on, minutes=minutes, kind=ENTRY_KINDS[row.kind], ref_kind="onthejob",
        ref_uuid=row.uuid,
    )  # fmt: skip
    events.announce(LearnedAtWork(row.person_id, minutes, at))
    audit.record(
        "learning:job_entry:confirm", agent=actor, at=at, kind="job entry", subject=row.uuid, concerns=row.person_id,
        why=row.note[:300], detail={"minutes": minutes, "level": level},
    )  # fmt: skip
    instrument = competencies.instrument_in_use(code) if level and code else None
    if instrument is not None:
        competencies.record_evidence(
            agent=actor, person_id=row.person_id, competency_id=row.competency_id, level=level,
            source=Source(instrument.source), instrument=instrument.name_en, instrument_version=instrument.version,
            ref_kind="onthejob", ref_uuid=row.uuid, observer_id=actor.person_id, context=row.note or row.words,
            observed_at=min(dt.datetime.combine(row.ended_on, dt.time(12), clock.IST), at),
            registered_id=instrument.id, at=at,
        )  # fmt: skip


@transaction.atomic
def decline_entry(*, actor: Actor, entry: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Says no, with a reason that the officer reads. Nothing is credited; the officer may enter it once more."""
    row = _named(actor, entry)
    if row.state == _S.DECLINED:
        return
    _check_waits(row)
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise Refused(_("Give your reasons: the officer reads them."))
    row.state, row.decided_at, row.note = _S.DECLINED, at, reason
    row.save(update_fields=["state", "decided_at", "note"])
    audit.record(
        "learning:job_entry:decline", agent=actor, at=at, kind="job entry", subject=row.uuid, concerns=row.person_id,
        why=reason[:300],
    )  # fmt: skip


def instrument_of(actor: Actor, person_id: int, path: str, on: dt.date) -> str | None:
    """With what the actor's word about a level is evidence; None where the actor reports to the officer."""
    if orgs.supervises(person_id, actor.person_id, on):
        return None
    trains = bool(path) and actor.may(path, Role.PROGRAM_INSTRUCTOR, Role.MENTOR)
    return SEEN if trains or orgs.supervises(actor.person_id, person_id, on) else COLLEAGUE


def _named(actor: Actor, entry: uuids.UUID) -> JobEntry:
    row = JobEntry.objects.select_for_update().filter(uuid=entry, witness_id=actor.person_id).first()
    if row is None:
        raise NotFound
    return row


def _check_waits(row: JobEntry) -> None:
    if row.state != _S.WAITING:
        raise Refused(_("This has been decided or taken back."))
