"""Certificates in lists, and fetching one with the question asked whether one may."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from karmayogi.credentials.engine.codes import canonical
from karmayogi.credentials.policies import can_revoke
from karmayogi.credentials.types import ATTENDANCE, CertificateRow, Competency
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound, Role
from karmayogi.orgs.api import FILLS, may_see_person

COLUMNS = """
c.id, c.uuid, c.code, c.person_id, c.name, c.name_native, c.title_en, c.title_hi, c.title_ur, c.language,
c.course_uuid, c.course_code, c.minutes, c.grade, c.score, c.issued_at, c.valid_until, c.revoked_at, c.revoked_reason,
coalesce((select n.code from credentials_certificate n where n.replaces_id = c.id), ''),
coalesce((select o.path from orgs_organisation o where o.id = c.organisation_id), '')
"""


def certificates_of(person_id: int) -> list[CertificateRow]:
    """Every certificate of the person, newest first; revoked ones too."""
    sql = f"select {COLUMNS} from credentials_certificate c where c.person_id = %s order by c.id desc"
    return rows.fetch(CertificateRow, sql, [person_id])


def count_of(person_id: int, on: dt.date | None = None) -> int:
    """How many certificates of hers stand; where a day is given, of those that she had at its end.

    One that was replaced after that day counts for it; one that was revoked, for no day at all.
    """
    if on is None:
        sql = "select count(*) from credentials_certificate where person_id = %s and revoked_at is null"
        return int(rows.scalar(sql, [person_id]))
    sql = """
    select count(*) from credentials_certificate
    where person_id = %(person)s and issued_at < %(next_day)s::timestamptz
      and (revoked_at is null or replaced_at >= %(next_day)s::timestamptz)
    """
    next_day = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), clock.IST)
    return int(rows.scalar(sql, {"person": person_id, "next_day": next_day}))


# One whose act was undone counts as none, as it does for the unique key; for presence at an event, one that was issued
# by mistake too: it is issued again once the mistake is mended.
COUNTS = (
    f"c.revoked_reason <> 'undone' and not (c.ref_kind = '{ATTENDANCE}' and c.revoked_reason in ('error', 'replaced'))"
)


def certificate_for(ref_uuid: uuid.UUID, ref_kind: str = "") -> CertificateRow | None:
    """The certificate issued for that thing (an enrolment, say), the newest; None while there is none.

    Revoked ones too, but for those of acts that were undone and of presence at an event that was certified by mistake.
    """
    sql = f"select {COLUMNS} from credentials_certificate c where c.ref_uuid = %s and {COUNTS}"
    if ref_kind:
        return rows.first(CertificateRow, sql + " and c.ref_kind = %s order by c.id desc limit 1", [ref_uuid, ref_kind])
    return rows.first(CertificateRow, sql + " order by c.id desc limit 1", [ref_uuid])


def certificates_for(refs: Sequence[uuid.UUID], ref_kind: str) -> dict[uuid.UUID, CertificateRow]:
    """The same for many things of one kind at once, by thing; without those for which there is none."""
    sql = f"""
    select distinct on (c.ref_uuid) c.ref_uuid, {COLUMNS} from credentials_certificate c
    where c.ref_uuid = any(%s::uuid[]) and c.ref_kind = %s and {COUNTS}
    order by c.ref_uuid, c.id desc
    """
    return dict(rows.fetch(lambda ref, *row: (ref, CertificateRow(*row)), sql, [list(refs), ref_kind]))


def history_of(row: CertificateRow) -> tuple[str, uuid.UUID, list[CertificateRow]]:
    """What it was issued for (kind and uuid), and all that were, the newest first."""
    kind, ref = rows.first(
        lambda *found: found, "select ref_kind, ref_uuid from credentials_certificate where id = %s", [row.id]
    ) or ("", row.uuid)
    sql = f"""
    select {COLUMNS} from credentials_certificate c
    where c.ref_uuid = %s and c.ref_kind = %s and c.person_id = %s order by c.id desc
    """
    return kind, ref, rows.fetch(CertificateRow, sql, [ref, kind, row.person_id])


def outside_over(at: dt.datetime, limit: int) -> list[uuid.UUID]:
    """What those certificates of people from outside were issued for that are good no more."""
    return rows.fetch(
        uuid.UUID,
        "select ref_uuid::text from credentials_certificate where organisation_id is not null and valid_until <= %s"
        " order by id limit %s",
        [at, limit],
    )


def certificate_by_code(code: str) -> CertificateRow | None:
    """The certificate with this number, whoever asks."""
    return rows.first(CertificateRow, f"select {COLUMNS} from credentials_certificate c where c.code = %s", [code])


def certificate_by_uuid(certificate_uuid: uuid.UUID) -> CertificateRow:
    """For acts that have it from elsewhere with the right to it. Raises NotFound."""
    sql = f"select {COLUMNS} from credentials_certificate c where c.uuid = %s"
    found = rows.first(CertificateRow, sql, [certificate_uuid])
    if found is None:
        raise NotFound
    return found


def competencies_of(certificate_id: int) -> list[Competency]:
    """What the certificate speaks of, in its order."""
    return rows.fetch(
        lambda *row: row,
        "select code, name, level from credentials_certificatecompetency where certificate_id = %s order by position",
        [certificate_id],
    )


def access_certificate(actor: Actor, certificate_uuid: uuid.UUID, *, to: str, on: dt.date) -> CertificateRow:
    """to: "see" (the holder and whoever may see her) or "revoke". Raises NotFound otherwise."""
    found = rows.first(
        CertificateRow, f"select {COLUMNS} from credentials_certificate c where c.uuid = %s", [certificate_uuid]
    )
    if found is None or not _may(actor, found, to, on):
        raise NotFound
    return found


def _may(actor: Actor, row: CertificateRow, to: str, on: dt.date) -> bool:
    if to == "see" and row.person_id is not None and may_see_person(actor, row.person_id, on):
        return True
    # Whoever may revoke it may look at it.
    if not actor.paths(Role.CERTIFICATE_ADMIN):
        return False
    return can_revoke(actor, row.office_path if row.person_id is None else holder_path(row.person_id, on))


# Where she serves, or served last: somebody who retired still has her certificates, and somebody answers for them.
HOLDER_PATH = """
select i.organisation_path from orgs_incumbency i
where i.person_id = {person} and i.valid_from <= %(on)s
order by (i.valid_to is null or i.valid_to > %(on)s) desc, (i.kind in {fills}) desc,
  case when i.valid_to <= %(on)s then i.valid_to end desc, i.valid_from, i.id
