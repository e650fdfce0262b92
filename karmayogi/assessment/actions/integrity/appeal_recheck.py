"""An appeal against a completion that was not confirmed, the decision, and taking a whole case back."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.integrity.tell_person import tell_person
from karmayogi.assessment.queries.integrity import rechecks
from karmayogi.assessment.queries.integrity.rechecks import RecheckRow
from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.orgs import api as orgs

_APPEAL = """
update assessment_recheck set appeal = %s, appealed_at = %s
where id = %s and state = 'unconfirmed' and appealed_at is null
"""
_DECIDE = """
update assessment_recheck set decided_at = %s, decided_by_id = %s, upheld = %s, decision = %s,
  state = case when %s then 'restored' else state end
where id = %s and state = 'unconfirmed' and appealed_at is not null and decided_at is null
"""
# What an office decided before stays readable.
_CALL_OFF = """
update assessment_recheck set state = 'called_off', closed_at = coalesce(closed_at, %(at)s),
  decided_at = coalesce(decided_at, %(at)s), decided_by_id = coalesce(decided_by_id, %(by)s),
  decision = left(case when decision = '' then %(why)s else decision || chr(10) || %(why)s end, 1000)
where id = %(id)s and state in ('open', 'unconfirmed')
"""


@transaction.atomic
def appeal_recheck(*, actor: Actor, recheck: uuid.UUID, why: str, at: dt.datetime) -> None:
    """Once, in the person's own words. Raises NotFound for anybody else's, Refused without words or after its time."""
    row = rechecks.access_own(actor, recheck)
    why = why.strip()[:1000]
    if not why:
        raise Refused(_("Say in your own words what should be looked at again."))
    if row.appeal_until is None or at > row.appeal_until:
        raise Refused(_("An appeal is not possible here, or no longer."))
    if rows.run(_APPEAL, [why, at, row.id]):
        _note("assessment:recheck:appeal", actor, row, why, at)


@transaction.atomic
def decide_recheck(*, actor: Actor, recheck: uuid.UUID, upheld: bool, decision: str, at: dt.datetime) -> None:
    """upheld: the completion counts again. The person reads the reason either way.

    Raises NotFound outside the actor's offices and for oneself, Refused for somebody who reports to the person, without
    a reason, and when it is decided already.
    """
    row = rechecks.access_appeal(actor, recheck)
    if orgs.supervises(row.person_id, actor.person_id, clock.day(at)):
        raise Refused(_("This person is above you in the reporting line: somebody else has to decide."))
    decision = decision.strip()[:1000]
    if not decision:
        raise Refused(_("Give your reasons: the officer reads them."))
    if not rows.run(_DECIDE, [at, actor.account_id, upheld, decision, upheld, row.id]):
        raise Refused(_("Somebody has decided on this already."))
    _note("assessment:recheck:restore" if upheld else "assessment:recheck:dismiss", actor, row, decision, at)
    if upheld:
        _release(actor, row, decision, at)
    tell_person(enrolment_id=row.enrolment_id, what="restored" if upheld else "dismissed")


@transaction.atomic
def call_off_recheck(*, actor: Actor, recheck: uuid.UUID, why: str, at: dt.datetime) -> None:
    """Takes the whole case back, as if it had not been asked: it is counted nowhere. For faults of a rule.

    Calling off twice does it once. Raises NotFound for whoever does not run the platform and for oneself, Refused
    without a reason or after the person was cleared.
    """
    row = rechecks.access_any(actor, recheck)
    why = why.strip()[:1000]
    if not why:
        raise Refused(_("Give your reasons: the officer reads them."))
    if row.state == "called_off":
        return
    if not rows.run(_CALL_OFF, {"at": at, "by": actor.account_id, "why": why, "id": row.id}):
        raise Refused(_("Somebody has decided on this already."))
    _note("assessment:recheck:call_off", actor, row, why, at)
    _release(actor, row, why, at)


def _release(actor: Actor, row: RecheckRow, why: str, at: dt.datetime) -> None:
    competencies.release_evidence(
        agent=actor, person_id=row.person_id, ref_kind="enrolment", ref_uuid=row.enrolment_uuid, reason=why, at=at
    )


def _note(tag: str, actor: Actor, row: RecheckRow, why: str, at: dt.datetime) -> None:
    audit.record(
        tag, agent=actor, at=at, kind="recheck", subject=row.uuid, label=row.course_en,
        concerns=row.person_id, why=why,
    )  # fmt: skip
