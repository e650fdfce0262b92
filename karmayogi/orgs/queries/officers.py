"""What an import of officers must know about who and what is there already: two queries for a whole file."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Collection, Sequence

from karmayogi.kernel import rows
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.then import FILLS, main_first


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """A person with an account, and her main post that day (None: she holds none; `last_path`: of her last one).

    holds_authority: she has a delegated authority, now or from a later day on.
    """

    person_id: int
    person_uuid: uuids.UUID
    name: str
    name_native: str
    native_language: str
    employee_code: str
    group: str
    gender: str
    category: str
    birth_on: dt.date | None
    mother_tongue: str
    office_pin: str
    external_system: str
    external_code: str
    tags: list[str]
    email: str | None
    mobile: str | None
    incumbency_id: int | None
    since: dt.date | None
    post_id: int | None
    designation_id: int | None
    designation: str | None
    organisation_id: int | None
    organisation: str | None
    path: str | None
    last_path: str | None
    holds_authority: bool


_KNOWN = f"""
select p.id, p.uuid, p.name, p.name_native, p.native_language, p.employee_code, p."group", p.gender, p.category,
  p.birth_on, p.mother_tongue, p.office_pin, p.external_system, p.external_code, p.tags, a.email, a.mobile,
  i.id, i.valid_from, i.post_id, i.designation_id, i.designation, i.organisation_id, i.organisation,
  i.organisation_path, coalesce(i.organisation_path, past.organisation_path),
  exists (
    select from orgs_delegatedauthority held
    where held.person_id = p.id and (held.valid_to is null or held.valid_to > %(on)s::date)
  )
from people_person p
join people_account a on a.person_id = p.id
left join lateral (
  select i.id, i.valid_from, i.post_id, d.id as designation_id, d.name as designation, post.organisation_id,
    o.name_en as organisation, i.organisation_path
  from orgs_incumbency i
  join orgs_post post on post.id = i.post_id
  join orgs_designation given on given.id = post.designation_id
  join orgs_designation d on d.id = coalesce(given.merged_into_id, given.id)
  join orgs_organisation o on o.id = post.organisation_id
  where i.person_id = p.id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by {main_first("i")} limit 1
) i on true
left join lateral (
  select organisation_path from orgs_incumbency x where x.person_id = p.id order by x.valid_from desc limit 1
) past on true
"""


def known_by_contacts(
    emails: Collection[str], mobiles: Collection[str], externals: Collection[tuple[str, str]], on: dt.date
) -> list[Known]:
    """Whoever has one of these e-mails, mobiles or (system, code) pairs."""
    pairs = list(externals)
    return rows.fetch(
        Known,
        _KNOWN
        + """
        where p.id in (
          select person_id from people_account where email = any(%(emails)s::text[])
          union all select person_id from people_account where mobile = any(%(mobiles)s::text[])
          union all
          select e.id from people_person e
          join unnest(%(systems)s::text[], %(codes)s::text[]) as x (system, code)
            on e.external_system = x.system and e.external_code = x.code and e.external_code <> ''
        )
        """,
        {
            "on": on, "emails": list(emails), "mobiles": list(mobiles),
            "systems": [system for system, _ in pairs], "codes": [code for _, code in pairs],
        },
    )  # fmt: skip


def known_by_id(person_ids: Sequence[int], on: dt.date) -> dict[int, Known]:
    """The same, for these persons, with their rows locked until the transaction ends."""
    rows.fetch(Record, "select id from people_person where id = any(%s::bigint[]) order by id for update", [person_ids])
    found = rows.fetch(Known, _KNOWN + "where p.id = any(%(ids)s::bigint[])", {"on": on, "ids": list(person_ids)})
    return {known.person_id: known for known in found}


def last_days(person_ids: Sequence[int], *, lock: bool = False) -> dict[int, dt.date]:
    """Person -> the first day on which they no longer serve, of those whose retirement is recorded.

    lock: neither can it move, nor can one be recorded, before this transaction ends.
    """
    if lock:
        lock_persons(person_ids)
    wanted = 'select person_id, "on" from orgs_retirement where person_id = any(%s::bigint[])'
    return dict(rows.fetch(Record, wanted, [list(person_ids)]))


def lock_persons(person_ids: Sequence[int]) -> None:
    """Until this transaction ends nobody else appoints, transfers or retires them. Taken before anything of theirs is
    read: a retirement that is not there yet cannot be locked itself."""
    rows.run(
        "select id from people_person where id = any(%s::bigint[]) order by id for no key update", [list(person_ids)]
    )


def vacant_seats(
    organisation_ids: Sequence[int], designation_ids: Sequence[int], on: dt.date, *, lock: bool = False
) -> dict[tuple[int, int], list[int]]:
    """(organisation, designation) -> posts that nobody fills from that day on, oldest first; not those that an order
    makes into such a post on a later day.

    lock: takes them for this transaction and passes over those that another transaction is taking.
    """
    found = rows.fetch(
        Record,
        f"""
        select p.organisation_id, p.designation_id, p.id from orgs_post p
        where p.organisation_id = any(%(organisations)s::bigint[])
          and p.designation_id = any(%(designations)s::bigint[])
          and p.valid_from <= %(on)s and p.valid_to is null and (p.as_is_from is null or p.as_is_from <= %(on)s)
          and not exists (
            select from orgs_incumbency i
            where i.post_id = p.id and i.kind in {FILLS} and (i.valid_to is null or i.valid_to > %(on)s)
          )
        order by p.sanctioned desc, p.id
        """
        + (" for update skip locked" if lock else ""),
        {"organisations": list(organisation_ids), "designations": list(designation_ids), "on": on},
    )
    seats: dict[tuple[int, int], list[int]] = {}
    for organisation_id, designation_id, post_id in found:
        seats.setdefault((organisation_id, designation_id), []).append(post_id)
    return seats
