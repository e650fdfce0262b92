"""Accounts, and from a session key to whom it belongs."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.types import AccountRow, SessionAccount

_SELECT = """
select id, uuid, person_id, email, mobile, email_verified_at, mobile_verified_at, language, is_active
from people_account where
"""

# One look-up by primary key and two by id: this runs on every request of a signed-in person. orgs.queries.actors
# puts it at the head of its own statement; the columns are SessionAccount's, in order.
SESSION_SQL = """
select s.session_key, a.id as account_id, a.uuid as account_uuid, p.id as person_id, p.uuid as person_uuid, p.name,
  a.language, s.seen_at
from people_session s
join people_account a on a.id = s.account_id
join people_person p on p.id = a.person_id
where s.session_key = %(session)s::text and s.expire_date > %(at)s::timestamptz and a.is_active
  and (a.sessions_valid_from is null or s.opened_at >= a.sessions_valid_from)
"""


def session_account(session_key: str, at: dt.datetime) -> SessionAccount | None:
    """Whose session it is; None when unknown, expired, ended for all of the account, or the account is closed."""
    return rows.first(SessionAccount, SESSION_SQL, {"session": session_key, "at": at})


def find_account(*, email: str | None = None, mobile: str | None = None) -> AccountRow | None:
    """By one of its contacts, in any spelling; e-mail wins where both are given."""
    if email and (clean := clean_email(email)):
        row = rows.first(AccountRow, _SELECT + "email = %s", [clean])
        if row or not mobile:
            return row
    if mobile and (clean := clean_mobile(mobile)):
        return rows.first(AccountRow, _SELECT + "mobile = %s", [clean])
    return None


def account(account_id: int) -> AccountRow | None:
    return rows.first(AccountRow, _SELECT + "id = %s", [account_id])


def account_of(person_id: int) -> AccountRow | None:
    """The account of a person, if she has one."""
    return rows.first(AccountRow, _SELECT + "person_id = %s", [person_id])
