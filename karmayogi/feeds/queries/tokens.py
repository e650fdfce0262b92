"""Tokens of HR systems: by their secret, and in lists."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.feeds.types import TokenRow
from karmayogi.kernel import rows
from karmayogi.kernel.digests import digest


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks over SCIM: a token in force, and the subtree that it reaches."""

    token_id: int
    label: str
    organisation_id: int
    organisation_code: str
    path: str
    used_on: dt.date | None


def caller(secret: str, at: dt.datetime) -> Caller | None:
    """None for a token that is unknown, expired or revoked."""
    return rows.first(
        Caller,
        """
        select t.id, t.label, t.organisation_id, o.code, o.path, t.used_on from feeds_token t
        join orgs_organisation o on o.id = t.organisation_id
        where t.digest = %s and t.revoked_at is null and t.issued_at <= %s and t.expires_at > %s
        """,
        [digest(secret), at, at],
    )


_LIST = """
select t.id, t.uuid, t.label, t.organisation_id, t.path, t.hint, p.name, p.name_native, t.issued_at, t.expires_at,
  t.revoked_at, t.used_on, o.name_en, o.name_hi, o.name_ur
from feeds_token t join people_person p on p.id = t.issued_by_id
join orgs_organisation o on o.id = t.organisation_id
"""


def tokens_within(path: str) -> list[TokenRow]:
    """Tokens of the organisation at `path` and of those below it, newest first."""
    return rows.fetch(TokenRow, _LIST + "where t.path >= %s and t.path < %s order by t.id desc", [path, path + "~"])


def token(uuid: uuids.UUID) -> TokenRow | None:
    return rows.first(TokenRow, _LIST + "where t.uuid = %s", [uuid])