limit 1
"""


def holder_path(person_id: int, on: dt.date) -> str | None:
    """The organisation that answers for the holder; None when she never held a post."""
    path = rows.scalar(HOLDER_PATH.format(person="%(person)s", fills=FILLS), {"person": person_id, "on": on})
    return None if path is None else str(path)


_BELOW = f"""
select p.id from unnest(%(people)s::bigint[]) p(id)
where ({HOLDER_PATH.format(person="p.id", fills=FILLS)}) ^@ %(below)s
"""


def held_below(people: Collection[int], path: str, on: dt.date) -> set[int]:
    """Of these people those for whose certificates the organisation at that path answers, or one below it."""
    return set(rows.fetch(int, _BELOW, {"people": list(people), "below": path, "on": on}))


_ADMINISTERED = f"""
select {COLUMNS}
from credentials_certificate c
left join lateral (
  select coalesce(({HOLDER_PATH.format(person="c.person_id", fills=FILLS)}),
    (select o.path from orgs_organisation o where o.id = c.organisation_id)) as organisation_path) holder on true
where (exists (select from unnest(%(paths)s::text[]) as mine (path)
               where holder.organisation_path collate "C" >= mine.path collate "C"
                 and holder.organisation_path collate "C" < (mine.path || '~') collate "C")
       or (holder.organisation_path is null and %(roots)s))
"""


def administered(
    actor: Actor, on: dt.date, *, q: str = "", after: uuid.UUID | None = None, limit: int = 50
) -> tuple[list[CertificateRow], uuid.UUID | None]:
    """Certificates that the actor may revoke, newest first, and the key of the next page.

    q: a certificate number as somebody typed it, or part of a name. after: key of the page before.
    """
    params: dict[str, object] = {
        "on": on,
        "paths": list(actor.paths(Role.CERTIFICATE_ADMIN)),
        "roots": can_revoke(actor, None),
        "limit": limit + 1,
    }
    sql = _ADMINISTERED
    code = canonical(q)
    if code:
        sql += "and c.code = %(code)s "
        params["code"] = code
    elif q.strip():
        sql += "and (c.name ilike %(like)s or c.name_native ilike %(like)s) "
        params["like"] = rows.like(q)
    if after:
        sql += "and c.id < (select id from credentials_certificate where uuid = %(after)s) "
        params["after"] = after
    found = rows.fetch(CertificateRow, sql + "order by c.id desc limit %(limit)s", params)
    page = found[:limit]
    return page, page[-1].uuid if len(found) > limit else None
