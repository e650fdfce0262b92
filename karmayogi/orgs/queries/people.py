"""The people of an organisation and of all below it as on a day: searched, sorted, paged by key."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.orgs.engine.paths import END
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.then import INCUMBENCIES, POSTS, on
from karmayogi.orgs.types import Page, PersonInList

# The list in the order of the tree is one range of the index (path, person): it costs the same at every height.
# Sort key of the screen -> columns that are never null, with an own tie-break by person and incumbency.
SORTS = {
    "tree": "i.organisation_path", "name": "lower(person.name)", "designation": "lower(d.name)",
    "office": "lower(coalesce(n.name_en, o.name_en))",
}  # fmt: skip

_PEOPLE = """
select {sort} as key, i.incumbency_id, person.id, person.uuid, person.name, person.name_native, person.employee_code,
  person."group", account.email, account.mobile, d.name, d.name_hi, d.name_ur,
  coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi), coalesce(n.name_ur, o.name_ur),
  p.label, i.kind, i.since, i.organisation_path
from {incumbencies} i
join people_person person on person.id = i.person_id
join {posts} p on p.post_id = i.post_id and {p_on}
join orgs_designation d on d.id = p.designation_id
join orgs_organisation o on o.id = p.organisation_id
left join orgs_organisationspell n on n.organisation_id = o.id and {n_on}
left join people_account account on account.person_id = person.id
where i.organisation_path >= %(from)s and i.organisation_path < %(end)s and {i_on}
  {search} {after}
order by key, i.person_id, i.incumbency_id
limit %(limit)s
"""

_SEARCH = """
and (person.name ilike %(q)s or person.name_native ilike %(q)s or person.employee_code ilike %(q)s
     or account.email ilike %(q)s or account.mobile like %(q)s or d.name ilike %(q)s
     or d.name_hi like %(q)s or d.name_ur like %(q)s)
"""


def people_in(
    path: str, on_day: dt.date, after: str | None = None, limit: int = 50, q: str = "", sort: str = "tree"
) -> Page[PersonInList]:
    """Who held a post at `path` (of that day) or below it on that day. sort: a key of SORTS.

    q: part of a name, e-mail, mobile, employee code or designation. after: `Page.after` of the page before; one that
    cannot be read counts as none.
    """
    cursor = _cursor(after)
    params = {
        "path": path, "from": path, "end": path + END, "on": on_day, "limit": limit + 1, "q": rows.like(q),
    }  # fmt: skip
    where = ""
    if cursor is not None:
        person, incumbency, key = cursor
        where = (
            f"and ({SORTS[sort]}, i.person_id, i.incumbency_id) > (%(key)s::text, %(person)s::bigint, %(last)s::bigint)"
        )
        params |= {"key": key, "person": person, "last": incumbency}
        if sort == "tree":
            params["from"] = max(path, key)  # the range of the index begins where the page before ended
    sql = _PEOPLE.format(
        sort=SORTS[sort], search=_SEARCH if q.strip() else "", after=where, incumbencies=INCUMBENCIES, posts=POSTS,
        p_on=on("p"), n_on=on("n"), i_on=on("i"),
    )  # fmt: skip
    found = rows.fetch(Record, sql, params)
    page = found[:limit]
    more = f"{page[-1][2]}.{page[-1][1]}.{page[-1][0]}" if len(found) > limit else None
    return Page([PersonInList(*row[2:]) for row in page], more)


def reachable(person_ids: list[int], paths: tuple[str, ...], on_day: dt.date) -> set[int]:
    """Those of them who hold a post at or below one of these paths on that day."""
    return set(
        rows.fetch(
            int,
            f"""
            select distinct i.person_id from orgs_incumbency i
            where i.person_id = any(%(ids)s::bigint[]) and {on("i")}
              and exists (select from unnest(%(paths)s::text[]) as mine (path)
                          where i.organisation_path >= mine.path and i.organisation_path < mine.path || '~')
            """,
            {"ids": person_ids, "paths": list(paths), "on": on_day},
        )
    )


def _cursor(after: str | None) -> tuple[int, int, str] | None:
    person, _dot, rest = (after or "").partition(".")
    incumbency, dot, key = rest.partition(".")
    if not dot or not all(n.isascii() and n.isdigit() and len(n) <= 18 for n in (person, incumbency)):
        return None
    return int(person), int(incumbency), key
