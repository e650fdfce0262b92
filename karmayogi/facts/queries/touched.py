"""Whose rows may have changed since the marks: read off growing ids, never scanned (as insight does it).

What is changed in place always leaves an entry in the audit trail that names the person; new rows are found by their
own ids as well, since bulk imports write one entry for many people.
"""

import collections
import dataclasses
from typing import Any

from karmayogi.facts.engine.tables import CARRYING, DUTY, Kept, touched_by
from karmayogi.kernel import rows
from karmayogi.kernel.marks import NOW, OLDEST, Mark, Moment, is_fresh, until

SOURCES = {
    "audit": "kernel_auditentry",
    "account": "people_account",
    "organisation": "orgs_organisation",
    "spell": "orgs_organisationspell",
    "lineage": "orgs_lineage",
    "post": "orgs_post",
    "postpast": "orgs_postpast",
    "incumbency": "orgs_incumbency",
    "profile": "competencies_profile",
    "evidence": "competencies_evidence",
    "certificate": "credentials_certificate",
    "enrolment": "learning_enrolment",
    "credit": "learning_learningcredit",
    "recheck": "assessment_recheck",
}
# New rows of a source: in which tables their persons are read anew.
_NEW = {
    "account": ("account",),
    "incumbency": ("holding", *CARRYING),
    "evidence": ("evidence", "level", DUTY),
    "certificate": ("certificate", DUTY),
    "enrolment": ("enrolment", DUTY),
    "credit": ("credit", DUTY),
    "recheck": ("recheck",),
}

_NOW = (
    f"select {NOW}, "
    + ", ".join(f"(select coalesce(max(id), 0) from {table})" for table in SOURCES.values())  # constants
)

_CONCERNED = """
select distinct concerns_id, split_part(tag, ':', 1) || ':' from kernel_auditentry
where id > %(after)s and id <= %(until)s and concerns_id is not null
"""
_ABOUT = """
select array(select id from kernel_auditentry where id > %(after)s and id <= %(until)s
    and tag in ('bulk:act:undone', 'orgs:designation:merge', 'orgs:designation:undo')),
  exists (select from kernel_auditentry where id > %(after)s and id <= %(until)s
    and (tag like 'orgs:organisation:%%' or tag like 'orgs:master:%%')),
  exists (select from kernel_auditentry where id > %(after)s and id <= %(until)s
    and tag like 'competencies:%%' and tag not like 'competencies:evidence:%%'),
  exists (select from kernel_auditentry where id > %(after)s and id <= %(until)s
    and (tag like 'capacity:plan:%%' or tag like 'capacity:unit:%%')),
  exists (select from kernel_auditentry where id > %(after)s and id <= %(until)s and tag like 'insight:week:%%'),
  array(select id from kernel_auditentry where id > %(after)s and id <= %(until)s
    and tag in ('plans:mandate:publish', 'plans:mandate:retire', 'plans:mandate:undo'))
"""
_POSTS = """
select id from orgs_post where id > %(post)s and id <= %(post_until)s
union
select post_id from orgs_postpast where id > %(postpast)s and id <= %(postpast_until)s
union
select p.id from kernel_auditentry a join orgs_post p on p.uuid = a.subject_uuid
where a.id > %(audit)s and a.id <= %(audit_until)s and a.subject_kind = 'post'
"""
_NOTHING: tuple[Any, ...] = ([], False, False, False, False, [])
# Everybody below a unit that changed: the path and the State of her days there may be others now.
_BELOW = """
with unit (id) as (
  select id from orgs_organisation where id > %(organisation)s and id <= %(organisation_until)s
  union select organisation_id from orgs_organisationspell where id > %(spell)s and id <= %(spell_until)s
  union select o.id from kernel_auditentry a join orgs_organisation o on o.uuid = a.subject_uuid
    where a.id > %(audit)s and a.id <= %(audit_until)s and a.subject_kind = 'organisation'
      and (a.tag like 'orgs:organisation:%%' or a.tag like 'orgs:master:%%')
)
select distinct i.person_id
from unit join orgs_organisationspell s on s.organisation_id = unit.id
join orgs_organisationspell below on below.path >= s.path and below.path < s.path || '~'
join orgs_post p on p.organisation_id = below.organisation_id
join orgs_incumbency i on i.post_id = p.id
"""


