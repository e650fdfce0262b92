"""Days on which an office does not work, besides Saturday and Sunday."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class HolidayRow:
    """organisation_id: None for the whole country. own: added by the office that the list was asked for."""

    on: dt.date
    name_en: str
    name_hi: str
    name_ur: str
    organisation_id: int | None


_OF = """
from plans_holiday h left join orgs_organisation o on o.id = h.organisation_id
join orgs_organisation mine on mine.id = any(%(units)s::bigint[])
where (h.organisation_id is null or starts_with(mine.path, o.path))
"""


def holidays_of(organisation_id: int) -> frozenset[dt.date]:
    """Those of the country, of the organisation and of all above it."""
    return holidays_of_many([organisation_id]).get(organisation_id, frozenset())


def holidays_of_many(organisation_ids: list[int]) -> dict[int, frozenset[dt.date]]:
    found: dict[int, set[dt.date]] = {}
    for unit, day in rows.fetch(
        lambda *row: row, f'select mine.id, h."on" {_OF}', {"units": sorted(set(organisation_ids))}
    ):
        found.setdefault(unit, set()).add(day)
    return {unit: frozenset(days) for unit, days in found.items()}


def holiday_list(organisation_id: int, year: int) -> list[HolidayRow]:
    """Of a calendar year, by day."""
    return rows.fetch(
        HolidayRow,
        f'select h."on", h.name_en, h.name_hi, h.name_ur, h.organisation_id {_OF}'
        ' and extract(year from h."on") = %(year)s order by h."on", h.id',
        {"units": [organisation_id], "year": year},
    )
