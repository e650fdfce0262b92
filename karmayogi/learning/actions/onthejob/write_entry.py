"""An officer writes down what was learned at work, and takes it back."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock, files, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.onthejob.credit import take_back
from karmayogi.learning.engine.onthejob.terms import ENTRY, ENTRY_KINDS, Stretch, crowded_day
from karmayogi.learning.models import JobEntry
from karmayogi.learning.queries.onthejob.witnesses import witness_by_uuid
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import day

MAX_FILE = 10 * 1024 * 1024
_S = JobEntry.State
_LOCK = "select id from people_person where id = %s for no key update"
_COMPETENCY = "select id from competencies_competency where uuid = %s and status = 'published'"


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """As it was typed. witness: who was there. content: a PDF, PNG or JPEG, or nothing. mark: of the form, so that
    sending it twice enters once. follows: the entry that was declined and is now tried again."""

    mark: uuids.UUID
    kind: str
    competency: uuids.UUID
    begun_on: dt.date
    ended_on: dt.date
    minutes: int
    words: str
    witness: uuids.UUID
    content: bytes = b""
    file_name: str = ""
    follows: uuids.UUID | None = None


@transaction.atomic
def write_entry(*, actor: Actor, written: Written, at: dt.datetime) -> uuids.UUID:
    """Enters it, to be confirmed by who was there; until then it is a claim without hours. Returns its uuid.

    Raises Refused with the reason for what is not plausible, NotFound for a competency or an earlier entry that is not
    there.
    """
    on = clock.day(at)
    _check_days(written, on)
    words = written.words.replace("\0", "").strip()[:4000]
    if not words:
        raise Refused(_("Say in a few sentences what you did and what came of it."))
    competency_id = rows.scalar(_COMPETENCY, [written.competency])
    if competency_id is None:
        raise NotFound
    media_type = _media_type(written.content)
    rows.run(_LOCK, [actor.person_id])  # of two entries at once, the later one sees the hours of both
    there = JobEntry.objects.filter(uuid=written.mark).values_list("person_id", flat=True).first()
    if there is not None:
        if there != actor.person_id:
            raise NotFound
        return written.mark
    witness = witness_by_uuid(actor, written.witness, on)
    if witness is None:
        raise Refused(_("Choose who was there: somebody else who holds a post today."))
    _check_room(actor, written)
    row = JobEntry.objects.create(
        uuid=written.mark, person_id=actor.person_id, competency_id=competency_id, kind=written.kind,
        begun_on=written.begun_on, ended_on=written.ended_on, minutes=written.minutes, words=words,
        file_id=files.put(written.content, media_type).id if media_type else None,
        file_name=files.plain_name(written.file_name) if media_type else "", witness_id=witness.id,
        organisation_path=office_of(actor.person_id, on), sent_at=at, follows_id=_followed(actor, written.follows),
    )  # fmt: skip
    audit.record(
        "learning:job_entry:write", agent=actor, at=at, kind="job entry", subject=row.uuid, concerns=actor.person_id,
        detail={"minutes": row.minutes, "kind": row.kind},
    )  # fmt: skip
    return row.uuid


@transaction.atomic
def withdraw_entry(*, actor: Actor, entry: uuids.UUID, at: dt.datetime) -> None:
    """One's own, waiting or confirmed; what was confirmed takes its hours and its evidence back. Twice is fine."""
    row = JobEntry.objects.select_for_update().filter(uuid=entry, person_id=actor.person_id).first()
    if row is None:
        raise NotFound
    if row.state == _S.WITHDRAWN:
        return
    if row.state == _S.DECLINED:
        raise Refused(_("This was declined: there is nothing to take back."))
    was = row.state
    row.state, row.withdrawn_at = _S.WITHDRAWN, at
    row.save(update_fields=["state", "withdrawn_at"])
    if was == _S.CONFIRMED:
        take_back(person_id=row.person_id, ref_kind="onthejob", ref_uuid=row.uuid)
        competencies.withdraw_evidence(
            agent=actor, person_id=row.person_id, ref_kind="onthejob", ref_uuid=row.uuid,
            reason=_("The officer took the entry back."), at=at,
        )  # fmt: skip
    audit.record(
        "learning:job_entry:withdraw", agent=actor, at=at, kind="job entry", subject=row.uuid,
        concerns=actor.person_id, detail={"was": was},
    )  # fmt: skip


def office_of(person_id: int, on: dt.date) -> str:
    """The path of the office where that person serves; "" without a post."""
    post = orgs.current_post(person_id, on)
    return post.path if post else ""


def _check_days(written: Written, on: dt.date) -> None:
    if written.kind not in ENTRY_KINDS:
        raise Refused(_("Choose what kind of learning it was."))
    if written.begun_on > written.ended_on or written.ended_on > on:
        raise Refused(_("The last day cannot be before the first day, or after today."))
    if (on - written.ended_on).days > ENTRY.days_back:
        raise Refused(_("It ended more than a year ago: nobody can confirm it any more."))
    if (written.ended_on - written.begun_on).days >= ENTRY.longest_days:
        raise Refused(_("Enter half a year at most at a time."))
    if not ENTRY.least_minutes <= written.minutes < 2**15:
        raise Refused(_("Enter a quarter of an hour at least, and not more than the days hold."))


def _check_room(actor: Actor, written: Written) -> None:
    """Whether the days still hold these hours beside everything else that the officer entered."""
    standing = list(JobEntry.objects.filter(person_id=actor.person_id, state__in=(_S.WAITING, _S.CONFIRMED)))
    if sum(one.state == _S.WAITING for one in standing) >= ENTRY.waiting_at_once:
        raise Refused(_("Twenty of your entries wait already. Let some be confirmed first."))
    new = Stretch(written.begun_on, written.ended_on, written.minutes)
    others = [Stretch(one.begun_on, one.ended_on, one.confirmed_minutes or one.minutes) for one in standing]
    full = crowded_day(new, others)
    if full is not None:
        raise Refused(_("With your other entries, %(day)s would hold more than eight hours.") % {"day": day(full)})


def _followed(actor: Actor, follows: uuids.UUID | None) -> int | None:
    """The entry that is tried again: one's own that was declined, once."""
    if follows is None:
        return None
    row = JobEntry.objects.filter(uuid=follows, person_id=actor.person_id, state=_S.DECLINED).first()
    if row is None:
        raise NotFound
    if JobEntry.objects.filter(follows=row).exists():
        raise Refused(_("You have entered this again already."))
    return row.pk


def _media_type(content: bytes) -> str:
    """ "" without a file."""
    if len(content) > MAX_FILE:
        raise Refused(_("The file is larger than 10 MB."))
    found = files.paper_type(content)
    if content and found is None:
        raise Refused(_("Only PDF, PNG and JPEG files can be read."))
    return found or ""


def handed_in(content: bytes) -> int | None:
    """The id of a file that was handed in beside words, stored; None without one. Raises Refused for what is none."""
    media_type = _media_type(content)
    return files.put(content, media_type).id if media_type else None
