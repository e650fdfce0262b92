"""What every change of a draft does first and last: lock it, see that it may be written in, note who wrote what."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.models import Draft, DraftedPart, DraftHand, DraftStep
from karmayogi.learning.queries.authoring.drafts import access_draft


def locked_draft(actor: Actor, draft: uuids.UUID, to: str) -> Draft:
    """The draft, locked until the transaction ends. Raises NotFound."""
    row = access_draft(actor, draft, to)
    return Draft.objects.select_for_update(of=("self",)).get(id=row.id)


def open_for_writing(actor: Actor, draft: uuids.UUID) -> Draft:
    """The locked draft. Raises NotFound, and Refused once it was sent. What was written is noted with `wrote`."""
    found = locked_draft(actor, draft, "write")
    if found.status != Draft.Status.DRAFT:
        raise Refused(_("This draft has been sent on. Take it back, or wait until it is returned, to change it."))
    return found


def locked_quiz(draft: Draft, part: uuids.UUID) -> DraftedPart:
    """A test of that draft, locked until the transaction ends. Raises NotFound."""
    row = DraftedPart.objects.select_for_update().filter(draft=draft, uuid=part, kind="quiz").first()
    if row is None:
        raise NotFound
    return row


def wrote(draft: Draft, actor: Actor, act: str, at: dt.datetime, *, what: str = "") -> None:
    """Notes that the actor wrote in the draft, so that they neither review nor publish it. act: about, part, ..."""
    DraftHand.objects.get_or_create(draft=draft, person_id=actor.person_id)
    draft.changed_at = at
    draft.save(update_fields=["changed_at"])
    audit.record(
        "learning:draft:write", agent=actor, at=at, kind="draft", subject=draft.uuid,
        label=f"{draft.course.code} {draft.number}", detail={"act": act, "what": what},
    )  # fmt: skip


def note_step(draft: Draft, step: str, actor: Actor, comment: str, at: dt.datetime, *, label: str = "") -> None:
    """Its way and the audit trail; the caller has saved the draft."""
    comment = comment.replace("\0", "").strip()[:4000]
    DraftStep.objects.create(draft=draft, step=step, person_id=actor.person_id, comment=comment, at=at)
    audit.record(
        f"learning:draft:{step}", agent=actor, at=at, kind="draft", subject=draft.uuid,
        label=label or f"{draft.course.code} {draft.number}", why=comment[:300],
    )  # fmt: skip
