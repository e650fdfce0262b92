"""Throwing away what was brought and not published: the way back from keeping it."""

import datetime as dt
import shutil
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, Refused
from karmayogi.learning.models import BroughtCourse
from karmayogi.learning.queries.exchange.brought import access_brought, place_of


@transaction.atomic
def discard(*, agent: Agent, brought_uuid: uuid.UUID, at: dt.datetime) -> None:
    """Raises NotFound, and Refused once the course is published."""
    brought = access_brought(agent, brought_uuid)
    gone = BroughtCourse.objects.filter(id=brought.id, state__in=("read", "draft")).update(
        state="discarded", plan={}, code=""
    )
    if not gone:
        raise Refused(_("This course is published already."))
    audit.record(
        "learning:brought:discard",
        agent=agent,
        at=at,
        kind="brought course",
        subject=brought.uuid,
        label=brought.title,
    )
    transaction.on_commit(lambda: shutil.rmtree(place_of(brought.sha256), ignore_errors=True))
