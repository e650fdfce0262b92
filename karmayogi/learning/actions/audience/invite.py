"""Who may find and begin a course: everybody, the invited, or whoever was approved."""

import dataclasses
import datetime as dt
import re
import secrets
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.digests import digest
from karmayogi.learning.models import Admission, AudienceLink, AudienceOffice, CatalogueEntry, Course
from karmayogi.learning.queries.audience.links import usable
from karmayogi.learning.queries.authoring.drafts import CourseToEdit, access_course
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

MOST_NAMED = 2000
MOST_BY_LINK = 500
LONGEST_LINK = dt.timedelta(days=180)


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """added: persons let in just now; known: they were already; unknown: lines that nobody was found for."""

    added: int
    known: int
    unknown: tuple[str, ...]


@transaction.atomic
def set_audience(*, actor: Actor, course: uuids.UUID, audience: str, at: dt.datetime) -> None:
    """Who has begun goes on, whatever it is changed to. Repeating changes nothing."""
    row = access_course(actor, course, "publish")
    if audience not in Course.Audience.values:
        raise NotFound
    found = Course.objects.select_for_update().get(id=row.id)
    if found.audience == audience:
        return
    was, found.audience = found.audience, audience
    found.save(update_fields=["audience"])
    CatalogueEntry.objects.filter(course=found).update(hidden=audience == Course.Audience.INVITED)
    _note("audience", actor, row, at, {"was": was, "now": audience})


@transaction.atomic
def name_people(*, actor: Actor, course: uuids.UUID, text: str, at: dt.datetime) -> Named:
    """Lets in who is named by mobile number, e-mail address or employee code, one a line. Twice is fine."""
    row = access_course(actor, course, "publish")
    lines = list(dict.fromkeys(one.strip() for one in re.split(r"[\n,;]", text.replace("\0", "")) if one.strip()))
    if len(lines) > MOST_NAMED:
        raise Refused(_("Name at most %(most)s people at a time.") % {"most": MOST_NAMED})
    found = people.find_people(lines)
    ids = sorted(set(found.values()))
    added = rows.run(
        "insert into learning_admission (course_id, person_id, via, by_id, at)"
        " select %s, one, 'named', %s, %s from unnest(%s::bigint[]) as one on conflict do nothing",
        [row.id, actor.person_id, at, ids],
    )
    if added:
        _note("invite", actor, row, at, {"people": added})
    return Named(added, len(ids) - added, tuple(line for line in lines if line not in found))


@transaction.atomic
def invite_office(*, actor: Actor, course: uuids.UUID, code: str, at: dt.datetime) -> None:
    """Everybody who serves in the organisation or below it, as long as they do. Raises Refused for an unknown code."""
    row = access_course(actor, course, "publish")
    office = orgs.organisation_by_code(code.strip()[:60])
    if office is None:
        raise Refused(_("There is no organisation with the code %(code)s.") % {"code": code.strip()[:60]})
    _office, new = AudienceOffice.objects.get_or_create(
        course_id=row.id, organisation_id=office.id, defaults={"by_id": actor.person_id, "at": at}
    )
    if new:
        _note("invite_office", actor, row, at, {"office": office.code})


@transaction.atomic
def open_link(*, actor: Actor, course: uuids.UUID, most: int, ends_on: dt.date, at: dt.datetime) -> str:
    """A new link; its code, which is shown once and kept as a hash."""
    row = access_course(actor, course, "publish")
    today = clock.day(at)
    if not 1 <= most <= MOST_BY_LINK:
        raise Refused(_("Let in 1 to %(most)s people by a link.") % {"most": MOST_BY_LINK})
    if not today <= ends_on <= today + LONGEST_LINK:
        raise Refused(_("Choose a day within the next %(days)s days.") % {"days": LONGEST_LINK.days})
    code = secrets.token_urlsafe(12)
    AudienceLink.objects.create(
        course_id=row.id, digest=digest(code), most=most, ends_on=ends_on, by_id=actor.person_id, at=at
    )
    _note("open_link", actor, row, at, {"most": most, "ends_on": ends_on.isoformat()})
    return code


@transaction.atomic
def close_link(*, actor: Actor, course: uuids.UUID, link: uuids.UUID, at: dt.datetime) -> None:
    """Nobody comes in by it any more; who came stays. Twice is fine."""
    row = access_course(actor, course, "publish")
    if AudienceLink.objects.filter(course_id=row.id, uuid=link, closed_at=None).update(closed_at=at):
        _note("close_link", actor, row, at, {})


@transaction.atomic
def take_out(
    *, actor: Actor, course: uuids.UUID, person: uuids.UUID | None, office: uuids.UUID | None, at: dt.datetime
) -> None:
    """An invitation is taken back. Who has begun goes on. Twice is fine."""
    row = access_course(actor, course, "publish")
    if person is not None and Admission.objects.filter(course_id=row.id, person__uuid=person).delete()[0]:
        _note("take_out", actor, row, at, {})
    if office is not None and AudienceOffice.objects.filter(course_id=row.id, organisation__uuid=office).delete()[0]:
        _note("take_out_office", actor, row, at, {})


@transaction.atomic
def come_by_link(*, actor: Actor, code: str, at: dt.datetime) -> uuids.UUID:
    """Lets the actor in; the uuid of the course. Coming again does not use the link up.

    Raises NotFound for a code that is not there, closed, over or used up: nobody can tell which.
    """
    link = AudienceLink.objects.select_for_update().filter(digest=digest(code)).first()
    if link is None:
        raise NotFound
    course = Course.objects.get(id=link.course_id)
    if Admission.objects.filter(course=course, person_id=actor.person_id).exists():
        return course.uuid
    on = clock.day(at)
    if not usable(closed_at=link.closed_at, used=link.used, most=link.most, ends_on=link.ends_on, on=on):
        raise NotFound
    Admission.objects.create(course=course, person_id=actor.person_id, via=Admission.Via.LINK, at=at)
    link.used += 1
    link.save(update_fields=["used"])
    audit.record(
        "learning:course:come_by_link", agent=actor, at=at, kind="course", subject=course.uuid, label=course.code,
        concerns=actor.person_id,
    )  # fmt: skip
    return course.uuid


def _note(act: str, actor: Actor, row: CourseToEdit, at: dt.datetime, detail: dict[str, object]) -> None:
    audit.record(
        f"learning:course:{act}", agent=actor, at=at, kind="course", subject=row.uuid, label=row.code, detail=detail
    )
