"""What one person has held, when and by which order; and finding somebody by her contacts."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.queries.then import FILLS, POSTS, on
from karmayogi.people import api as people


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
    return rows.first(
        lambda day, reason: (day, reason), 'select "on", reason from orgs_retirement where person_id = %s', [person_id]
    )


def found_by_contact(text: str) -> tuple[int, str, str] | None:
    """(id, name, name in her own script) of the person with exactly this e-mail or mobile."""
    account = people.find_account(email=text, mobile=text)
    if account is None or account.person_id is None:
        return None
    return rows.first(
        lambda *columns: columns, "select id, name, name_native from people_person where id = %s", [account.person_id]
    )


def fills_a_post(person_id: int, on_day: dt.date) -> bool:
    """Whether she fills a post on that day; additional charge and officiating do not count."""
    return bool(
        rows.scalar(
            f"select exists (select from orgs_incumbency i where i.person_id = %(person)s and i.kind in {FILLS} "
            f"and {on('i')})",
            {"person": person_id, "on": on_day},
        )
    )
