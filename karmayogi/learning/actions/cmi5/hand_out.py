"""The credential of a session: given out once (8.2), bound to its registration, learner and activity."""

import base64
import datetime as dt
from uuid import UUID

from django.db import transaction

from karmayogi.ingest import api as ingest
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.row import Row

_SESSION = """
select s.state, s.expires_at, s.fetched_at, s.client_uuid, r.uuid, r.person_id, p.uuid, u.uuid, u.iri, k.standard,
  k.title
from learning_launchsession s
join learning_registration r on r.id = s.registration_id
join learning_packageunit u on u.id = s.unit_id
join learning_package k on k.id = r.package_id
join people_person p on p.id = r.person_id
where s.uuid = %s
for no key update of s
"""
_HANDED = "update learning_launchsession set fetched_at = coalesce(fetched_at, %s), client_uuid = %s where uuid = %s"


class Spent(Exception):
    """It was given out before, or the session is over."""


@transaction.atomic
def hand_out(*, session: UUID, at: dt.datetime, again: bool = False) -> str:
    """What follows "Basic " in the header. again: a new one in place of the one before, for a package that knows no
    fetching and is opened anew. Raises Spent."""
    found = rows.first(Row, _SESSION, [session])
    if found is None or found[0] != "open" or found[1] <= at or (found[2] is not None and not again):
        raise Spent
    _state, expires_at, _fetched, before, registration, person_id, person, unit, iri, standard, title = found
    if before is not None:
        ingest.shorten_token(client=before, until=at)
    issued = ingest.issue_token(
        agent=System("launch"), name=title, registration=registration, actor=identity.learner(person),
        activity=identity.unit(unit) if standard == "cmi5" else iri, expires_at=expires_at, concerns=person_id,
        at=at,
    )  # fmt: skip
    rows.run(_HANDED, [at, issued.uuid, session])
    return base64.b64encode(f"{issued.key}:{issued.secret}".encode()).decode()
