"""What protects an account beside its password."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Passkey:
    id: int
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Factors:
    """password: whether one is set. app_since: since when an authenticator app is asked for. sso: linked providers."""

    password: bool
    app_since: dt.datetime | None
    recovery_codes: bool
    passkeys: list[Passkey]
    sso: bool


_AUTHENTICATORS = """
select id, type, data ->> 'name', created_at, last_used_at from mfa_authenticator where user_id = %s order by id
"""


def factors_of(account_id: int) -> Factors:
    found = rows.fetch(_Row, _AUTHENTICATORS, [account_id])
    ways = rows.fetch(
        _Ways,
        "select password not like '!%%', exists (select from socialaccount_socialaccount where user_id = a.id)"
        " from people_account a where id = %s",
        [account_id],
    )[0]
    return Factors(
        password=ways.password,
        app_since=next((row.added_at for row in found if row.type == "totp"), None),
        recovery_codes=any(row.type == "recovery_codes" for row in found),
        passkeys=[Passkey(row.id, row.name, row.added_at, row.used_at) for row in found if row.type == "webauthn"],
        sso=ways.sso,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    id: int
    type: str
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Ways:
    password: bool
    sso: bool
