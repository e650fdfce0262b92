"""Accounts by their contacts, by id and by person."""

from karmayogi.kernel import rows
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.types import AccountRow

_SELECT = """
select id, uuid, person_id, email, mobile, email_verified_at, mobile_verified_at, language, is_active
from people_account where
"""


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
