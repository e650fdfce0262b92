"""Launching a unit: everything that it will ask for is written before it is opened (sections 8 to 11)."""

import dataclasses
import datetime as dt
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db import transaction

from karmayogi.ingest import api as ingest
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.cmi5.abandon import abandon
from karmayogi.learning.engine.cmi5 import names, saying
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.cmi5.registrations import Registered, of_part

LASTS = dt.timedelta(hours=12)

_UNIT = """
select u.id, u.uuid, u.iri, u.titles::text, u.descriptions::text, u.activity_type, u.move_on, u.mastery,
  u.launch_parameters, u.entitlement_key, coalesce(s.completed_at, s.passed_at) is not null,
  s.satisfied_at is not null
from learning_packageunit u
left join learning_unitstate s on s.unit_id = u.id and s.registration_id = %s
where u.package_id = %s and u.uuid = %s and u.kind = 'au'
"""
_OPEN = """
select s.uuid from learning_launchsession s
where s.registration_id = %s and s.unit_id = %s and s.mode = %s and s.state = 'open' and s.fetched_at is null
  and s.expires_at > %s
"""
_BEGIN = """
insert into learning_launchsession (uuid, registration_id, unit_id, mode, state, launched_at, expires_at, said)
values (%s, %s, %s, %s, 'open', %s, %s, '{}')
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    uuid: UUID
    publisher: str
    titles: str
    descriptions: str
    activity_type: str
    move_on: str
    mastery: Decimal | None
    parameters: str | None
    entitlement_key: str | None
    achieved: bool
    satisfied: bool

    def mode(self, browse: bool) -> str:
        """What is achieved is reviewed: it could not be achieved again (9.3)."""
        if browse:
            return "Browse"
        return "Review" if self.achieved and self.satisfied else "Normal"


@transaction.atomic
def launch(
    *, actor: Actor, part_id: int, unit_uuid: UUID, browse: bool, url: str, return_url: str, at: dt.datetime
) -> UUID:
    """A session of the unit, and the end of the one before. Pressed twice, it is one session: until somebody has
    fetched its credential, nothing has begun.

    url: where the unit lies, without what the launch adds; return_url: where it leads back to. Raises NotFound.
    """
    registered = of_part(actor.person_id, part_id, lock=True)
    unit = registered and rows.first(_Unit, _UNIT, [registered.id, registered.package_id, unit_uuid])
    if not registered or not unit:
        raise NotFound
    mode = unit.mode(browse)
    known: UUID | None = rows.scalar(_OPEN, [registered.id, unit.id, mode, at])
    if known is not None:
        return known
    abandon(registered=registered, at=at)
    session = uuid7()
    rows.run(_BEGIN, [session, registered.id, unit.id, mode, at, at + LASTS])
    if registered.is_cmi5:
        _write(registered, unit, session, mode, url, return_url, at)
    return session


def _write(
    registered: Registered, unit: _Unit, session: UUID, mode: str, url: str, return_url: str, at: dt.datetime
) -> None:
    """Launch data, preferences, and the word that it was launched; in that order, and all before the launch."""
    agent, activity = identity.learner(registered.person_uuid), identity.unit(unit.uuid)
    ingest.keep_state(
        activity=activity, agent=agent, registration=registered.uuid, name=names.LAUNCH_DATA, at=at,
        content=saying.launch_data(
            session=str(session), publisher=unit.publisher, mode=mode, move_on=unit.move_on, mastery=unit.mastery,
            parameters=unit.parameters, entitlement_key=unit.entitlement_key, return_url=return_url,
        ),
    )  # fmt: skip
    known = ingest.preferences(agent=agent, name=names.PREFERENCES)
    wanted = saying.preferences(known, list(dict.fromkeys([registered.language, "en"])))
    if wanted != known:
        ingest.keep_preferences(agent=agent, name=names.PREFERENCES, content=wanted, at=at)
    titles, descriptions = msgspec.json.decode(unit.titles), msgspec.json.decode(unit.descriptions)
    said = saying.statement(
        "launched", actor=agent, about=saying.activity(activity, titles, descriptions, unit.activity_type),
        registration=str(registered.uuid), session=str(session), publisher=unit.publisher,
        extensions=saying.launched(
            mode=mode, move_on=unit.move_on, url=url, mastery=unit.mastery, parameters=unit.parameters
        ),
    )  # fmt: skip
    ingest.store_statements([said], at=at)
