"""Browsers that show push messages, and whether anybody is signed in on them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.people.sessions import ACCOUNT_OPEN
from karmayogi.people.types import PushDeviceRow

MOST_PUSH_DEVICES = 5

# Signed in: a session of the owner's own open account, opened in that very browser, that has not ended. So signing out,
# being signed out, a closed account and somebody else who takes the browser all end it, and nothing has to follow them.
_DEVICES = f"""
select d.id, d.uuid, d.person_id, d.name, d.added_at, d.told_at, k.kid,
  k.valid_to is null,
  exists (select from people_session session where session.account_id = account.id and session.push_device_id = d.id
    and session.expire_date > %(at)s::timestamptz and {ACCOUNT_OPEN})
from people_pushdevice d join people_pushkey k on k.id = d.key_id
left join people_account account on account.person_id = d.person_id
"""


def push_devices_of(person_id: int, at: dt.datetime) -> list[PushDeviceRow]:
    """Hers, the latest first."""
    sql = f"{_DEVICES} where d.person_id = %(person)s order by d.id desc"
    return rows.fetch(PushDeviceRow, sql, {"at": at, "person": person_id})


def push_devices(person_ids: Sequence[int], at: dt.datetime) -> dict[int, list[PushDeviceRow]]:
    """Person -> browsers on which she is signed in now."""
    found = defaultdict(list)
    sql = f"{_DEVICES} where d.person_id = any(%(people)s::bigint[]) order by d.id"
    for row in rows.fetch(PushDeviceRow, sql, {"at": at, "people": list(person_ids)}):
        if row.signed_in:
            found[row.person_id].append(row)
    return found


def push_device(device: uuid.UUID, at: dt.datetime) -> PushDeviceRow | None:
    """Anybody's."""
    return rows.first(PushDeviceRow, f"{_DEVICES} where d.uuid = %(device)s", {"at": at, "device": device})


def push_device_here(session_key: str) -> int | None:
    """The id of the browser of this session, once it was turned on."""
    found: int | None = rows.scalar("select push_device_id from people_session where session_key = %s", [session_key])
    return found
