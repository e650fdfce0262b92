"""Somebody judges another person's proof, or what was seen of her work."""

import datetime as dt
import uuid as uuids
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.proof.claims import midday
from karmayogi.competencies.actions.record_evidence import record_evidence
from karmayogi.competencies.models import Competency, Instrument, Proof, ProofCheck
from karmayogi.competencies.queries.proof.access import check_no_conflict, may_observe, office_of
from karmayogi.competencies.queries.proof.instruments import instrument_for, lines_of
from karmayogi.competencies.queries.proof.proofs import access_proof
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

OBSERVED = (Source.OBSERVATION, Source.SUPERVISOR)


@transaction.atomic
def judge_proof(
    *, actor: Actor, proof: uuids.UUID, accepted: bool, level: int, note: str, declared: bool, at: dt.datetime
) -> None:
    """Accepts the claim at a level (which need not be the claimed one) or declines it with a reason.

    Raises NotFound for a claim that is not the actor's to see; Refused for her own, with a conflict of interest,
    without a reason, and when it is decided already.
    """
    seen = access_proof(actor, proof, to="judge", on=clock.day(at))
    check_no_conflict(actor, seen.person_id, clock.day(at), declared=declared)
    row = Proof.objects.select_for_update(of=("self",)).get(uuid=proof)
    if row.status != Proof.Status.WAITING:
        raise Refused(_("Somebody has decided on this already."))
    note = note.strip()[:500]
    if not note:
        raise Refused(_("Give your reasons: the officer reads them."))
    if accepted and not 1 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    row.status = Proof.Status.ACCEPTED if accepted else Proof.Status.DECLINED
    row.decided_by_id, row.decided_at, row.decision_note = actor.person_id, at, note
    row.decided_level = level if accepted else None
    row.save(update_fields=["status", "decided_by", "decided_at", "decision_note", "decided_level"])
    audit.record(
        "competencies:proof:accept" if accepted else "competencies:proof:decline",
        agent=actor, at=at, kind="proof", subject=row.uuid, concerns=row.person_id, why=note,
    )  # fmt: skip
    if accepted:
        _prove(row, Instrument.objects.get(pk=row.instrument_id), actor, level, note, at)


@transaction.atomic
def observe(
    *,
    actor: Actor,
    person: uuids.UUID,
    competency: uuids.UUID,
    source: Source,
    level: int,
    seen: Collection[int],
    note: str,
    declared: bool,
    mark: uuids.UUID,
    at: dt.datetime,
) -> None:
    """What the actor saw of the person's work (OBSERVATION, with the checklist) or holds of it (SUPERVISOR).

    seen: ids of the lines of the checklist that were seen. mark: of the form, so that sending it twice enters once.
    Raises NotFound for whoever may not observe her; Refused for herself and for a level outside the scale.
    """
    if source not in OBSERVED:
        raise ValueError(f"{source} is no observation")
    on = clock.day(at)
    who = access_observed(actor, person, on)
    check_no_conflict(actor, who, on, declared=declared)
    if source is Source.SUPERVISOR and not orgs.supervises(actor.person_id, who, on):
        raise NotFound
    found = Competency.objects.filter(uuid=competency).values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    if not 1 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    note = note.strip()[:500]
    if not note:
        raise Refused(_("Say in a few words what you saw, and where."))
    if Proof.objects.filter(uuid=mark).exists():
        return
    instrument = instrument_for(source)
    lines = lines_of(instrument.id)
    row = Proof.objects.create(
        uuid=mark, person_id=who, competency_id=found, instrument_id=instrument.id,
        organisation_path=office_of(who, on), claimed_level=level, happened_on=on, status=Proof.Status.ACCEPTED,
        asked_at=at, decided_by_id=actor.person_id, decided_at=at, decided_level=level, decision_note=note,
    )  # fmt: skip
    ProofCheck.objects.bulk_create(ProofCheck(proof=row, line_id=line.id, seen=line.id in seen) for line in lines)
    if lines:
        count = sum(line.id in seen for line in lines)
        note = _("%(seen)s of %(all)s seen. %(note)s") % {"seen": count, "all": len(lines), "note": note}
    _prove(row, Instrument.objects.get(pk=instrument.id), actor, level, note, at)


def access_observed(actor: Actor, person: uuids.UUID, on: dt.date) -> int:
    """The id of a person whom the actor may observe; herself passes, to be told why not. Raises NotFound otherwise."""
    found = rows.scalar("select id from people_person where uuid = %s", [person])
    if found is None or not (found == actor.person_id or may_observe(actor, found, on)):
        raise NotFound
    return int(found)


def _prove(row: Proof, instrument: Instrument, actor: Actor, level: int, note: str, at: dt.datetime) -> None:
    record_evidence(
        agent=actor, person_id=row.person_id, competency_id=row.competency_id, level=level,
        source=Source(instrument.source), instrument=instrument.name_en, instrument_version=instrument.version,
        ref_kind="proof", ref_uuid=row.uuid, observer_id=actor.person_id, context=note,
        observed_at=midday(row.happened_on), registered_id=instrument.pk, at=at,
    )  # fmt: skip
