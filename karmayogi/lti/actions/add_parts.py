"""Links of a tool as parts of a draft: chosen in the tool, or entered by hand."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning import api as learning
from karmayogi.lti.actions.launch import choosable
from karmayogi.lti.actions.line_items import couple
from karmayogi.lti.engine import items
from karmayogi.lti.models import Deployment, Link, Offer, Tool

DEFAULT_MAXIMUM = 100.0


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """How the parts are: minutes each, what completes them, the language of the titles."""

    minutes: int
    completes: str
    language: str


def hosts_of(tool: Tool) -> set[str]:
    """Where links of a tool may lead: the hosts that were registered for it."""
    registered = (tool.target_url, tool.initiation_url, tool.deep_link_url, *tool.redirect_uris)
    return {urlsplit(url).netloc.lower() for url in registered if url}


@transaction.atomic
def add_by_hand(
    *, actor: Actor, draft: uuids.UUID, deployment: uuids.UUID, title: str, url: str, opens_in: str, terms: Terms,
    at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """Returns the uuid of the link. Raises NotFound for a tool that the author may not use, and Refused in words."""
    row = learning.writable_draft(actor, draft)
    chosen = next((one for one in choosable(actor, row.path, at) if one.uuid == deployment), None)
    if chosen is None:
        raise NotFound
    sent: dict[str, Any] = {"type": "ltiResourceLink", "title": title, "url": url} | (
        {"iframe": {}} if opens_in == "frame" else {}
    )
    read, _left = items.read([sent], default_url=chosen.tool.target_url, hosts=hosts_of(chosen.tool), most=1)
    if not read or not title.strip():
        raise Refused(_("Give a title, and an address that belongs to the tool."))
    return _part(actor, row.uuid, row.course_id, chosen, read[0], terms, at)


@transaction.atomic
def take_offer(
    *, actor: Actor, offer: uuids.UUID, chosen: Sequence[int], terms: Terms, at: dt.datetime
) -> uuids.UUID:  # fmt: skip
    """The chosen items become parts at the end of the draft, once. Returns the uuid of the draft. Raises NotFound."""
    row = access_offer(actor, offer)
    locked = Offer.objects.select_for_update().get(id=row.id)
    if locked.taken_at is not None:
        return row.draft.uuid
    draft = learning.writable_draft(actor, row.draft.uuid)
    for place, stored in enumerate(locked.items):
        if place in chosen:
            _part(actor, draft.uuid, draft.course_id, row.deployment, items.Item(**stored), terms, at)
    locked.taken_at = at
    locked.save(update_fields=["taken_at"])
    return draft.uuid


def access_offer(actor: Actor, offer: uuids.UUID) -> Offer:
    """The actor's own offer, for a draft in which they may still write. Raises NotFound."""
    row = (
        Offer.objects.select_related("deployment__tool", "draft")
        .filter(uuid=offer, person_id=actor.person_id)
        .first()
    )  # fmt: skip
    if row is None:
        raise NotFound
    learning.writable_draft(actor, row.draft.uuid)
    return row


def _part(
    actor: Actor, draft: uuids.UUID, course_id: int, deployment: Deployment, item: items.Item, terms: Terms,
    at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    link = enter_link(actor, course_id, deployment, item, terms.completes, at)
    learning.add_linked_part(
        actor=actor, draft=draft, link=link.uuid, title=item.title, language=terms.language, minutes=terms.minutes,
        at=at,
    )  # fmt: skip
    return link.uuid


def enter_link(
    actor: Actor, course_id: int, deployment: Deployment, item: items.Item, completes: str, at: dt.datetime
) -> Link:
    """With a column for grades where one was asked for, or a grade completes it: else none could ever come."""
    if completes not in Link.Completes.values:
        raise NotFound
    link = Link.objects.create(
        deployment=deployment, course_id=course_id, title=item.title, text=item.text, url=item.url, custom=item.custom,
        opens_in=item.opens_in, completes=completes, made_by_id=actor.person_id, made_at=at,
    )  # fmt: skip
    if item.score_maximum is not None or completes == "grade":
        couple(
            link, label=item.label, maximum=item.score_maximum or DEFAULT_MAXIMUM, resource_id=item.resource_id,
            tag=item.tag, at=at,
        )  # fmt: skip
    return link
