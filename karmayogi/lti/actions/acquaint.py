"""A person and a tool: a random name under which the tool knows them, and that they were told what it gets to know."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor
from karmayogi.lti.models import Acquaintance, Tool
from karmayogi.lti.queries.tools import shared

_NAME = """
insert into lti_acquaintance (person_id, tool_id, sub, agreed_to)
select person, %s::bigint, gen_random_uuid(), '' from unnest(%s::bigint[]) person
on conflict (person_id, tool_id) do nothing
"""


def name_people(tool_id: int, person_ids: Sequence[int]) -> None:
    """Gives each a name for that tool; who has one keeps it."""
    rows.run(_NAME, [tool_id, list(person_ids)])


def sub_of(person_id: int, tool_id: int) -> uuids.UUID:
    """The person's name for that tool, given now if there is none."""
    name_people(tool_id, [person_id])
    return Acquaintance.objects.values_list("sub", flat=True).get(person_id=person_id, tool_id=tool_id)


@transaction.atomic
def agree(*, actor: Actor, tool: Tool, at: dt.datetime) -> None:
    """Notes that the actor was told what the tool gets to know, and goes on. Repeating it changes nothing."""
    sub_of(actor.person_id, tool.id)
    changed = (
        Acquaintance.objects.filter(person_id=actor.person_id, tool=tool)
        .exclude(agreed_to=shared(tool), agreed_at__isnull=False)
        .update(agreed_at=at, agreed_to=shared(tool))
    )
    if changed:
        audit.record(
            "lti:tool:agree", agent=actor, at=at, kind="lti_tool", subject=tool.uuid, label=tool.name,
            concerns=actor.person_id, detail={"told": shared(tool)},
        )  # fmt: skip
