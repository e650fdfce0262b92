"""A contest is decided: the row is withdrawn for good, or counts again."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.hold_evidence import free
from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.actions.withdraw_evidence import withdraw_family
from karmayogi.competencies.models import Contest, Evidence
from karmayogi.competencies.queries.family import family_of
from karmayogi.competencies.queries.proof.access import check_no_conflict
from karmayogi.competencies.queries.proof.contests import access_contest
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused


@transaction.atomic
def decide_contest(
    *, actor: Actor, contest: uuid.UUID, upheld: bool, decision: str, declared: bool, at: dt.datetime
) -> None:
    """upheld: the row is withdrawn, with the reasons, and so is what stands for it since a re-tag; else all of them
    count again. declared: no interest of one's own.

    Raises NotFound for a contest that is not the actor's to see, Refused without reasons, with a conflict of interest
    (herself, the observer of the row, somebody who reports to her), and when it is decided already.
    """
    seen = access_contest(actor, contest)
    row = Contest.objects.select_for_update(of=("self",)).get(uuid=contest)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=row.evidence_id)
    check_no_conflict(actor, seen.person_id, clock.day(at), declared=declared, observer_id=evidence.observer_id)
    if row.status != Contest.Status.OPEN:
        raise Refused(_("Somebody has decided on this already."))
    decision = decision.strip()[:500]
    if not decision:
        raise Refused(_("Give your reasons: the officer reads them."))
    row.status = Contest.Status.UPHELD if upheld else Contest.Status.DISMISSED
    row.decided_by_id, row.decided_at, row.decision = actor.person_id, at, decision
    row.save(update_fields=["status", "decided_by", "decided_at", "decision"])
    family = Evidence.objects.filter(pk__in=family_of(evidence.person_id, evidence.pk))
    free(evidence.person_id, list(family.values_list("pk", flat=True)))
    audit.record(
        "competencies:contest:uphold" if upheld else "competencies:contest:dismiss",
        agent=actor, at=at, kind="evidence", subject=evidence.uuid, label=evidence.instrument,
        concerns=evidence.person_id, why=decision,
    )  # fmt: skip
    if upheld:
        withdraw_family(agent=actor, person_id=evidence.person_id, evidence_id=evidence.pk, reason=decision, at=at)
    for competency_id in set(family.values_list("competency_id", flat=True)):
        recompute(person_id=evidence.person_id, competency_id=competency_id, at=at)
