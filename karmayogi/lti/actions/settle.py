"""Who came from another platform becomes a guest here, or is linked to the account that they are signed in with.

A platform's word opens the account of a guest of its own, never one that was here before: for that, its owner signs in
as always. Nobody is found by an e-mail address.
"""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning
from karmayogi.lti.models import Arrival, Guest, Placement
from karmayogi.lti.queries.platforms import guest as find_guest
from karmayogi.lti.queries.platforms import standing
from karmayogi.people import api as people


class SignInFirst(Exception):
    """The learner is linked to an account that was here before and is not signed in with it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """enrolment: where to go on. session: key of a session opened for a guest, "" where one goes on in one's own."""

    enrolment: uuids.UUID
    session: str


@transaction.atomic
def settle(*, arrival: Arrival, actor: Actor | None, link: bool, at: dt.datetime) -> Settled:
    """link: join the learner of the platform with the account that is signed in; else go on as before, or as a guest.

    Raises SignInFirst; NotFound for an arrival that was used meanwhile; Refused in words.
    """
    row = Arrival.objects.select_for_update(of=("self",)).select_related("platform", "course").get(id=arrival.id)
    if row.used_at is not None or row.course is None:
        raise NotFound
    guest = find_guest(row.platform_id, row.sub)
    if guest is None:
        guest = _link(row, actor, at) if link else _open_guest(row, at)
    session = ""
    if guest.account_id_of_guest is None:
        if actor is None or actor.person_id != guest.person_id:
            raise SignInFirst
        learner = actor
    else:
        session = people.open_session(guest.account_id_of_guest, at)
        learner = _as_actor(guest, session)
    try:
        enrolment = learning.enrol(actor=learner, course_uuid=row.course.uuid, language=row.language, at=at)
    except NotFound as error:
        raise Refused(_("This course takes nobody in any more.")) from error
    _place(guest, row, at)
    row.used_at = at
    row.save(update_fields=["used_at"])
    return Settled(enrolment, session)


def _link(row: Arrival, actor: Actor | None, at: dt.datetime) -> Guest:
    if actor is None:
        raise SignInFirst
    guest = Guest.objects.create(platform=row.platform, sub=row.sub, person_id=actor.person_id, linked_at=at)
    _note("link", row, guest, actor.name, at)
    return guest


def _open_guest(row: Arrival, at: dt.datetime) -> Guest:
    """A person and an account that nobody can sign in to but through this platform: no password, no contact of theirs.

    The address is one that no mail reaches (RFC 2606, .invalid).
    """
    agent = System(f"platform {row.platform.name}")
    name = row.name or _("Guest of %(platform)s") % {"platform": row.platform.name}
    person = people.create_person(agent=agent, at=at, name=name[:150])
    account = people.open_account(
        agent=agent, email=f"guest-{uuid7().hex}@lti.invalid", mobile=None, password=None, person_id=person.id,
        language=row.language if row.language in ("en", "hi", "ur") else "en", at=at,
    )  # fmt: skip
    guest = Guest.objects.create(
        platform=row.platform, sub=row.sub, person_id=person.id, account_id_of_guest=account.id, linked_at=at
    )
    _note("guest", row, guest, name, at)
    return guest


def _as_actor(guest: Guest, session: str) -> Actor:
    """A guest holds no authority, whatever the platform says."""
    assert guest.account_id_of_guest is not None
    account, person = people.account(guest.account_id_of_guest), people.person(guest.person_id)
    assert account is not None
    return Actor(
        account.id, account.uuid, person.id, person.uuid, person.name, account.language, session,
        name_native=person.name_native,
    )  # fmt: skip


def _place(guest: Guest, row: Arrival, at: dt.datetime) -> None:
    """Where the score goes; a course that was completed before is told at once."""
    if not row.line_item or row.course_id is None:
        return
    done = standing(guest.person_id, row.course_id)
    place, new = Placement.objects.get_or_create(
        guest=guest, course_id=row.course_id, link_id=row.link_id,
        defaults={
            "line_item": row.line_item, "completed_at": done[0] if done else None, "score": done[1] if done else None,
            "next_at": at if done else None,
        },
    )  # fmt: skip
    if not new and place.line_item != row.line_item:
        place.line_item = row.line_item
        place.save(update_fields=["line_item"])


def _note(deed: str, row: Arrival, guest: Guest, label: str, at: dt.datetime) -> None:
    audit.record(
        f"lti:guest:{deed}", agent=System(f"platform {row.platform.name}"), at=at, kind="lti_platform",
        subject=row.platform.uuid, label=label, concerns=guest.person_id,
    )  # fmt: skip
