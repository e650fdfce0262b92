"""What one person has held, when and by which order; and finding somebody who is between two posts."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.queries.then import FILLS, POSTS, on


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """A posting as it was on its last day (or is today): designation and unit under the names of that day."""

    uuid: uuids.UUID
    post_uuid: uuids.UUID
    post_code: str
    label: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    unit_en: str
    unit_hi: str
    unit_ur: str
    path: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    order_number: str


def service_of(person_id: int, today: dt.date) -> list[Service]:
    """All postings, the latest first."""
    return rows.fetch(
        Service,
        f"""
        select i.uuid, seat.uuid, seat.code, p.label, d.name, d.name_hi, d.name_ur,
          coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi), coalesce(n.name_ur, o.name_ur),
          i.organisation_path, i.kind, i.valid_from, i.valid_to, i.order_number
        from orgs_incumbency i
        cross join lateral (
          select greatest(i.valid_from, least(i.valid_to - 1, %(today)s::date)) as day
        ) last
        join orgs_post seat on seat.id = i.post_id
        join {POSTS} p on p.post_id = i.post_id
          and p.valid_from <= last.day and (p.valid_to is null or p.valid_to > last.day)
        join orgs_designation d on d.id = p.designation_id
        join orgs_organisation o on o.id = p.organisation_id
        left join orgs_organisationspell n on n.organisation_id = o.id
          and n.valid_from <= last.day and (n.valid_to is null or n.valid_to > last.day)
        where i.person_id = %(person)s order by i.valid_from desc, i.id desc
        """,
        {"person": person_id, "today": today},
    )


def retirement_of(person_id: int) -> tuple[dt.date, str] | None:
    """(first day on which she no longer serves, reason)."""
    return rows.first(lambda day, reason: (day, reason), 'select "on", reason from orgs_retirement where person_id = %s',
                      [person_id])  # fmt: skip


def free_person(text: str, on_day: dt.date) -> list[tuple[int, str]]:
    """(id, name) of whoever has exactly this e-mail, mobile or employee ID and fills no post on that day.

    Somebody on a post is not found this way: her own office relieves her first, or an office over both transfers her.
    """
    return rows.fetch(
        lambda person_id, name: (person_id, name),
        f"""
        select person.id, person.name from people_person person
        left join people_account a on a.person_id = person.id
        where (a.email = lower(%(text)s) or a.mobile = %(mobile)s or person.employee_code = %(text)s)
          and not exists (select from orgs_incumbency i where i.person_id = person.id and i.kind in {FILLS} and {on("i")})
        limit 2
        """,
        {"text": text, "mobile": "+91" + text.replace(" ", "").removeprefix("+91"), "on": on_day},
    )
