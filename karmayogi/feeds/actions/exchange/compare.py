"""What a drop would change: the rows read against the last accepted state, set against set in the database."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not as it was. what: joined | moved | changed | gone | held | queued.

    held: who has no row, while a row that cannot be used may be hers; she is not gone before that row is mended.

    is_: what the feed says, None where it says nothing. was: the last accepted state, empty for who was not in it.
    """

    row: int
    what: str
    code: str
    name: str
    person_id: int | None
    known: bool
    is_: dict[str, Any]
    was: dict[str, Any]
    problems: list[list[str]]
    notes: list[list[str]]
    raw: list[str]
    names: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """before: officers in the accepted state; of a first feed those posted there. moved: also who is new to the feed
    and would leave the seat that she has here."""

    before: int
    joined: int
    gone: int
    moved: int
    changed: int
    unchanged: int
    queued: int


def compare(organisation_id: int, path: str, system: str, on: dt.date) -> Counts:
    """Fills feed_difference from feed_row; answers how many rows there are of each sort."""
    _designations()
    _offices(organisation_id, path)
    _zeros(organisation_id)
    _repeats()
    rows.run("drop table if exists pg_temp.feed_difference")
    rows.run(
        _DIFFERENCE,
        {"organisation": organisation_id, "path": path, "end": path + "~", "system": system, "on": on},
    )
    rows.run("analyze feed_difference")
    rows.run("drop table if exists pg_temp.feed_waiting")
    rows.run(_WAITING, {"organisation": organisation_id})
    rows.run("analyze feed_waiting")
    rows.run(_GONE, {"organisation": organisation_id})
    read: int = rows.scalar("select count(*) from feed_row")
    before = rows.scalar("select count(*) from feeds_feedofficer where organisation_id = %s", [organisation_id])
    reseated = rows.scalar("select count(*) from feed_difference where reseated")
    found = dict(
        rows.fetch(lambda what, count: (what, count), "select what, count(*) from feed_difference group by what")
    )
    return Counts(
        before or rows.scalar(_POSTED, [path, path + "~", on, on]), found.get("joined", 0) - reseated,
        found.get("gone", 0), found.get("moved", 0) + reseated, found.get("changed", 0),
        read - sum(count for what, count in found.items() if what not in ("gone", "held")),
        found.get("queued", 0) + found.get("held", 0),
    )  # fmt: skip


def differences(step: int = 2000) -> Iterator[Difference]:
    """Every row that is not as it was, in the order of the file, those who are gone at the end."""
    after = 0
    while True:
        page = rows.fetch(_difference, _PAGE, [after, step])
        yield from page
        if len(page) < step:
            return
        after = page[-1].row


def _designations() -> None:
    """The designation of the master that each spelling means; a merged one is answered by the one that stays."""
    names = rows.fetch(str, "select distinct designation from feed_row where designation is not null")
    found = orgs.designations_by_name(names)
    rows.run("drop table if exists pg_temp.feed_designation")
    rows.run(
        "create temp table feed_designation (name text primary key, id bigint, kept text, merged boolean)"
        " on commit drop"
    )
    rows.run(
        """
        insert into feed_designation
        select x.name, x.id, x.kept, exists (
          select from orgs_designation d where d.name = x.name and d.merged_into_id is not null
        ) from unnest(%s::text[], %s::bigint[], %s::text[]) as x (name, id, kept)
        """,
        [list(found), [one.id for one in found.values()], [one.name for one in found.values()]],
    )
    rows.run(
        """
        update feed_row r set problems = problems || jsonb_build_array(jsonb_build_array(
          'designation', 'designation', r.designation))
        where r.designation is not null and not exists (select from feed_designation d where d.name = r.designation)
        """
    )
    rows.run(
        """
        update feed_row r set notes = notes || jsonb_build_array(jsonb_build_array('designation', 'merged', d.kept))
        from feed_designation d where d.name = r.designation and d.merged
        """
    )


