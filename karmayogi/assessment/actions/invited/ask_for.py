"""More time, or one more attempt, for somebody from outside: asked for at their door, decided by the office."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.invited.begin import next_of
from karmayogi.assessment.actions.invited.prove import OUTSIDE
from karmayogi.assessment.conf import EXTRA
from karmayogi.assessment.engine.permission import Next
from karmayogi.assessment.models import Candidate, CandidatePlea
from karmayogi.assessment.queries.invited.candidates import Visitor, access_public_test, attempts_of
from karmayogi.assessment.queries.invited.pleas import terms_of
from karmayogi.assessment.queries.papers import paper_of
from karmayogi.kernel import audit, mail, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7

_ASK = """
insert into assessment_candidateplea (uuid, candidate_id, extra_percent, why, asked_at, note)
values (%s, %s, %s, %s, %s, '') on conflict do nothing returning uuid
"""


@transaction.atomic
def ask_for(*, visitor: Visitor, extra_percent: int | None, why: str, at: dt.datetime) -> None:
    """extra_percent: None for one more attempt. Asked twice while it waits, it is asked once.

    Raises Refused after the days of the test, for another figure than EXTRA, without a reason, and where there is
    nothing to ask for: more time before an attempt, another attempt when none is left.
    """
    if not rows.scalar(
        "select 1 from assessment_candidate where id = %s and removed_at is null for update", [visitor.candidate_id]
    ):
        raise NotFound
    if at >= visitor.closes_at:
        raise Refused(_("The days of this test are over."))
    allowed = paper_of(visitor.part_id).attempts + terms_of(visitor.candidate_id).attempts
    step = next_of(attempts_of(visitor.candidate_id), allowed)
    if step is not (Next.EXHAUSTED if extra_percent is None else Next.START):
        raise Refused(_("You do not need to ask: open the test to see what you can do."))
    if not why.strip() or (extra_percent is not None and extra_percent not in EXTRA):
        raise Refused(_("Say what you need, and why: the office that invited you decides."))
    reason = " ".join(why.replace("\0", "").split())[:500]
    asked = rows.scalar(_ASK, [uuid7(), visitor.candidate_id, extra_percent, reason, at])
    if asked is not None:
        audit.record(
            "assessment:candidate:ask", agent=OUTSIDE, at=at, kind="candidate", subject=visitor.uuid,
            label=visitor.course_en, detail={"extra_percent": extra_percent},
        )  # fmt: skip


@transaction.atomic
def decide_plea(*, actor: Actor, test: uuids.UUID, plea: uuids.UUID, granted: bool, note: str, at: dt.datetime) -> None:
    """Decides once, and writes to whoever asked. What was allowed counts from the next attempt on.

    Raises NotFound for a test of another office, and of somebody who was forgotten meanwhile: what the office would
    write about them would stay for good. Raises Refused when it is decided, declined without a reason, or allowed
    when the days of the test are over.
    """
    row = access_public_test(actor, test)
    found = CandidatePlea.objects.select_for_update().filter(uuid=plea, candidate__test_id=row.id).first()
    who = Candidate.objects.filter(id=found.candidate_id, removed_at=None).first() if found else None
    if found is None or who is None:
        raise NotFound
    note = " ".join(note.replace("\0", "").split())[:500]
    if found.decided_at is not None:
        raise Refused(_("Somebody has decided on this request already."))
    if not granted and not note:
        raise Refused(_("Say why you decline: whoever asked reads it."))
    if granted and at >= row.closes_at:
        raise Refused(_("The days of this test are over."))
    found.decided_at, found.decided_by_id, found.granted, found.note = at, actor.account_id, granted, note
    found.save()
    audit.record(
        f"assessment:candidate:{'allow' if granted else 'decline'}", agent=actor, at=at, kind="candidate",
        subject=who.uuid, label=row.title_en, detail={"test": row.uuid, "extra_percent": found.extra_percent},
    )  # fmt: skip
    with translation.override(who.language):
        mail.send(
            to=who.email, subject=_("Your request about the test"), text=_told(granted, found.extra_percent, note)
        )


def _told(granted: bool, extra_percent: int | None, note: str) -> str:
    if not granted:
        return _("The office has declined what you asked for. The reason: %(reason)s") % {"reason": note}
    if extra_percent is None:
        return _("You have one more attempt at the test. Open it in the browser where you took it before.")
    return _("You have %(percent)s per cent more time, from your next attempt at the test on.") % {
        "percent": extra_percent
    }
