"""The people of an organisation and of all below it: searched, sorted, paged by key."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.orgs.engine.paths import END
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.types import Page, PersonInList

# Sort key of the screen -> column that is never null, with an own tie-break by person and incumbency.
SORTS = {"name": "lower(person.name)", "designation": "lower(d.name)", "office": "lower(o.name_en)"}

_PEOPLE = """
select {sort} as key, i.id, person.id, person.uuid, person.name, person.name_native, person.employee_code,
  person."group", account.email, account.mobile, d.name, d.name_hi, d.name_ur,
  o.name_en, o.name_hi, o.name_ur, p.label, i.kind, i.valid_from
from orgs_incumbency i
join people_person person on person.id = i.person_id
join orgs_post p on p.id = i.post_id
join orgs_designation d on d.id = p.designation_id
join orgs_organisation o on o.id = p.organisation_id
left join people_account account on account.person_id = person.id
where i.organisation_path >= %(path)s and i.organisation_path < %(end)s
  and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  {search} {after}
order by key, i.id
limit %(limit)s
"""

_SEARCH = """
and (person.name ilike %(q)s or person.name_native ilike %(q)s or person.employee_code ilike %(q)s
     or account.email ilike %(q)s or account.mobile like %(q)s or d.name ilike %(q)s)
"""


def people_in(
    path: str, on: dt.date, after: str | None = None, limit: int = 50, q: str = "", sort: str = "name"
) -> Page[PersonInList]:
    """Who holds a post at `path` or below it on that day. sort: a key of SORTS.

    q: part of a name, e-mail, mobile, employee code or designation. after: `Page.after` of the page before; one that
    cannot be read counts as none.
    """
    key, last = _cursor(after)
    params = {"path": path, "end": path + END, "on": on, "limit": limit + 1, "q": f"%{plain(q)}%"}
    search = _SEARCH if q.strip() else ""
    where = ""
    if key is not None:
        where = f"and ({SORTS[sort]}, i.id) > (%(key)s::text, %(last)s::bigint)"
        params |= {"key": key, "last": last}
    sql = _PEOPLE.format(sort=SORTS[sort], search=search, after=where)
    found = rows.fetch(Record, sql, params)
    page = found[:limit]
    more = f"{page[-1][1]}.{page[-1][0]}" if len(found) > limit else None
    return Page([PersonInList(*row[2:]) for row in page], more)


def plain(text: str) -> str:
    """The text with the wildcards of LIKE taken literally."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _cursor(after: str | None) -> tuple[str | None, int]:
    number, dot, key = (after or "").partition(".")
    if not dot or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None, 0
    return key, int(number)
