"""Requests of officers: one's own, the queue of an office, and how far a profile is verified."""

import datetime as dt
import uuid as uuids

from karmayogi.feeds.types import RequestRow, Verification
from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

# A returned request is answered when the officer has sent it again or asked for the same field since.
_REQUEST = """
select r.uuid, r.kind, r.field, r.was, r.wanted, r.effective_on, r.order_number, r.reason, r.status, r.comment,
  r.sent_at, r.decided_at, by.name, by.name_native, r.path, p.id, p.uuid, p.name, p.name_native, p.employee_code,
  o.name_en, o.name_hi, o.name_ur, d.name, d.name_hi, d.name_ur, past.name_hi, past.name_ur,
  exists (select from feeds_profilerequest later where later.person_id = r.person_id and later.field = r.field
    and later.id > r.id and later.status <> 'withdrawn'),
  r.id
from feeds_profilerequest r
join people_person p on p.id = r.person_id
join orgs_organisation o on o.id = r.organisation_id
left join orgs_designation d on d.id = r.designation_id
left join orgs_designation past on r.field = 'designation' and past.name = r.was
left join people_person by on by.id = r.decided_by_id
"""


def requests_of(person_id: int, limit: int = 100) -> list[RequestRow]:
    """One's own, newest first."""
    return rows.fetch(RequestRow, _REQUEST + "where r.person_id = %s order by r.id desc limit %s", [person_id, limit])


def request(uuid: uuids.UUID) -> RequestRow | None:
    """Whoever asks; the actions authorise."""
    return rows.first(RequestRow, _REQUEST + "where r.uuid = %s", [uuid])


def queue(path: str, *, after: int = 0, limit: int = 50, q: str = "") -> list[RequestRow]:
    """What waits for a decision at `path` and below, oldest first. q: part of a name or employee code."""
    like = rows.like(q)
    return rows.fetch(
        RequestRow,
        _REQUEST
        + """
        where r.status = 'pending' and r.path >= %s and r.path < %s and r.id > %s
          and (%s::text = '' or p.search like lower(%s::text) or p.employee_code ilike %s::text)
        order by r.id limit %s
        """,
        [path, path + "~", after, q, like, like, limit],
    )


def waiting_in(path: str) -> int:
    found: int = rows.scalar(
        "select count(*) from feeds_profilerequest where status = 'pending' and path >= %s and path < %s",
        [path, path + "~"],
    )
    return found


def verification_of(person_id: int, on: dt.date) -> list[Verification]:
    """Group and designation are the office's to confirm, mail and mobile are confirmed by a code."""
    found = rows.first(
        lambda *columns: columns,
        f"""
        select p."group", a.email, a.email_verified_at, a.mobile, a.mobile_verified_at,
          (select array[d.name, d.name_hi, d.name_ur] from orgs_incumbency i
           join {orgs.POSTS_AS_ON} x on x.id = i.post_id
           join orgs_designation d on d.id = x.designation_id
           where i.person_id = p.id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
           order by {orgs.main_first("i")} limit 1),
          (select sent_at from feeds_profilerequest r
           where r.person_id = p.id and r.status = 'pending' and r.field = 'group'),
          (select sent_at from feeds_profilerequest r
           where r.person_id = p.id and r.status = 'pending' and r.field = 'designation'),
          (select sent_at from feeds_profilerequest r
           where r.person_id = p.id and r.status = 'pending' and r.field = 'transfer')
        from people_person p left join people_account a on a.person_id = p.id where p.id = %(person)s
        """,
        {"person": person_id, "on": on},
    )
    if found is None:
        return []
    group, email, email_at, mobile, mobile_at, designation, group_since, designation_since, transfer_since = found
    return [
        _office("group", [group], group_since, transfer_since),
        _office("designation", designation or [""], designation_since, transfer_since),
        _contact("email", email, email_at),
        _contact("mobile", mobile, mobile_at),
    ]


def _office(part: str, names: list[str], since: dt.datetime | None, transfer: dt.datetime | None) -> Verification:
    value, *others = names
    if since or transfer:
        return Verification(part, value, "waiting", since or transfer, since is None, *others)
    return Verification(part, value, "verified" if value else "missing", None, False, *others)


def _contact(part: str, value: str | None, confirmed: dt.datetime | None) -> Verification:
    state = "missing" if not value else "verified" if confirmed else "unverified"
    return Verification(part, value or "", state, None, False)


def find_offices(q: str, limit: int = 20) -> list[tuple[uuids.UUID, str, str, str, str, str]]:
    """(uuid, code, names, name of what it belongs to) of offices whose name or code contains q, in use today."""
    like = rows.like(q)
    return rows.fetch(
        lambda *columns: columns,
        """
        select o.uuid, o.code, o.name_en, o.name_hi, o.name_ur, coalesce(above.name_en, '')
        from orgs_organisation o left join orgs_organisation above on above.id = o.parent_id
        where o.valid_to is null and o.parent_id is not null
          and (o.name_en ilike %s or o.name_hi like %s or o.code ilike %s)
        order by length(o.name_en), o.name_en, o.id limit %s
        """,
        [like, like, like, limit],
    )


def substantive_of(person_id: int, on: dt.date) -> tuple[uuids.UUID, dt.date, int] | None:
    """(uuid, first day, office) of the incumbency by which she fills a seat on that day, or else next."""
    return rows.first(
        lambda uuid, since, office: (uuid, since, office),
        f"""
        select i.uuid, i.valid_from, p.organisation_id
        from orgs_incumbency i join {orgs.POSTS_AS_ON} p on p.id = i.post_id
        where i.person_id = %(person)s and i.kind in {orgs.FILLS} and (i.valid_to is null or i.valid_to > %(on)s)
        order by {orgs.main_first("i")} limit 1
        """,
        {"person": person_id, "on": on},
    )
