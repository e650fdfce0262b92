"""Links of tools in courses that are taken along and brought: what they open goes with the file, nothing that is secret
does, and nothing by which a tool and this place know each other."""

import datetime as dt
import uuid as uuids
from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.learning.types import PlannedLink
from karmayogi.lti.actions.add_parts import DEFAULT_MAXIMUM, hosts_of
from karmayogi.lti.actions.line_items import couple
from karmayogi.lti.engine.items import custom_of
from karmayogi.lti.models import Deployment, LineItem, Link
from karmayogi.lti.queries.tools import link_of, office_of, usable_deployments


def told_link(link: uuids.UUID) -> PlannedLink | None:
    """Slot "learning.export_link". An address that holds a password goes without it."""
    found = link_of(link)
    if found is None:
        return None
    column = LineItem.objects.filter(link=found, coupled=True).values_list("score_maximum", flat=True).first()
    address = urlsplit(found.url)
    url = urlunsplit(address._replace(netloc=address.netloc.rpartition("@")[2]))
    return PlannedLink(
        found.deployment.tool.name, url, found.title, found.text, {key: str(one) for key, one in found.custom.items()},
        found.opens_in, found.completes, column,
    )  # fmt: skip


def knows_link(agent: Agent, link: PlannedLink, at: dt.datetime) -> bool:
    """Slot "learning.knows_link": whether a tool that the agent may use has that address."""
    return _deployment(agent, link, at) is not None


def take_link(agent: Agent, course_id: int, link: PlannedLink, at: dt.datetime) -> uuids.UUID:
    """Slot "learning.take_link": the link entered for a course that is being published. Raises Refused."""
    deployment = _deployment(agent, link, at)
    if deployment is None or not isinstance(agent, Actor):
        raise Refused(
            _("The learning tool of the part “%(title)s” is not registered here any more.") % {"title": link.title}
        )
    made = Link.objects.create(
        deployment=deployment, course_id=course_id, title=link.title[:250], text=link.text[:2000], url=link.url,
        custom=custom_of(link.custom), opens_in=link.opens_in, completes=link.completes, made_by_id=agent.person_id,
        made_at=at,
    )  # fmt: skip
    if link.maximum is not None or link.completes == "grade":  # without a column no grade could ever come
        couple(made, label=link.title[:250], maximum=link.maximum or DEFAULT_MAXIMUM, resource_id="", tag="", at=at)
    return made.uuid


def _deployment(agent: Agent, link: PlannedLink, at: dt.datetime) -> Deployment | None:
    """Of a tool to which the address belongs; where several have it, of one of that name."""
    if not isinstance(agent, Actor):
        return None
    try:
        host = urlsplit(link.url).netloc.lower()
    except ValueError:
        return None
    found = [
        one for one in usable_deployments([office_of(agent, clock.day(at))]) if host and host in hosts_of(one.tool)
    ]
    return next((one for one in found if one.tool.name == link.tool), found[0] if found else None)