@dataclasses.dataclass(slots=True)
class Touched:
    """persons, posts: table -> ids to be read anew. whole: small tables. undone: entries of the trail that tell that
    rows are gone, or others with their designation, without a trace of whose they were. ordered: entries that tell that
    an order came or went, so that anybody's duties may be others. behind: there is more than one reading takes."""

    persons: dict[str, set[int]]
    posts: set[int]
    whole: set[str]
    undone: set[int]
    ordered: set[int]
    behind: bool

    def __bool__(self) -> bool:
        return any(self.persons.values()) or bool(self.posts or self.whole)


def now() -> tuple[Moment, dict[str, int]]:
    """The transactions of the database, and source -> highest id that can be seen. A full count of figures calls it in
    a transaction that has written."""
    fresh = is_fresh()

    def row(oldest: int, own: int, *tops: int) -> tuple[Moment, dict[str, int]]:
        return Moment(oldest, own, fresh), dict(zip(SOURCES, tops, strict=True))

    found = rows.first(row, _NOW)
    assert found is not None
    return found


def oldest() -> int:
    """Of the transactions that run, the oldest; the next to come when none does."""
    return int(rows.scalar(f"select {OLDEST}"))


def identity() -> str:
    """Of this database: another one has other facts under the same ids."""
    return str(
        rows.scalar(
            "select (pg_control_system()).system_identifier::text || '/' || oid::text from pg_database "
            "where datname = current_database()"
        )
    )


def touched(marks: dict[str, Mark], tops: dict[str, int], *, whole: bool = False) -> Touched:
    """Everything above the marks, as far as one reading goes; whole: to the end."""
    ends = tops if whole else {source: until(mark, tops[source]) for source, mark in marks.items()}
    new = {source for source, mark in marks.items() if ends[source] > mark.settled}
    found = Touched(
        collections.defaultdict(set), set(), set(), set(), set(), any(ends[source] < tops[source] for source in marks)
    )
    for source in new & set(_NEW):
        terms = {"after": marks[source].settled, "until": ends[source]}
        persons = rows.fetch(
            int,
            f"select distinct person_id from {SOURCES[source]} "  # constants
            "where id > %(after)s and id <= %(until)s and person_id is not null",
            terms,
        )
        for table in _NEW[source]:
            found.persons[table].update(persons)
    terms = {"after": marks["audit"].settled, "until": ends["audit"]}
    if "audit" in new:
        for person, tag in rows.fetch(_pair, _CONCERNED, terms):
            for table in touched_by(tag):
                found.persons[table].add(person)
        undone, units, dictionary, planned, weeks, ordered = rows.first(lambda *row: row, _ABOUT, terms) or _NOTHING
        found.undone, found.ordered = set(undone), set(ordered)
        found.whole.update(("organisation", "lineage") if units else ())
        found.whole.update(("profile", "requirement") if dictionary else ())
        found.whole.update(("annual_plan", "capacity_unit") if planned else ())
        found.whole.update(("learning_week",) if weeks else ())
    if new & {"organisation", "spell", "lineage"}:
        found.whole.update(("organisation", "lineage"))
    if "profile" in new:
        found.whole.update(("profile", "requirement"))
    both: dict[str, Any] = {}
    for source, mark in marks.items():
        both |= {source: mark.settled, f"{source}_until": ends[source]}
    if new & {"post", "postpast", "audit"}:
        found.posts.update(rows.fetch(int, _POSTS, _only(both, _POSTS)))
        _placed(found, _holders(found.posts), ("holding", *CARRYING))
    if new & {"organisation", "spell", "audit"}:  # her path is another one; her unit is the same
        _placed(found, rows.fetch(int, _BELOW, _only(both, _BELOW)), ("holding", DUTY))
    return found


def _placed(found: Touched, persons: list[int], tables: tuple[str, ...]) -> None:
    for table in tables:
        found.persons[table].update(persons)


def highest(kept: Kept) -> int:
    """Highest id of persons or posts."""
    return int(
        rows.scalar(f"select coalesce(max(id), 0) from {'orgs_post' if kept is Kept.BY_POST else 'people_person'}")
    )


def _holders(posts: set[int]) -> list[int]:
    if not posts:
        return []
    return rows.fetch(int, "select distinct person_id from orgs_incumbency where post_id = any(%s)", [list(posts)])


def _only(terms: dict[str, Any], sql: str) -> dict[str, Any]:
    return {name: term for name, term in terms.items() if f"%({name})s" in sql}


def _pair(person: int, tag: str) -> tuple[int, str]:
    return person, tag
