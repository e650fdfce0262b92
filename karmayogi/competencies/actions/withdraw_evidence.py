"""A correction: a row that withdraws earlier ones, with a reason. Nothing is deleted."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.models import Evidence
from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent


@transaction.atomic
def withdraw_evidence(*, agent: Agent, ref_kind: str, ref_uuid: uuid.UUID, reason: str, at: dt.datetime) -> int:
    """Withdraws every standing row that came from (ref_kind, ref_uuid) and recomputes the levels.

    Returns how many rows were withdrawn: 0 when that was done before, so it may be repeated.
    """
    withdrawn = Evidence.objects.filter(withdraws__isnull=False).values("withdraws_id")
    standing = list(
        Evidence.objects.select_for_update(of=("self",))
        .filter(ref_kind=ref_kind, ref_uuid=ref_uuid, withdraws__isnull=True)
        .exclude(id__in=withdrawn)
        .order_by("id")
    )
    for row in standing:
        Evidence.objects.create(
            person_id=row.person_id,
            competency_id=row.competency_id,
            level=0,
            source=row.source,
            instrument=row.instrument,
            instrument_version=row.instrument_version,
            ref_kind=ref_kind,
            ref_uuid=ref_uuid,
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
    return len(standing)
