"""A lack or a request for somebody who may see it: fetching is authorising."""

import uuid as uuids
from collections.abc import Sequence

from karmayogi.demand.models import ContentRequest
from karmayogi.demand.policies import can_ask
from karmayogi.demand.queries.lists import LackLine, RequestLine, lack, request_line
from karmayogi.demand.types import Party
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning import api as learning


def reach(actor: Actor) -> Sequence[int] | None:
    """Ids of the providers whose requests the actor sees; None: all of them."""
    return None if can_ask(actor) else [row.id for row in learning.licensed_for(actor, "see")]


def check_asks(actor: Actor) -> None:
    if not can_ask(actor):
        raise NotFound


def access_lack(actor: Actor, uuid: uuids.UUID) -> LackLine:
    check_asks(actor)
    found = lack(uuid)
    if found is None:
        raise NotFound
    return found


def access_request(actor: Actor, uuid: uuids.UUID) -> RequestLine:
    found = request_line(uuid, reach(actor))
    if found is None:
        raise NotFound
    return found


def locked_request(actor: Actor, uuid: uuids.UUID) -> ContentRequest:
    """The row of a request that the actor may see, locked for an act on it."""
    line = access_request(actor, uuid)
    return ContentRequest.objects.select_for_update(of=("self",)).select_related("lack").get(pk=line.id)


def answers_for(actor: Actor, provider_id: int | None) -> list[Party]:
    """The providers for which the actor may answer a request: who administers or publishes for them. provider_id: to
    whom it is put, None for all."""
    mine = {one.id: one for to in ("members", "publish") for one in learning.licensed_for(actor, to)}
    return [
        Party(one.id, one.uuid, one.name_en, one.name_hi, one.name_ur)
        for one in mine.values()
        if provider_id in (None, one.id)
    ]
