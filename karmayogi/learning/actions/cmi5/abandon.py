"""Ending sessions that never said that they ended (9.3.6)."""

import datetime as dt
from typing import Any

from django.db import transaction

from karmayogi.ingest import api as ingest
from karmayogi.kernel import rows
from karmayogi.learning.engine.cmi5 import saying
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.cmi5.registrations import Registered, by_uuid

_END = """
update learning_launchsession s set state = 'abandoned', ended_at = %(at)s
from learning_packageunit u
where s.registration_id = %(registration)s and s.state = 'open' and u.id = s.unit_id
  and (not %(over)s::bool or s.expires_at <= %(at)s)
returning s.uuid, s.client_uuid, s.launched_at, s.heard_at, u.uuid, u.iri
"""
_OVER = """
select distinct r.uuid from learning_launchsession s join learning_registration r on r.id = s.registration_id
where s.state = 'open' and s.expires_at <= %s limit 1000
"""


def abandon(*, registered: Registered, at: dt.datetime, over: bool = False) -> int:
    """In the caller's transaction, with the registration locked. over: only those whose time is over. How many."""
    ended: list[Any] = rows.fetch(lambda *row: row, _END, {"at": at, "registration": registered.id, "over": over})
    for session, client, launched_at, heard_at, unit, publisher in ended:
        if client is not None:
            ingest.shorten_token(client=client, until=at)
        if registered.is_cmi5:
            said = saying.statement(
                "abandoned", actor=identity.learner(registered.person_uuid),
                about={"objectType": "Activity", "id": identity.unit(unit)}, registration=str(registered.uuid),
                session=str(session), publisher=publisher,
                result={"duration": saying.duration((heard_at or launched_at) - launched_at)},
            )  # fmt: skip
            ingest.store_statements([said], at=at)
    return len(ended)


def abandon_forgotten(*, at: dt.datetime) -> int:
    """Those that were closed without a word; how many."""
    ended = 0
    for registration in rows.fetch(lambda one: one, _OVER, [at]):
        with transaction.atomic():
            found = by_uuid(registration, lock=True)
            if found is not None:
                ended += abandon(registered=found, at=at, over=True)
    return ended
