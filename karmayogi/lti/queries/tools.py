"""Tools, their deployments, and what a person or a course has with them."""

import datetime as dt
import uuid as uuids
from collections.abc import Iterable

from django.db.models import Q

from karmayogi.kernel.access import Actor, NotFound
from karmayogi.lti.models import Acquaintance, Deployment, Link, Tool
from karmayogi.lti.policies import TOOLS, can_look_after, looks_after_any, reaches
from karmayogi.orgs import api as orgs


def access_tool(actor: Actor, tool: uuids.UUID) -> Tool:
    """For who looks after the tools of its organisation. Raises NotFound for everybody else."""
    row = Tool.objects.select_related("organisation", "registered_by").filter(uuid=tool).first()
    if row is None or not can_look_after(actor, row.organisation.path):
        raise NotFound
    return row


def tools_of(actor: Actor) -> list[Tool]:
    """Of all organisations whose tools the actor looks after. Raises NotFound for who looks after none."""
    if not looks_after_any(actor):
        raise NotFound
    within = Q(pk__in=[])
    for path in actor.paths(*TOOLS):
        within |= Q(organisation__path__startswith=path)
    return list(Tool.objects.select_related("organisation").filter(within).order_by("state", "name", "id"))


def tool_of_client(client_id: str) -> Tool | None:
    """The tool that may speak under that name now."""
    return Tool.objects.filter(client_id=client_id[:60], state=Tool.State.ACTIVE).first()


def deployments_of(tool: Tool) -> list[Deployment]:
    return list(Deployment.objects.select_related("organisation").filter(tool=tool).order_by("ended_at", "id"))


def usable_deployments(paths: Iterable[str | None]) -> list[Deployment]:
    """Of active tools that reach one of these offices."""
    offices = [path for path in paths if path]
    found = Deployment.objects.select_related("tool", "organisation").filter(
        ended_at__isnull=True, tool__state=Tool.State.ACTIVE
    )
    rows = found.order_by("tool__name", "id")
    return [row for row in rows if any(reaches(row.organisation.path, path) for path in [*offices, ""])]


def office_of(actor: Actor, on: dt.date) -> str:
    """The path of the office where the actor works on that day; "" without a post."""
    post = orgs.current_post(actor.person_id, on)
    return post.path if post else ""


def link_of(link: uuids.UUID) -> Link | None:
    return (
        Link.objects.select_related("deployment__tool", "deployment__organisation", "course").filter(uuid=link).first()
    )


def is_open(deployment: Deployment) -> bool:
    """Whether the tool and this deployment of it are switched on."""
    return deployment.ended_at is None and deployment.tool.state == Tool.State.ACTIVE


def acquaintance(person_id: int, tool: Tool) -> Acquaintance | None:
    return Acquaintance.objects.filter(person_id=person_id, tool=tool).first()


def shared(tool: Tool) -> str:
    """What the tool is told of a person beside the pseudonym, as one word that an agreement can name."""
    return ",".join(
        name for name, told in (("name", tool.shares_name), ("email", tool.shares_email)) if told
    ) or "nothing"  # fmt: skip


def agreed(known: Acquaintance | None, tool: Tool) -> bool:
    """Whether the person was told everything that the tool gets to know today, and went on."""
    if known is None or known.agreed_at is None:
        return False
    return set(shared(tool).split(",")) <= {*known.agreed_to.split(","), "nothing"}
