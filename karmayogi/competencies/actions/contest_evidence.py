"""A person contests a row about herself: it no longer counts until somebody has decided."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.models import Contest, Evidence
from karmayogi.competencies.queries.family import family_of
from karmayogi.competencies.queries.proof.access import office_of
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused

DAYS = 15  # in which it has to be decided


@transaction.atomic
def contest_evidence(*, actor: Actor, evidence: uuid.UUID, reason: str, at: dt.datetime) -> None:
    """Freezes the row out of her level, with all that stands for the same proof since a re-tag, and asks the reviewers
    of her office for a decision.

    Contesting twice changes nothing; a decided contest is not opened again. Only her own rows exist for her.
    """
    row = (
        Evidence.objects.select_for_update(of=("self",))
        .filter(uuid=evidence, person_id=actor.person_id, withdraws__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound
    if not reason.strip():
        raise Refused(_("Say in a few words what is wrong with this row."))
    if row.contested_at is not None:
        return
    family = Evidence.objects.filter(pk__in=family_of(row.person_id, row.pk))
    if Contest.objects.filter(evidence__in=family).exists():
        raise Refused(_("This row was contested before and has been decided."))
    if Evidence.objects.filter(withdraws=row).exists():
        raise Refused(_("This row is withdrawn already; it counts for nothing."))
    on = clock.day(at)
    Contest.objects.create(
        evidence=row, person_id=row.person_id, organisation_path=office_of(row.person_id, on),
        reason=reason.strip()[:500], opened_at=at, due_on=on + dt.timedelta(days=DAYS),
    )  # fmt: skip
    family.update(contested_at=at)
    audit.record(
        "competencies:evidence:contest",
        agent=actor,
        at=at,
        kind="evidence",
        subject=row.uuid,
        label=row.instrument,
        concerns=row.person_id,
        why=reason,
    )
    for competency_id in set(family.values_list("competency_id", flat=True)):
        recompute(person_id=row.person_id, competency_id=competency_id, at=at)
