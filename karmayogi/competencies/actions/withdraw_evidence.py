"""A correction: a row that withdraws earlier ones, with a reason. Nothing is deleted."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.models import Evidence
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Agent

# The rows themselves, and what re-tags carried over from them or gave back.
_CAME_FROM = """
with recursive found (id) as (
  select id from competencies_evidence where ref_kind = %s and ref_uuid = %s and withdraws_id is null
  union
  select further.id from found cross join lateral (
    select k.copy_id as id from competencies_carriedevidence k where k.origin_id = found.id and k.copy_id is not null
    union all
    select a.id from competencies_carriedevidence k
    join competencies_evidence o on o.id = k.origin_id
    join competencies_evidence a on a.person_id = o.person_id and a.competency_id = o.competency_id
      and a.ref_kind = 'retag_undo' and a.withdraws_id is null
      and a.ref_uuid = md5(k.act_uuid::text || o.uuid::text)::uuid
    where k.origin_id = found.id) further
)
select id from found
"""


@transaction.atomic
def withdraw_evidence(*, agent: Agent, ref_kind: str, ref_uuid: uuid.UUID, reason: str, at: dt.datetime) -> int:
    """Withdraws every standing row that came from (ref_kind, ref_uuid) and recomputes the levels.

    Returns how many rows were withdrawn: 0 when that was done before, so it may be repeated.
    """
    standing = list(_standing().filter(pk__in=rows.fetch(int, _CAME_FROM, [ref_kind, ref_uuid])).order_by("id"))
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
