"""A proof is not confirmed, or is again: its rows leave the level, and come back into it. Nothing is deleted."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.models import Contest, Evidence
from karmayogi.competencies.queries.family import family_from
from karmayogi.competencies.queries.holds import held_among
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Agent

_HOLD = """
insert into competencies_evidencehold (person_id, ref_kind, ref_uuid, reason, held_at) values (%s, %s, %s, %s, %s)
on conflict (person_id, ref_kind, ref_uuid) where released_at is null do nothing
"""
_RELEASE = """
update competencies_evidencehold set released_at = %s
where person_id = %s and ref_kind = %s and ref_uuid = %s and released_at is null
"""


@transaction.atomic
def hold_evidence(
    *, agent: Agent, person_id: int, ref_kind: str, ref_uuid: uuid.UUID, reason: str, at: dt.datetime
) -> bool:
    """Keeps every row of that proof out of the levels, with what stands for it since a re-tag; works the levels out.

    False, and nothing changed, when it is held already. A proof without rows can be held too: rows that come later are
    not kept out, so hold what is complete.
    """
    ids = family_from(person_id, ref_kind, ref_uuid)
    locked = list(Evidence.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    if not rows.run(_HOLD, [person_id, ref_kind, ref_uuid, reason[:300], at]):
        return False
    Evidence.objects.filter(pk__in=ids, contested_at__isnull=True).update(contested_at=at)
    _tell("competencies:evidence:hold", agent, locked, reason, at)
    return True


@transaction.atomic
def release_evidence(
    *, agent: Agent, person_id: int, ref_kind: str, ref_uuid: uuid.UUID, reason: str, at: dt.datetime
) -> bool:
    """Its rows count again, but for those that a contest still keeps out. False when it was not held."""
    ids = family_from(person_id, ref_kind, ref_uuid)
    locked = list(Evidence.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    if not rows.run(_RELEASE, [at, person_id, ref_kind, ref_uuid]):
        return False
    free(person_id, ids)
    _tell("competencies:evidence:release", agent, locked, reason, at)
    return True


def free(person_id: int, family: list[int]) -> None:
    """Takes the mark off rows that neither an open contest nor a hold keeps out. In the caller's transaction."""
    if held_among(person_id, family):
        return
    if Contest.objects.filter(evidence_id__in=family, status=Contest.Status.OPEN).exists():
        return
    Evidence.objects.filter(pk__in=family, contested_at__isnull=False).update(contested_at=None)


def _tell(tag: str, agent: Agent, family: list[Evidence], reason: str, at: dt.datetime) -> None:
    for row in family:
        audit.record(
            tag, agent=agent, at=at, kind="evidence", subject=row.uuid,
            label=row.instrument, concerns=row.person_id, why=reason,
        )  # fmt: skip
    for person_id, competency_id in sorted({(row.person_id, row.competency_id) for row in family}):
        recompute(person_id=person_id, competency_id=competency_id, at=at)
