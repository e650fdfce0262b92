"""The second person publishes what the first one brought."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.learning.actions.exchange.draft_of import draft_of
from karmayogi.learning.actions.exchange.for_provider import check_provider
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.models import BroughtCourse
from karmayogi.learning.queries.exchange.brought import access_brought
from karmayogi.learning.types import CourseRow


def publish_brought(*, agent: Agent, brought_uuid: uuid.UUID, at: dt.datetime) -> CourseRow:
    """Publishes the draft as the next version of its course.

    Raises NotFound, and Refused for whoever brought it, for whoever does not publish for its provider, and for a file
    that is not kept as a draft.
    """
    brought = access_brought(agent, brought_uuid)
    if isinstance(agent, Actor) and agent.person_id == brought.brought_by_id:
        raise Refused(_("Whoever brought a course does not publish it: ask another publisher."))
    if brought.state != "draft":
        raise Refused(_("Only a draft can be published. Open the file and look where it stands."))
    draft = draft_of(brought)
    with transaction.atomic():
        row = BroughtCourse.objects.select_for_update().get(id=brought.id)
        if row.state != "draft" or row.code != brought.code or row.title != brought.title:
            raise Refused(_("Somebody else has decided about this file meanwhile."))
        check_provider(agent, name=brought.plan.provider, code=brought.code, on=clock.day(at))
        course = publish(agent=agent, draft=draft, at=at)
        row.state, row.published_at, row.course_id = "published", at, course.id
        row.published_by_id = agent.person_id if isinstance(agent, Actor) else None
        row.save(update_fields=["state", "published_at", "published_by", "course"])
        audit.record(
            "learning:brought:publish",
            agent=agent,
            at=at,
            kind="brought course",
            subject=brought.uuid,
            label=brought.title,
            detail={"code": brought.code, "version": course.version},
        )
    return course
