"""Which organisation units may have other figures now than at the last refresh: read off growing ids, never scanned.

What is changed in place (a relief, a completion, a revocation, an account closed) always leaves an entry in the audit
trail that names the person, so the trail is one of the sources. New rows are found by their own ids as well, since bulk
imports write one entry for many people.
"""

import datetime as dt
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.kernel.marks import NOW, Mark, Moment, is_fresh
from karmayogi.plans import api as plans

SOURCES = {
    "audit": "kernel_auditentry",
    "account": "people_account",
    "organisation": "orgs_organisation",
    "post": "orgs_post",
    "incumbency": "orgs_incumbency",
    "profile": "competencies_profile",
    "evidence": "competencies_evidence",
    "certificate": "credentials_certificate",
    "enrolment": "learning_enrolment",
    "credit": "learning_learningcredit",
}


_NOW = (
    f"select {NOW}, "
    + ", ".join(f"(select coalesce(max(id), 0) from {table})" for table in SOURCES.values())  # constants
)

_TOUCHED = """
with person (id) as (
  select concerns_id from kernel_auditentry where id > %(audit)s and concerns_id is not null
  union select person_id from people_account where id > %(account)s
  union select person_id from orgs_incumbency where id > %(incumbency)s
  union select person_id from competencies_evidence where id > %(evidence)s
  union select person_id from credentials_certificate where id > %(certificate)s and person_id is not null
  union select person_id from learning_enrolment where id > %(enrolment)s
  union select person_id from learning_learningcredit where id > %(credit)s
  -- Whoever holds a post by a charge counts elsewhere, and what that post requires counts there with her.
  union
  select i.person_id
  from competencies_profile f join orgs_post p on p.designation_id = f.designation_id
  join orgs_incumbency i on i.post_id = p.id
  where f.id > %(profile)s
  union
  select i.person_id
  from kernel_auditentry a join orgs_post p on p.uuid = a.subject_uuid join orgs_incumbency i on i.post_id = p.id
  where a.id > %(audit)s and a.subject_kind = 'post'
)
select p.organisation_id
from person join orgs_incumbency i on i.person_id = person.id join orgs_post p on p.id = i.post_id
union
select organisation_id from orgs_post where id > %(post)s
union
select id from orgs_organisation where id > %(organisation)s
union
select p.organisation_id
from kernel_auditentry a join orgs_post p on p.uuid = a.subject_uuid
where a.id > %(audit)s and a.subject_kind = 'post'
union
select o.id
from kernel_auditentry a join orgs_organisation o on o.uuid = a.subject_uuid
where a.id > %(audit)s and a.subject_kind = 'organisation'
union
select p.organisation_id
from competencies_profile f join orgs_post p on p.designation_id = f.designation_id
where f.id > %(profile)s
union
-- A plan or a capacity building unit covers everybody below its organisation, but that of the country nobody.
select below.id
from kernel_auditentry a
join (
  select uuid, organisation_id from capacity_plan union all select uuid, organisation_id from capacity_capacityunit
) body on body.uuid = a.subject_uuid
join orgs_organisation head on head.id = body.organisation_id
join orgs_organisation below
  on below.path >= head.path and below.path < head.path || '~' and (head.parent_id is not null or below.id = head.id)
where a.id > %(audit)s
  and a.tag in ('capacity:plan:publish', 'capacity:plan:close', 'capacity:unit:form', 'capacity:unit:end')
"""


_BOUND = """
select distinct p.organisation_id
from ({bound}) b join orgs_incumbency i on i.person_id = b.person_id join orgs_post p on p.id = i.post_id
"""


def now() -> tuple[Moment, dict[str, int]]:
    """The transactions of the database, and source -> highest id committed now."""
    fresh = is_fresh()

    def row(oldest: int, own: int, *highest: int) -> tuple[Moment, dict[str, int]]:
        return Moment(oldest, own, fresh), dict(zip(SOURCES, highest, strict=True))

    found = rows.first(row, _NOW)
    assert found is not None
    return found


def marks() -> dict[str, Mark]:
    """Source -> how far it has been read; empty before the first refresh."""

    def keep(source: str, settled: int, seen: int, horizon: int) -> tuple[str, Mark]:
        return source, Mark(settled, seen, horizon)

    return dict(rows.fetch(keep, "select source, settled, seen, horizon from insight_mark"))


def undone(after: int) -> set[int]:
    """Entries of acts on many that were taken back: rows are gone then, and with them the way to the units they
    touched."""
    return set(rows.fetch(int, "select id from kernel_auditentry where id > %s and tag = 'bulk:act:undone'", [after]))


def bound(orders: Sequence[int], on: dt.date) -> list[int]:
    """Ids of the units where those count whom these orders bind by any of their posts."""
    found: set[int] = set()
    for sql, params in plans.bound_statements(orders, on):
        found |= set(rows.fetch(int, _BOUND.format(bound=sql), params))
    return sorted(found)


def touched(after: dict[str, Mark]) -> list[int]:
    """Ids of the units touched since the marks; a unit that somebody left long ago counts too, to be safe."""
    return rows.fetch(int, _TOUCHED, {source: mark.settled for source, mark in after.items()})
