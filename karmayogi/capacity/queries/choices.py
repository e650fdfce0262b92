"""What forms of a plan can name: at most twenty at a time."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str
    name_hi: str
    name_ur: str
    detail: str


_FOUND = {
    "person": """
        select p.uuid::text, p.name, p.name_native, '', p.employee_code
        from (select id from people_person where search like lower(%(q)s)
              union select id from people_person where employee_code = %(plain)s) x
        join people_person p on p.id = x.id
        where exists (select from orgs_incumbency i where i.person_id = p.id
          and i.organisation_path >= %(low)s and i.organisation_path < %(end)s and i.valid_from <= %(on)s
          and (i.valid_to is null or i.valid_to > %(on)s))
        order by p.name, p.id limit 20""",
    "course": """
        select uuid::text, title_en, title_hi, title_ur, code from learning_catalogueentry
        where live and not hidden
          and (title_en ilike %(q)s or title_hi like %(q)s or title_ur like %(q)s or code ilike %(q)s)
        order by length(title_en), title_en limit 20""",
}


def choices(kind: str, q: str, *, path: str, on: dt.date) -> list[Choice]:
    """kind: person (with a post at the path or below) or course."""
    if not q.strip():
        return []
    asked = {"q": rows.like(q), "plain": q.strip(), "low": path, "end": path + PATH_END, "on": on}
    return rows.fetch(Choice, _FOUND[kind], asked)
