"""Persons and their accounts by the thousand: entered, corrected and taken back set by set, for acts on many.

Whoever calls has asked for authority over the office and checked every value; here the constraints of the database
have the last word, and the caller writes the audit trail (kernel.bulk.record_many).
"""

import dataclasses
import datetime as dt
import secrets
import uuid as uuids
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, NotFound
from karmayogi.kernel.ids import uuid7
from karmayogi.people.policies import can_open_accounts


@dataclasses.dataclass(frozen=True, slots=True)
class PersonImport:
    """One person as an office sends her. email: canonical, lower case. mobile: E.164. tags: without "|"."""

    name: str
    name_native: str = ""
    native_language: str = ""
    email: str | None = None
    mobile: str | None = None
    language: str = "en"
    employee_code: str = ""
    group: str = ""
    gender: str = ""
    category: str = ""
    birth_on: dt.date | None = None
    mother_tongue: str = ""
    office_pin: str = ""
    external_system: str = ""
    external_code: str = ""
    tags: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ImportedPerson:
    person_id: int
    person_uuid: uuids.UUID
    account_id: int


# Columns of people_person in the order of _columns(); tags travel as one text, since arrays of arrays must be square.
_COLUMNS = (
    "name", "name_native", "native_language", "employee_code", '"group"', "gender", "category", "birth_on",
    "mother_tongue", "office_pin", "external_system", "external_code",
)  # fmt: skip
_TYPES = ", ".join("%s::date[]" if column == "birth_on" else "%s::text[]" for column in _COLUMNS)
_TAGS = "case when x.tags = '' then '{}'::text[] else string_to_array(x.tags, '|') end"


def import_people(*, agent: Agent, people: Sequence[PersonImport], at: dt.datetime) -> list[ImportedPerson]:
    """Enters them with accounts that have no password yet; the result is in the order of `people`.

    Raises NotFound for an agent who may not open accounts, IntegrityError when a contact is taken (none is entered).
    """
    if not can_open_accounts(agent):
        raise NotFound
    if not people:
        return []
    names = ", ".join(_COLUMNS)
    person_ids = _take_ids("people_person", len(people))
    account_ids = _take_ids("people_account", len(people))
    person_uuids = [uuid7() for _ in people]
    rows.run(
        f"""
        insert into people_person (id, uuid, {names}, honorific, tags, created_at)
        select x.id, x.uuid, {", ".join(f"x.{column}" for column in _COLUMNS)}, '', {_TAGS}, %s::timestamptz
        from unnest(%s::bigint[], %s::uuid[], {_TYPES}, %s::text[]) as x (id, uuid, {names}, tags)
        """,
        [at, person_ids, person_uuids, *_columns(people)],
    )
    rows.run(
        """
        insert into people_account (id, uuid, person_id, email, mobile, language, password, is_active, created_at)
        select x.id, x.uuid, x.person_id, x.email, x.mobile, x.language, x.password, true, %s::timestamptz
        from unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
          as x (id, uuid, person_id, email, mobile, language, password)
        """,
        [
            at, account_ids, [uuid7() for _ in people], person_ids,
            [person.email for person in people],
            [person.mobile for person in people],
            [person.language for person in people],
            [f"!{secrets.token_urlsafe(30)}" for _ in people],  # "!": no password can match it
        ],
    )  # fmt: skip
    return [
        ImportedPerson(*found) for found in zip(person_ids, person_uuids, account_ids, strict=True)
    ]  # fmt: skip


def amend_people(*, agent: Agent, people: Sequence[tuple[int, PersonImport]], at: dt.datetime) -> None:
    """Sets every field of these persons (by id) and the contacts of their accounts; `language` is left alone.

    A contact that changes is no longer verified. Raises as import_people does.
    """
    if not can_open_accounts(agent):
        raise NotFound
    if not people:
        return
    ids = [person_id for person_id, _ in people]
    values = [person for _, person in people]
    names = ", ".join(_COLUMNS)
    rows.run(
        f"""
        update people_person p set {", ".join(f"{column} = x.{column}" for column in _COLUMNS)}, tags = {_TAGS}
        from unnest(%s::bigint[], {_TYPES}, %s::text[]) as x (id, {names}, tags) where p.id = x.id
        """,
        [ids, *_columns(values)],
    )
    rows.run(
        """
        update people_account a set email = x.email, mobile = x.mobile,
          email_verified_at = case when a.email is distinct from x.email then null else a.email_verified_at end,
          mobile_verified_at = case when a.mobile is distinct from x.mobile then null else a.mobile_verified_at end
        from unnest(%s::bigint[], %s::text[], %s::text[]) as x (person_id, email, mobile)
        where a.person_id = x.person_id and (a.email, a.mobile) is distinct from (x.email, x.mobile)
        """,
        [ids, [person.email for person in values], [person.mobile for person in values]],
    )


def remove_people(*, agent: Agent, person_ids: Sequence[int]) -> set[int]:
    """Takes back persons that were entered by mistake; the ids of those removed.

    Whoever has signed in is left, and so is (by IntegrityError) whoever anything else refers to.
    """
    if not can_open_accounts(agent):
        raise NotFound
    gone = rows.scalar(
        """
        with unused as (
          delete from people_account where person_id = any(%s::bigint[]) and last_login is null
            and not exists (select from people_session s where s.account_id = people_account.id)
          returning person_id
        )
        select array_agg(person_id) from unused
        """,
        [list(person_ids)],
    )
    removed: list[int] = gone or []
    rows.run("delete from people_person where id = any(%s::bigint[])", [removed])
    return set(removed)


def _take_ids(table: str, count: int) -> list[int]:
    taken: list[int] = rows.scalar(
        "select array_agg(nextval(pg_get_serial_sequence(%s, 'id'))) from generate_series(1, %s::int)", [table, count]
    )
    return taken


def _columns(people: Sequence[PersonImport]) -> list[list[Any]]:
    return [
        *([getattr(person, column.strip('"')) for person in people] for column in _COLUMNS),
        ["|".join(person.tags) for person in people],
    ]
