"""Accounts by their contacts, by id and by person."""

import collections
from collections.abc import Sequence

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


_PEOPLE = """
select a.email, a.mobile, a.person_id from people_account a
where a.person_id is not null and (a.email = any(%s::text[]) or a.mobile = any(%s::text[]))
"""
_CODES = "select employee_code, id from people_person where employee_code = any(%s::text[]) and employee_code <> ''"


def find_people(lines: Sequence[str]) -> dict[str, int]:
    """Line -> person id, for e-mail addresses and mobile numbers in any spelling and for employee codes.

    Lines that nobody was found for are absent, and so is a code that two persons have.
    """
    emails, mobiles = collections.defaultdict[str, list[str]](list), collections.defaultdict[str, list[str]](list)
    for line in lines:  # a sheet may spell one contact in two ways, and means the same person by both
        if email := clean_email(line):
            emails[email].append(line)
        elif mobile := clean_mobile(line):
            mobiles[mobile].append(line)
    found: dict[str, int] = {}
    for email, mobile, person in rows.fetch(lambda *row: row, _PEOPLE, [list(emails), list(mobiles)]):
        found |= dict.fromkeys([*emails.get(email, ()), *mobiles.get(mobile, ())], person)
    codes = rows.fetch(lambda *row: row, _CODES, [[line for line in lines if line not in found]])
    times = collections.Counter(code for code, _person in codes)
    found |= {code: person for code, person in codes if times[code] == 1}
    return found
