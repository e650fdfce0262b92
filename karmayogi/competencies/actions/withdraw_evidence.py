"""A correction: a row that withdraws earlier ones, with a reason. Nothing is deleted."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.models import Evidence
from karmayogi.competencies.queries.family import family_from, family_of
from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent


@transaction.atomic
def withdraw_evidence(
    *, agent: Agent, person_id: int, ref_kind: str, ref_uuid: uuid.UUID, reason: str, at: dt.datetime
) -> int:
    """Withdraws every standing row of the person that came from (ref_kind, ref_uuid), and what stands for it since a
    re-tag; recomputes the levels.

    Returns how many rows were withdrawn: 0 when that was done before, so it may be repeated.
    """
    return _withdraw_all(family_from(person_id, ref_kind, ref_uuid), agent, reason, at)


@transaction.atomic
def withdraw_family(*, agent: Agent, person_id: int, evidence_id: int, reason: str, at: dt.datetime) -> int:
    """The same for one row of the person and what stands for the same proof."""
    return _withdraw_all(family_of(person_id, evidence_id), agent, reason, at)


@transaction.atomic
def withdraw_row(*, agent: Agent, evidence_id: int, reason: str, at: dt.datetime) -> bool:
    """That row alone; False when it was withdrawn before."""
    return _withdraw_all([evidence_id], agent, reason, at) > 0


def _withdraw_all(ids: list[int], agent: Agent, reason: str, at: dt.datetime) -> int:
    standing = list(_standing().filter(pk__in=ids).order_by("id"))
    for row in standing:
        _withdraw(row, agent, reason, at)
    return len(standing)


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
