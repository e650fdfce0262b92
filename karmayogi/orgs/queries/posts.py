"""Who holds which post, who reports to whom, as on a day. The hot questions of nearly every page: one query each."""

import datetime as dt
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs.queries.then import POSTS, main_first, on
from karmayogi.orgs.types import LinePost, PostRow, TeamMember

# p: the post as it was; n: its unit as it was called then (the unit of today where that day lies before its record).
_NAMES = "coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi), coalesce(n.name_ur, o.name_ur)"
_UNIT = f"""
join orgs_designation d on d.id = p.designation_id
join orgs_organisation o on o.id = p.organisation_id
left join orgs_organisationspell n on n.organisation_id = o.id and {on("n")}
"""

_POSTS = f"""
select p.post_id, seat.uuid, seat.code, p.label, d.id, d.name, d.name_hi, d.name_ur,
  o.id, o.uuid, {_NAMES}, p.organisation_path, p.reports_to_id, i.kind, i.valid_from
from orgs_incumbency i
join orgs_post seat on seat.id = i.post_id
join {POSTS} p on p.post_id = i.post_id and {on("p")}
{_UNIT}
where i.person_id = %(person)s and {on("i")}
order by {main_first("i")}
"""


def posts_of(person_id: int, on: dt.date) -> list[PostRow]:
    """The posts that the person holds on that day, the main one first."""
    return rows.fetch(PostRow, _POSTS, {"person": person_id, "on": on})


def current_post(person_id: int, on: dt.date) -> PostRow | None:
    """Her main post on that day: the one that she fills, else the charge held longest; None when she holds none."""
    return rows.first(PostRow, _POSTS + " limit 1", {"person": person_id, "on": on})


# A vacant post appears in the line without a person. The union of steps stops at a ring by the depth. The limits cut
# nothing: the planner takes a recursion for tens of thousands of rows, and would read all posts and units for them.
_LINE = f"""
with recursive line (step, post_id) as (
  select 1, p.reports_to_id from {POSTS} p where p.post_id = %(post)s and p.reports_to_id is not null and {on("p")}
  union all
  select line.step + 1, p.reports_to_id
  from line join {POSTS} p on p.post_id = line.post_id and {on("p")}
  where p.reports_to_id is not null and line.step < 20
)
select distinct on (line.step)
  line.step, p.post_id, seat.uuid, p.label, d.name, d.name_hi, d.name_ur, {_NAMES},
  person.id, person.uuid, person.name, person.name_native
from (select * from line limit 20) line
join orgs_post seat on seat.id = line.post_id
join {POSTS} p on p.post_id = line.post_id and {on("p")}
{_UNIT}
left join orgs_incumbency i on i.post_id = p.post_id and {on("i")}
left join people_person person on person.id = i.person_id
order by line.step, {main_first("i")}
"""


def reporting_line(post_id: int, on: dt.date) -> list[LinePost]:
    """The posts above this one, nearest first, each with who holds it that day (nobody: vacant)."""
    return rows.fetch(LinePost, _LINE, {"post": post_id, "on": on})


# Her own post is step 0 of the line: both in one statement, since the first page of everybody shows both.
_PLACE = f"""
with recursive held as (
  select i.post_id as id, i.kind, i.valid_from
  from orgs_incumbency i where i.person_id = %(person)s and {on("i")}
  order by {main_first("i")} limit 1
),
line (step, post_id) as (
  select 0, held.id from held
  union all
  select line.step + 1, p.reports_to_id
  from line join {POSTS} p on p.post_id = line.post_id and {on("p")}
  where p.reports_to_id is not null and line.step < 20
)
select distinct on (line.step)
  line.step, person.id, person.uuid, person.name, person.name_native,
  p.post_id, seat.uuid, seat.code, p.label, d.id, d.name, d.name_hi, d.name_ur,
  o.id, o.uuid, {_NAMES}, p.organisation_path, p.reports_to_id, held.kind, held.valid_from
from (select * from line limit 21) line
cross join held
join orgs_post seat on seat.id = line.post_id
join {POSTS} p on p.post_id = line.post_id and {on("p")}
{_UNIT}
left join orgs_incumbency i on i.post_id = p.post_id and {on("i")}
left join people_person person on person.id = i.person_id
order by line.step, {main_first("i")}
"""


def post_and_line(person_id: int, on: dt.date) -> tuple[PostRow | None, list[LinePost]]:
    """What `current_post` and `reporting_line` of that post answer, in one statement."""
    post: list[PostRow] = []

    def step(number: int, *columns: Any) -> LinePost | None:
        person, row = columns[:4], PostRow(*columns[4:])
        if number == 0:
            post.append(row)
            return None
        return LinePost(
            number, row.id, row.uuid, row.label, row.designation_en, row.designation_hi, row.designation_ur,
            row.organisation_en, row.organisation_hi, row.organisation_ur, *person,
        )  # fmt: skip

    line = [one for one in rows.fetch(step, _PLACE, {"person": person_id, "on": on}) if one is not None]
    return (post[0] if post else None), line


_TEAM = f"""
select distinct on (person.name, person.id)
  person.id, person.uuid, person.name, person.name_native, person.employee_code,
  p.post_id, d.id, d.name, d.name_hi, d.name_ur, {_NAMES}, i.valid_from
from orgs_incumbency mine
join {POSTS} p on p.reports_to_id = mine.post_id and {on("p")}
join orgs_incumbency i on i.post_id = p.post_id and {on("i")}
join people_person person on person.id = i.person_id
{_UNIT}
where mine.person_id = %(person)s and {on("mine")} and i.person_id <> %(person)s
order by person.name, person.id, {main_first("i")}
"""


def team_of(person_id: int, on: dt.date) -> list[TeamMember]:
    """Those who hold a post that reports to a post of this person, by name."""
    return rows.fetch(TeamMember, _TEAM, {"person": person_id, "on": on})
