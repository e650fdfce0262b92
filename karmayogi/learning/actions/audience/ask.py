"""Asking to be let into a course with approval; deciding on it, with a reason that whoever asked will read."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.events import AccessDecided
from karmayogi.learning.models import AccessRequest, Admission, Course
from karmayogi.learning.queries.admitted import check_finds
from karmayogi.learning.queries.audience.requests import access_request
from karmayogi.orgs import api as orgs

REMIND_AFTER = dt.timedelta(days=3)
_S = AccessRequest.State
_PATH = f"""
select i.organisation_path from orgs_incumbency i
where i.person_id = %s and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s)
order by {orgs.main_first("i")} limit 1
"""


@transaction.atomic
def ask(*, actor: Actor, course: uuids.UUID, why: str, at: dt.datetime) -> uuids.UUID:
    """One request at a time; asking again while it waits changes nothing. Returns its uuid.

    Raises NotFound for a course that needs no request, Refused without a reason.
    """
    on = clock.day(at)
    found = Course.objects.select_for_update(no_key=True).get(id=check_finds(actor, course, on))
    if found.audience != Course.Audience.APPROVAL or found.status != Course.Status.PUBLISHED:
        raise NotFound
    waiting = AccessRequest.objects.filter(course=found, person_id=actor.person_id, state=_S.WAITING).first()
    if waiting is not None:
        return waiting.uuid
    if Admission.objects.filter(course=found, person_id=actor.person_id).exists():
        raise Refused(_("You are let in already: you can begin."))
    why = why.replace("\0", "").strip()[:2000]
    if not why:
        raise Refused(_("Say why you want to take part."))
    made = AccessRequest.objects.create(
        course=found, person_id=actor.person_id, why=why, asked_at=at,
        organisation_path=rows.scalar(_PATH, [actor.person_id, on, on]) or "",
    )  # fmt: skip
    _note("ask", actor, made, at)
    return made.uuid


@transaction.atomic
def withdraw(*, actor: Actor, request: uuids.UUID, at: dt.datetime) -> None:
    """One's own, while it waits. Twice is fine."""
    found = _own(actor, request)
    if found.state == _S.WITHDRAWN:
        return
    if found.state != _S.WAITING:
        raise Refused(_("This request has been decided."))
    found.state = _S.WITHDRAWN
    found.save(update_fields=["state"])
    _note("withdraw", actor, found, at)


@transaction.atomic
def remind(*, actor: Actor, request: uuids.UUID, at: dt.datetime) -> None:
    """Puts it back to the notice of those who decide, every three days at most."""
    found = _own(actor, request)
    if found.state != _S.WAITING:
        raise Refused(_("This request has been decided."))
    if at - (found.reminded_at or found.asked_at) < REMIND_AFTER:
        raise Refused(_("You can remind them once in three days."))
    found.reminded_at = at
    found.save(update_fields=["reminded_at"])
    _note("remind", actor, found, at)


@transaction.atomic
def decide(*, actor: Actor, request: uuids.UUID, grant: bool, reason: str, at: dt.datetime) -> None:
    """By the provider, or for the office of whoever asks. Deciding the same again changes nothing."""
    row = access_request(actor, request)
    found = AccessRequest.objects.select_for_update().get(id=row.id)
    wanted = _S.GRANTED if grant else _S.REFUSED
    if found.state == wanted:
        return
    if found.state != _S.WAITING:
        raise Refused(_("This request has been decided or withdrawn."))
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise Refused(_("Give the reason: whoever asked will read it."))
    found.state, found.decided_by_id, found.decided_at, found.reason = wanted, actor.person_id, at, reason
    found.save()
    if grant:
        Admission.objects.get_or_create(
            course_id=found.course_id, person_id=found.person_id,
            defaults={"via": Admission.Via.REQUEST, "by_id": actor.person_id, "at": at},
        )  # fmt: skip
    _note("grant" if grant else "refuse", actor, found, at, why=reason)
    events.announce(AccessDecided(found.uuid, found.person_id, found.course_id, grant, at))


def _own(actor: Actor, request: uuids.UUID) -> AccessRequest:
    found = AccessRequest.objects.select_for_update().filter(uuid=request, person_id=actor.person_id).first()
    if found is None:
        raise NotFound
    return found


def _note(act: str, actor: Actor, found: AccessRequest, at: dt.datetime, *, why: str = "") -> None:
    audit.record(
        f"learning:access:{act}", agent=actor, at=at, kind="access_request", subject=found.uuid,
        concerns=found.person_id, why=why[:300],
    )  # fmt: skip
