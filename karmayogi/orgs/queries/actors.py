"""From a session to the actor with the authorities in force."""

import datetime as dt
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, Authority, Role
from karmayogi.orgs.queries.records import Record

_AUTHORITIES = """
select role, path, organisation_id from orgs_delegatedauthority
where person_id = %s and valid_from <= %s and (valid_to is null or valid_to > %s)
order by id
"""


def actor_for(session_account: Any, at: dt.datetime) -> Actor | None:
    """The actor behind people's SessionAccount; one query. None for an account that belongs to no person."""
    if session_account.person_id is None:
        return None
    return Actor(
        account_id=session_account.account_id,
        account_uuid=session_account.account_uuid,
        person_id=session_account.person_id,
        person_uuid=session_account.person_uuid,
        name=session_account.name,
        language=session_account.language,
        session_key=session_account.session_key,
        authorities=authorities_of(session_account.person_id, at),
    )


def authorities_of(person_id: int, at: dt.datetime) -> tuple[Authority, ...]:
    """What the person may do where at that instant."""
    found = rows.fetch(
        Record,
        _AUTHORITIES,
        [person_id, at, at],
    )
    return tuple(Authority(Role(role), path, organisation_id) for role, path, organisation_id in found)