def _offices(organisation_id: int, path: str) -> None:
    """Offices outside the organisation are as unknown as those that do not exist."""
    rows.run("drop table if exists pg_temp.feed_office")
    rows.run("create temp table feed_office (code text primary key, id bigint) on commit drop")
    rows.run(
        """
        insert into feed_office
        select o.code, o.id from orgs_organisation o
        where o.path >= %s and o.path < %s and o.valid_to is null
          and o.code in (select distinct office from feed_row where office is not null)
        """,
        [path, path + "~"],
    )
    rows.run(
        """
        update feed_row r set problems = problems || jsonb_build_array(jsonb_build_array('office', 'office', r.office))
        where r.office is not null and not exists (select from feed_office o where o.code = r.office)
        """
    )


def _zeros(organisation_id: int) -> None:
    """A code of figures that nobody has, where one known code is the same with zeros in front: the sheet ate them."""
    rows.run(
        """
        with short as (
          select r.row, min(f.code) as code from feed_row r
          join feeds_feedofficer f on f.organisation_id = %(organisation)s and ltrim(f.code, '0') = r.code
          where r.code ~ '^[1-9][0-9]*$' and f.code <> r.code
            and not exists (
              select from feeds_feedofficer same where same.organisation_id = %(organisation)s and same.code = r.code
            )
            and not exists (select from feed_row other where other.code = f.code)
          group by r.row having count(*) = 1
        )
        update feed_row r set code = short.code,
          notes = notes || jsonb_build_array(jsonb_build_array('code', 'zeros', short.code))
        from short where short.row = r.row
        """,
        {"organisation": organisation_id},
    )


def _repeats() -> None:
    """An officer twice in the file holds two posts at once: neither row is believed. A contact belongs to one."""
    rows.run(
        """
        with twice as (select code, count(*) as times from feed_row where code <> '' group by code having count(*) > 1)
        update feed_row r set problems = problems || jsonb_build_array(jsonb_build_array(
          'code', 'posted_twice', twice.times::text))
        from twice where twice.code = r.code
        """
    )
    for field in ("email", "mobile"):
        rows.run(
            f"""
            with twice as (
              select {field}, min(row) as first from feed_row where {field} is not null
              group by {field} having count(*) > 1
            )
            update feed_row r set problems = problems || jsonb_build_array(jsonb_build_array(
              '{field}', 'same_{field}', twice.first::text))
            from twice where twice.{field} = r.{field} and r.row <> twice.first
            """
        )


