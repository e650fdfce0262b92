"""One person of the Commission proposes a room for people from outside; another one opens or refuses it."""

import datetime as dt
import uuid as uuids
from email.utils import parseaddr

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.make_extracts import make_extracts
from karmayogi.evaluation.actions.steps import plain
from karmayogi.evaluation.engine.dictionary import COLUMNS
from karmayogi.evaluation.models import Room, RoomAssessor
from karmayogi.evaluation.queries.rooms import managed_room
from karmayogi.evaluation.queries.studies import check_evaluates
from karmayogi.evaluation.types import RoomState, RoomTerms
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

LONGEST = dt.timedelta(days=366)
MOST_ASSESSORS = 50


@transaction.atomic
def propose_room(*, actor: Actor, number: uuids.UUID, terms: RoomTerms, at: dt.datetime) -> uuids.UUID:
    """The room with this number: a form that is sent twice makes one."""
    check_evaluates(actor)
    if Room.objects.filter(uuid=number).exists():
        return number
    body = _body(terms.organisation)
    title, purpose = plain(terms.title, 200), plain(terms.purpose, 1000)
    if not title or not purpose:
        raise Refused(_("A room needs a title and a purpose."))
    if not at < terms.ends_at or not terms.begins_at < terms.ends_at <= terms.begins_at + LONGEST:
        raise Refused(_("A room ends after it begins, within a year."))
    columns = [key for key in COLUMNS if key in terms.columns]
    if not columns:
        raise Refused(_("Choose at least one column."))
    named = _named(terms.assessors)
    row = Room.objects.create(
        uuid=number, title=title, purpose=purpose, organisation_id=body, columns=columns, begins_at=terms.begins_at,
        ends_at=terms.ends_at, proposed_by_id=actor.person_id, proposed_at=at,
    )  # fmt: skip
    RoomAssessor.objects.bulk_create(RoomAssessor(room=row, name=name, email=email) for email, name in named.items())
    _told(row, "propose", actor, at)
    return row.uuid


@transaction.atomic
def open_room(*, actor: Actor, room: uuids.UUID, at: dt.datetime) -> None:
    """Whoever has no account is invited to one; a job makes the extracts. Twice changes nothing."""
    row = managed_room(actor, room, locked=True)
    if row.state == RoomState.OPEN:
        return
    if row.state != RoomState.PROPOSED:
        raise Refused(_("The room was refused or has ended. Propose another one."))
    if row.proposed_by_id == actor.person_id:
        raise Refused(_("Somebody else of the Commission opens a room that you proposed."))
    if row.ends_at <= at:
        raise Refused(_("Its time is over. Propose another one."))
    for one in RoomAssessor.objects.select_for_update().filter(room=row):
        one.person_id = _person(one, row, actor, at)
        one.save(update_fields=["person"])
    row.state, row.opened_by_id, row.opened_at = RoomState.OPEN.value, actor.person_id, at
    row.save()
    _told(row, "open", actor, at)
    make_extracts.enqueue(room=str(row.uuid))


@transaction.atomic
def refuse_room(*, actor: Actor, room: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Also by whoever proposed it. Twice changes nothing."""
    row = managed_room(actor, room, locked=True)
    if row.state == RoomState.REFUSED:
        return
    if row.state != RoomState.PROPOSED:
        raise Refused(_("The room is open or has ended."))
    row.reason = plain(reason, 500)
    if not row.reason:
        raise Refused(_("Give the reason."))
    row.state = RoomState.REFUSED.value
    row.save()
    _told(row, "refuse", actor, at)


def _body(organisation: uuids.UUID) -> int:
    found = rows.scalar("select id from orgs_organisation where uuid = %s", [organisation])
    if found is None:
        raise NotFound
    return found


def _named(lines: tuple[str, ...]) -> dict[str, str]:
    """E-mail -> name, of lines such as "Dr. A. Rao <rao@institute.example>" or the address alone."""
    found: dict[str, str] = {}
    for line in lines:
        name, email = parseaddr(plain(line, 300))
        clean = people.clean_email(email)
        if not clean:
            raise Refused(_("“%(line)s” is no e-mail address.") % {"line": line[:80]})
        found[clean] = name[:200]
    if not 0 < len(found) <= MOST_ASSESSORS:
        raise Refused(_("Name at least one assessor, and at most %(most)s.") % {"most": MOST_ASSESSORS})
    return found


def _person(one: RoomAssessor, row: Room, opener: Actor, at: dt.datetime) -> int:
    agent = System("assessment room")
    account = people.find_account(email=one.email)
    if account is None:
        if not one.name:
            raise Refused(_("%(email)s has no account. Propose the room anew with the name before the address.") % {
                "email": one.email,
            })  # fmt: skip
        person = people.create_person(agent=agent, at=at, name=one.name)
        made = people.open_account(agent=agent, email=one.email, mobile=None, password=None, person_id=person.id, at=at)
        people.invite(agent=agent, account_id=made.id, at=at)
        return person.id
    if account.person_id is None or not account.is_active:
        raise Refused(_("The account %(email)s cannot be used.") % {"email": one.email})
    if account.person_id in (row.proposed_by_id, opener.person_id):
        raise Refused(_("An assessor is somebody from outside, not who proposes or opens the room."))
    posts = orgs.posts_of(account.person_id, clock.day(at))
    if any(post.path.startswith(row.organisation.path) for post in posts):
        raise Refused(_("%(email)s serves in the organisation that is assessed.") % {"email": one.email})
    return account.person_id


def _told(row: Room, act: str, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        f"evaluation:room:{act}", agent=actor, at=at, kind="assessment_room", subject=row.uuid, label=row.title,
        why=row.reason[:300],
        detail={"columns": row.columns, "from": row.begins_at.isoformat(), "until": row.ends_at.isoformat()},
    )  # fmt: skip
