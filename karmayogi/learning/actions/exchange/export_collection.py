"""A programme or an event out of the house, in the form in which it comes in again. Its courses go by themselves."""

import dataclasses
import datetime as dt
import uuid

import msgspec
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.engine.exchange import collection
from karmayogi.learning.policies import check_publish
from karmayogi.learning.queries.authoring.drafts import may_manage
from karmayogi.learning.queries.exchange.taking import check_takes
from karmayogi.learning.queries.exchange.whole_collection import items_of, whole_collection


def export_collection(*, actor: Actor, course_uuid: uuid.UUID, at: dt.datetime) -> tuple[str, bytes]:
    """(code, file). Without the link of an event for whoever does not look after it: that is for those with a seat.

    Raises NotFound without the right to publish or to find it, and Refused where it names an item that the actor does
    not find.
    """
    check_publish(actor)
    check_takes(actor, course_uuid, clock.day(at))
    found = whole_collection(course_uuid)
    try:
        for item in items_of(course_uuid):
            check_takes(actor, item, clock.day(at))
    except NotFound:
        raise Refused(_("It names a course that is by invitation, so it is not taken along.")) from None
    if found.gathering is not None and not may_manage(actor, course_uuid):
        found = msgspec.structs.replace(found, gathering=dataclasses.replace(found.gathering, link=""))
    audit.record("learning:course:export", agent=actor, at=at, kind="course", subject=course_uuid, label=found.code)
    return found.code, collection.write(found)