# A cell that is empty says nothing: what is accepted stays.
_SAYS = """
jsonb_build_object('name', r.name, 'email', coalesce(r.email, f.email, ''), 'mobile', coalesce(r.mobile, f.mobile, ''),
  'group', coalesce(r."group", f."group", ''), 'gender', coalesce(r.gender, f.gender, ''),
  'category', coalesce(r.category, f.category, ''), 'birth_on', coalesce(r.birth_on, f.birth_on),
  'designation', d.id, 'office', coalesce(o.id, f.office_id, %(organisation)s))
"""
_WAS = """
jsonb_build_object('name', f.name, 'email', f.email, 'mobile', f.mobile, 'group', f."group", 'gender', f.gender,
  'category', f.category, 'birth_on', f.birth_on, 'designation', f.designation_id, 'office', f.office_id)
"""
# Told column by column: of a large feed nearly every row is as it was, and goes no further than this.
_SAME = """
f.id is not null and r.name = f.name and coalesce(r.email, f.email) = f.email
  and coalesce(r.mobile, f.mobile) = f.mobile
  and coalesce(r."group", f."group") = f."group" and coalesce(r.gender, f.gender) = f.gender
  and coalesce(r.category, f.category) = f.category
  and coalesce(r.birth_on, f.birth_on) is not distinct from f.birth_on
  and d.id = f.designation_id and coalesce(o.id, f.office_id) = f.office_id
"""
_DIFFERENCE = f"""
create temp table feed_difference on commit drop as
with matched as materialized (
  select r.row, r.code, r.name, r.problems, r.notes, r.raw, f.id as officer_id, f.person_id as in_feed,
    {_SAYS} as says, case when f.id is null then '{{}}'::jsonb else {_WAS} end as was,
    by_code.id as by_code, by_email.person_id as by_email, by_mobile.person_id as by_mobile
  from feed_row r
  left join feed_designation d on d.name = r.designation
  left join feed_office o on o.code = r.office
  left join feeds_feedofficer f on f.organisation_id = %(organisation)s and f.code = r.code
  left join people_person by_code on f.id is null and by_code.external_code = r.code and r.code <> ''
    and by_code.external_system = %(system)s
    and by_code.external_code <> '' and (select count(*) from people_person same
      where same.external_system = %(system)s and same.external_code = r.code and same.external_code <> '') = 1
  left join people_account by_email on by_email.email = r.email
    and (f.id is null or r.email is distinct from nullif(f.email, ''))
  left join people_account by_mobile on by_mobile.mobile = r.mobile
    and (f.id is null or r.mobile is distinct from nullif(f.mobile, ''))
  where r.problems <> '[]' or not ({_SAME})
),
who as (
  select m.*, coalesce(m.in_feed, m.by_code, m.by_email, m.by_mobile) as person_id,
    (m.by_email is not null and m.by_mobile is not null and m.by_email <> m.by_mobile)
      or (coalesce(m.in_feed, m.by_code) <> coalesce(m.by_email, m.by_mobile)) as two_persons
  from matched m
),
placed as (
  select w.*, i.organisation_path as sits, i.valid_from as since,
    i.organisation_path is not null
      and not (i.organisation_path >= %(path)s and i.organisation_path < %(end)s)
      or i.organisation_path is null and w.in_feed is null and exists (
        select from orgs_delegatedauthority g
        where g.person_id = w.person_id and (g.valid_to is null or g.valid_to > %(on)s::date)
      ) as elsewhere,
    w.in_feed is not null and (w.says ->> 'designation' <> w.was ->> 'designation'
      or w.says ->> 'office' <> w.was ->> 'office') as moves,
    w.in_feed is null and i.office is not null
      and (i.office, i.designation) <> ((w.says ->> 'office')::bigint, (w.says ->> 'designation')::bigint) as reseated,
    other.code as other_code,
    w.person_id is not null and (w.in_feed is null or w.says <> w.was) and exists (
      select from people_account a
      where a.person_id = w.person_id
        and (w.says ->> 'email' not in ('', coalesce(a.email, ''))
            and w.says ->> 'email' <> coalesce(w.was ->> 'email', '')
          or w.says ->> 'mobile' not in ('', coalesce(a.mobile, ''))
            and w.says ->> 'mobile' <> coalesce(w.was ->> 'mobile', ''))
        and (a.last_login is not null or exists (select from people_session s where s.account_id = a.id)
          or exists (select from orgs_delegatedauthority g
            where g.person_id = w.person_id and (g.valid_to is null or g.valid_to > %(on)s::date)))
    ) as own_contacts
  from who w
  left join lateral (
    select i.organisation_path, i.valid_from, p.organisation_id as office,
      coalesce(given.merged_into_id, given.id) as designation
    from orgs_incumbency i join {orgs.POSTS_AS_ON} p on p.id = i.post_id
    join orgs_designation given on given.id = p.designation_id
    where i.person_id = w.person_id and i.kind in {orgs.FILLS}
      and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
    order by {orgs.main_first("i")} limit 1
  ) i on w.person_id is not null and (w.in_feed is null or w.says <> w.was)
  left join feeds_feedofficer other on w.in_feed is null and w.person_id is not null
    and other.organisation_id = %(organisation)s and other.person_id = w.person_id
),
judged as (
  select p.*, p.problems
    || case when p.elsewhere
           or (p.two_persons and (p.by_email is null or p.by_mobile is null or p.by_email = p.by_mobile))
         then jsonb_build_array(jsonb_build_array('code', 'elsewhere', '')) else '[]' end
    || case when p.by_email <> p.by_mobile
         then jsonb_build_array(jsonb_build_array('mobile', 'two_persons', '')) else '[]' end
    || case when p.other_code is not null
         then jsonb_build_array(jsonb_build_array('code', 'in_feed', p.other_code)) else '[]' end
    || case when p.moves and p.since >= %(on)s::date
         then jsonb_build_array(jsonb_build_array('designation', 'today', '')) else '[]' end as all_problems
  from placed p
)
select j.row,
  case when j.all_problems <> '[]' then 'queued' when j.in_feed is null then 'joined' when j.moves then 'moved'
    else 'changed' end as what,
  j.code, j.name, j.person_id, j.in_feed is null and j.person_id is not null as known, j.says, j.was,
  j.all_problems as problems,
  j.notes || case when j.own_contacts then jsonb_build_array(jsonb_build_array('email', 'own', '')) else '[]' end
    as notes,
  j.raw, j.all_problems = '[]' and j.reseated as reseated
from judged j
"""
# The rows that wait, and whether one knows whose they are: by the accepted state or by a contact.
_WAITING = """
create temp table feed_waiting on commit drop as
select r.row, lower(r.name) as name, r.email, r.mobile, q.person_id,
  q.person_id is not null
    or exists (select from feeds_feedofficer f where f.organisation_id = %(organisation)s and f.email = r.email)
    or exists (select from feeds_feedofficer f where f.organisation_id = %(organisation)s and f.mobile = r.mobile)
    as known,
  r.code = '' or exists (select from jsonb_array_elements(r.problems) p where p ->> 0 = 'code' and p ->> 1 = 'code')
    as no_code
from feed_difference q join feed_row r on r.row = q.row where q.what = 'queued'
"""
# Whoever has a row, even one that waits, is not gone. A row without a usable code tells by its contacts or its name
# whose it is; while one tells nothing, it may be anybody's among those who have no row: all of them are held.
_GONE = f"""
with absent as materialized (
  select f.* from feeds_feedofficer f
  where f.organisation_id = %(organisation)s
    and not exists (select from feed_row r where r.code = f.code)
    and not exists (select from feed_waiting w where w.person_id = f.person_id)
    and not exists (select from feed_waiting w where w.email = f.email)
    and not exists (select from feed_waiting w where w.mobile = f.mobile)
    and not exists (
      select from people_account a join feed_waiting w on w.email = a.email where a.person_id = f.person_id
    )
    and not exists (
      select from people_account a join feed_waiting w on w.mobile = a.mobile where a.person_id = f.person_id
    )
),
nameless as (
  select min(w.row) as row from feed_waiting w
  where w.no_code and not w.known and not exists (select from absent f where lower(f.name) = w.name)
)
insert into feed_difference (row, what, code, name, person_id, known, says, was, problems, notes, raw, reseated)
select (select coalesce(max(row), 0) from feed_row) + row_number() over (order by f.code),
  case when n.row is null then 'gone' else 'held' end, f.code, f.name, f.person_id, false, '{{}}', {_WAS},
  case when n.row is null then '[]'
    else jsonb_build_array(jsonb_build_array('code', 'held', n.row::text)) end,
  case when n.row is null then jsonb_build_array(jsonb_build_array('code', 'gone', '')) else '[]' end,
  '[]', false
from absent f cross join nameless n
where not exists (select from feed_waiting w where not w.known and w.name = lower(f.name))
"""
# Before the first feed the accepted state is empty: what a feed may move is measured by who is posted there.
_POSTED = f"""
select count(distinct person_id) from orgs_incumbency
where organisation_path >= %s and organisation_path < %s
  and kind in {orgs.FILLS}
  and valid_from <= %s::date and (valid_to is null or valid_to > %s::date)
"""
_PAGE = """
select x.row, x.what, x.code, x.name, x.person_id, x.known, x.says::text, x.was::text, x.problems::text, x.notes::text,
  x.raw::text,
  jsonb_build_object(
    'designation_is', (select name from orgs_designation where id = (x.says ->> 'designation')::bigint),
    'designation_was', (select name from orgs_designation where id = (x.was ->> 'designation')::bigint),
    'office_is', (select name_en from orgs_organisation where id = (x.says ->> 'office')::bigint),
    'office_was', (select name_en from orgs_organisation where id = (x.was ->> 'office')::bigint))::text
from feed_difference x where x.row > %s order by x.row limit %s
"""


def _difference(*c: Any) -> Difference:
    return Difference(*c[:6], *(json.loads(part) for part in c[6:12]))
