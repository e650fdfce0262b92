"""Taking a course out of the catalogue from a day on, and putting it back. Who is enrolled goes on either way."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.learning.events import CourseRestored, CourseRetired
from karmayogi.learning.models import CatalogueEntry, Course, Retirement
from karmayogi.learning.queries.authoring.drafts import access_course

_DUE = """
select c.id from learning_course c where c.status = 'published' and c.retires_on <= %s order by c.id for no key update
"""


@transaction.atomic
def retire(*, actor: Actor, course: uuids.UUID, reason: str, on: dt.date, at: dt.datetime) -> None:
    """From `on` (an Indian day, today at the earliest) nobody enrols. Records and certificates stay as they are.

    Asking again before that day changes day and reason. Raises Refused without a reason or for a day gone by.
    """
    row = access_course(actor, course, to="publish")
    found = Course.objects.select_for_update().get(id=row.id)
    today = clock.day(at)
    if found.current_version_id is None:
        raise Refused(_("This course was never published. Discard its draft instead."))
    if found.status == Course.Status.WITHDRAWN:
        raise Refused(_("This course is retired already."))
    if not reason.strip():
        raise Refused(_("Say why the course is retired: whoever is enrolled will read it."))
    if on < today:
        raise Refused(_("Choose today or a later day."))
    Retirement.objects.update_or_create(
        course=found, ended_at=None,
        defaults={"on": on, "reason": reason.strip()[:2000], "by_id": actor.person_id, "at": at},
    )  # fmt: skip
    found.retires_on = on
    found.save(update_fields=["retires_on"])
    audit.record(
        "learning:course:retire", agent=actor, at=at, kind="course", subject=found.uuid, label=found.code,
        why=reason.strip()[:300], detail={"on": on.isoformat()},
    )  # fmt: skip
    if on <= today:
        _out(found, at)


@transaction.atomic
def restore(*, actor: Actor, course: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Back into the catalogue, in the version that it had; a retirement that is only announced is called off."""
    row = access_course(actor, course, to="publish")
    found = Course.objects.select_for_update().get(id=row.id)
    standing = Retirement.objects.filter(course=found, ended_at=None).first()
    if standing is None:
        raise Refused(_("This course is not retired."))
    if not reason.strip():
        raise Refused(_("Say why the course comes back."))
    standing.ended_at, standing.ended_by_id, standing.ended_reason = at, actor.person_id, reason.strip()[:2000]
    standing.save()
    was_out = found.status == Course.Status.WITHDRAWN
    found.status, found.retires_on = Course.Status.PUBLISHED, None
    found.save(update_fields=["status", "retires_on"])
    CatalogueEntry.objects.filter(course=found).update(live=True)
    audit.record(
        "learning:course:restore", agent=actor, at=at, kind="course", subject=found.uuid, label=found.code,
        why=reason.strip()[:300],
    )  # fmt: skip
    if was_out:
        events.announce(CourseRestored(found.id, at))


@transaction.atomic
def retire_due(*, agent: Agent, at: dt.datetime) -> int:
    """What was announced for today or before; how many courses. For the nightly job: twice is fine."""
    due = rows.fetch(int, _DUE, [clock.day(at)])
    for course in Course.objects.filter(id__in=due):
        _out(course, at)
        audit.record(
            "learning:course:retire_due", agent=agent, at=at, kind="course", subject=course.uuid, label=course.code
        )
    return len(due)


def _out(course: Course, at: dt.datetime) -> None:
    course.status = Course.Status.WITHDRAWN
    course.save(update_fields=["status"])
    CatalogueEntry.objects.filter(course=course).update(live=False)
    events.announce(CourseRetired(course.id, at))
