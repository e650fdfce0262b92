"""A correction: a row that withdraws earlier ones, with a reason. Nothing is deleted."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.models import Evidence
from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent


@transaction.atomic
def withdraw_evidence(*, agent: Agent, ref_kind: str, ref_uuid: uuid.UUID, reason: str, at: dt.datetime) -> int:
    """Withdraws every standing row that came from (ref_kind, ref_uuid) and recomputes the levels.

    Returns how many rows were withdrawn: 0 when that was done before, so it may be repeated.
    """
    standing = list(_standing().filter(ref_kind=ref_kind, ref_uuid=ref_uuid).order_by("id"))
    for row in standing:
        _withdraw(row, agent, reason, at)
    return len(standing)


@transaction.atomic
def withdraw_row(*, agent: Agent, evidence_id: int, reason: str, at: dt.datetime) -> bool:
    """The same for one row; False when it was withdrawn before."""
    row = _standing().filter(pk=evidence_id).first()
    if row is not None:
        _withdraw(row, agent, reason, at)
    return row is not None


def _standing() -> QuerySet[Evidence]:
    withdrawn = Evidence.objects.filter(withdraws__isnull=False).values("withdraws_id")
    return Evidence.objects.select_for_update(of=("self",)).filter(withdraws__isnull=True).exclude(id__in=withdrawn)


def _withdraw(row: Evidence, agent: Agent, reason: str, at: dt.datetime) -> None:
    Evidence.objects.create(
        person_id=row.person_id,
        competency_id=row.competency_id,
        level=0,
        source=row.source,
        instrument=row.instrument,
        instrument_version=row.instrument_version,
        ref_kind=row.ref_kind,
        ref_uuid=row.ref_uuid,
        context=reason[:300],
        withdraws=row,
        observed_at=at,
    )
    audit.record(
        "competencies:evidence:withdraw",
        agent=agent,
        at=at,
        kind="evidence",
        subject=row.uuid,
        label=row.instrument,
        concerns=row.person_id,
        why=reason,
    )
    recompute(person_id=row.person_id, competency_id=row.competency_id, at=at)
