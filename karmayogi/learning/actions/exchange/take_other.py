"""Taking a brought file in the other way that it offers: an H5P file is played, or its questions become ours."""

import dataclasses
import datetime as dt
import uuid

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.learning.models import BroughtCourse
from karmayogi.learning.queries.exchange.brought import access_brought


@transaction.atomic
def take_other(*, agent: Agent, brought_uuid: uuid.UUID, at: dt.datetime) -> None:
    """What was named so far stays; a draft has to be kept again, since nobody has looked at this one.

    Raises NotFound, also for a file with one way only, and Refused once the course is published.
    """
    brought = access_brought(agent, brought_uuid)
    plan = brought.plan
    if plan.other is None:
        raise NotFound
    taken = dataclasses.replace(
        plan.other,
        titles=plan.titles,
        provider=plan.provider,
        licence=plan.licence,
        competencies=plan.competencies,
        other=dataclasses.replace(plan, other=None),
    )
    changed = BroughtCourse.objects.filter(id=brought.id, state__in=("read", "draft")).update(
        state="read", plan=msgspec.to_builtins(taken)
    )
    if not changed:
        raise Refused(_("This course is published already."))
    audit.record(
        "learning:brought:other",
        agent=agent,
        at=at,
        kind="brought course",
        subject=brought.uuid,
        label=brought.title,
        detail={"parts": [str(part.kind) for part in taken.parts]},
    )
