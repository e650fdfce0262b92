"""Sending a refused statement again, by the way on which it came and under the same rules."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.ingest.actions.keep_refused import in_words
from karmayogi.ingest.actions.store import Conflict, Forbidden, Source, store
from karmayogi.ingest.actions.store_bound import judged
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.models import Client, Refusal
from karmayogi.ingest.policies import Bounds, can_administer
from karmayogi.ingest.types import Invalid, Version
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound


def send_again(*, actor: Actor, refusal_uuid: uuid.UUID, at: dt.datetime) -> str:
    """ "" when it is stored (now or before), else why it was refused once more. Raises NotFound.

    What a unit said is judged by the rules of its launch again, as if it had just come; then what follows from it (a
    unit that is done) follows as well.
    """
    if not can_administer(actor):
        raise NotFound
    with transaction.atomic():
        row = Refusal.objects.select_for_update().filter(uuid=refusal_uuid).first()
        if row is None:
            raise NotFound
        if row.stored_at is not None:
            return ""
        why = _refused(row, at)
        if why:
            row.why, row.times, row.last_at = why[:500], row.times + 1, at
        else:
            row.stored_at = at
        row.save(update_fields=["why", "times", "last_at", "stored_at"])
        audit.record(
            "ingest:refusal:send", agent=actor, at=at, kind="xapi_refusal", subject=row.uuid, label=row.source,
            detail={"stored": not why},
        )  # fmt: skip
    return why


def _refused(row: Refusal, at: dt.datetime) -> str:
    statement = decode(bytes(row.body))
    bounds = None
    if row.client is not None:
        client = Client.objects.filter(uuid=row.client, registration__isnull=False).first()
        if client is None or client.registration is None or client.actor is None:
            return "The credential with which it came is over and gone."
        bounds = Bounds(client.registration, agent_key(client.actor), client.activity)
    source = Source(authority=row.authority, defines=bounds is None, voids_any=False, bounds=bounds)
    try:
        with transaction.atomic():
            if row.client is None:
                store([statement], source=source, version=Version(row.version))
            else:
                judged([statement], client=row.client, source=source, version=Version(row.version), parts={}, at=at)
    except (Invalid, Conflict, Forbidden) as error:
        return in_words(error)
    return ""
