"""From a session to the actor with the authorities in force, in one statement."""

import datetime as dt
from typing import Any

from django.conf import settings

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, Authority, Role
from karmayogi.orgs.queries.records import Record
from karmayogi.people import api as people
from karmayogi.people.types import SessionAccount

_AUTHORITIES = """
select role, path, organisation_id from orgs_delegatedauthority
where person_id = %s and valid_from <= %s and (valid_to is null or valid_to > %s)
order by id
"""

_ACTOR = f"""
with session as ({people.SESSION_SQL})
select session.*, (
  select array_agg(array[d.role, d.path, d.organisation_id::text] order by d.id) from orgs_delegatedauthority d
  where d.person_id = session.person_id and d.valid_from <= %(at)s::timestamptz
    and (d.valid_to is null or d.valid_to > %(at)s::timestamptz))
from session
"""


def actor_of_session(session_key: str, at: dt.datetime) -> tuple[SessionAccount, Actor] | None:
    """Whose session it is and what she may do now; None for a session that is unknown, expired or ended.

    Where settings.AUTHORITY_NEEDS_SECOND_FACTOR is on, authorities are withheld from a session in which no second
    factor was shown: every page, export and form behind them is closed then, and none has to ask.
    """

    def row(*columns: Any) -> tuple[SessionAccount, Actor]:
        *columns_of_session, held = columns
        session = SessionAccount(*columns_of_session)
        authorities = tuple(Authority(Role(role), path, int(unit)) for role, path, unit in held or ())
        withheld = bool(authorities) and settings.AUTHORITY_NEEDS_SECOND_FACTOR and not session.second_factor
        return session, Actor(
            account_id=session.account_id,
            account_uuid=session.account_uuid,
            person_id=session.person_id,
            person_uuid=session.person_uuid,
            name=session.name,
            language=session.language,
            session_key=session.session_key,
            authorities=() if withheld else authorities,
            withheld=withheld,
            name_native=session.name_native,
        )

    return rows.first(row, _ACTOR, {"session": session_key, "at": at})


def authorities_of(person_id: int, at: dt.datetime) -> tuple[Authority, ...]:
    """What the person may do where at that instant."""
    found = rows.fetch(Record, _AUTHORITIES, [person_id, at, at])
    return tuple(Authority(Role(role), path, organisation_id) for role, path, organisation_id in found)
