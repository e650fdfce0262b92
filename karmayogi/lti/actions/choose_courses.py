"""Somebody who makes courses on another platform chooses some of ours (Deep Linking 2.0, our side as tool)."""

import datetime as dt
import secrets
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import addresses
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api as learning
from karmayogi.lti import conf
from karmayogi.lti.actions import fetch, keys
from karmayogi.lti.actions.authorize import Answer
from karmayogi.lti.engine import arriving
from karmayogi.lti.models import Arrival


@transaction.atomic
def choose_courses(*, arrival: Arrival, courses: Sequence[uuids.UUID], at: dt.datetime) -> Answer:
    """What the browser posts back to the platform. Raises NotFound for one that was used, Refused in words."""
    row = Arrival.objects.select_for_update(of=("self",)).select_related("platform").get(id=arrival.id)
    if row.used_at is not None or not row.deep:
        raise NotFound
    if not addresses.acceptable(row.deep["return_url"].partition("#")[0], plain_allowed=fetch.private_allowed()):
        raise Refused(_("The platform wants the answer at an address that cannot be used."))
    known = {card.uuid: card for card in learning.all_courses()}
    wanted = [known[one] for one in dict.fromkeys(courses) if one in known]
    if not row.deep["multiple"]:
        wanted = wanted[:1]
    items = []
    for card in wanted:
        item: dict[str, object] = {
            "type": "ltiResourceLink", "title": card.title_en, "text": card.summary_en,
            "url": conf.address(f"tool/courses/{card.uuid}/"), "custom": {"course": str(card.uuid)},
        }  # fmt: skip
        if row.deep["line_item"]:
            item["lineItem"] = {"scoreMaximum": 100, "label": card.title_en, "resourceId": str(card.uuid)}
        items.append(item)
    claims = arriving.chosen(
        client_id=row.platform.client_id, issuer=row.platform.issuer, deployment=row.deployment_id,
        data=row.deep["data"], items=items, nonce=secrets.token_urlsafe(24), now=int(at.timestamp()),
    )  # fmt: skip
    row.used_at = at
    row.save(update_fields=["used_at"])
    return Answer(row.deep["return_url"], {"JWT": keys.sign(claims, at)})
