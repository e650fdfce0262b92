"""Which institutes are accredited, by which standard, at which level, when."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.insight.queries.wording import words
from karmayogi.insight.types import Words
from karmayogi.kernel import rows

PAGE = 50
# Stars, with the names of the grades of NSCSTI; that of three is told of by its neighbours alone.
LEVELS = {
    0: Words("No star", "कोई तारा नहीं", "کوئی ستارہ نہیں"),
    1: Words("1 star (Uttam)", "1 तारा (उत्तम)", "1 ستارہ (اُتّم)"),
    2: Words("2 stars (Ati Uttam)", "2 तारे (अति उत्तम)", "2 ستارے (اَتی اُتّم)"),
    3: Words("3 stars (Utkrisht)", "3 तारे (उत्कृष्ट)", "3 ستارے (اُتکرِشٹ)"),
    4: Words("4 stars (Ati Utkrisht)", "4 तारे (अति उत्कृष्ट)", "4 ستارے (اَتی اُتکرِشٹ)"),
    5: Words("5 stars (Sarvotkrisht)", "5 तारे (सर्वोत्कृष्ट)", "5 ستارے (سرووتکرِشٹ)"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Accredited:
    """key: where the next page begins. withdrawn_on: first day on which it holds no more. holds: on the asked day."""

    key: str
    uuid: UUID
    provider: UUID
    name: Words
    standard: str
    level: Words
    from_on: dt.date
    until_on: dt.date | None
    document: str
    given_by: str
    withdrawn_on: dt.date | None
    reason: str
    holds: bool


_LINES = """
select a.id, a.uuid, p.uuid, p.name_en, p.name_hi, p.name_ur, a.standard, a.level, a.from_on, a.until_on, a.document,
  a.given_by, a.withdrawn_on, a.reason,
  a.from_on <= %(on)s and (a.until_on is null or a.until_on >= %(on)s)
    and (a.withdrawn_on is null or a.withdrawn_on > %(on)s)
from insight_accreditation a join learning_provider p on p.id = a.provider_id
where (%(provider)s::uuid is null or p.uuid = %(provider)s::uuid)
  and (p.name_en ilike %(like)s or p.name_hi ilike %(like)s or p.name_ur ilike %(like)s or a.standard ilike %(like)s)
  and (%(before)s::bigint is null or a.id < %(before)s::bigint)
order by a.id desc limit %(most)s
"""
_LICENSED = "select id, name_en from learning_provider where uuid = %s and status in ('licensed', 'suspended')"
_CHOICES = """
select uuid, name_en, name_hi, name_ur from learning_provider
where status in ('licensed', 'suspended') and kind <> 'expert' order by name_en
"""


def accreditations(
    on: dt.date, *, search: str = "", before: str = "", provider: UUID | None = None, most: int = PAGE
) -> list[Accredited]:
    """The latest first, one more than a page where there is another; search: in names and standards."""
    key = int(before) if before.isdecimal() and len(before) < 19 else None
    return rows.fetch(
        _line, _LINES,
        {"on": on, "provider": provider, "like": rows.like(search), "before": key, "most": most + 1},
    )  # fmt: skip


def levels_on(on: dt.date) -> dict[str, str]:
    """Uuid of each institute that is accredited on the day -> standard and level, in the language of the
    reader."""
    found: dict[str, str] = {}
    for one in accreditations(on, most=10_000):
        if one.holds:
            said = f"{one.standard}: {words(one.level)}"
            found[str(one.provider)] = f"{found[str(one.provider)]}; {said}" if str(one.provider) in found else said
    return found


def licensed(provider: UUID) -> tuple[int, str] | None:
    """Id and name of a provider that is or was licensed."""
    return rows.first(lambda key, name: (key, name), _LICENSED, [provider])


def choices() -> list[tuple[str, Words]]:
    return rows.fetch(lambda number, *names: (str(number), Words(*names)), _CHOICES)


def _line(
    key: int, number: UUID, provider: UUID, en: str, hi: str, ur: str, standard: str, level: int,
    from_on: dt.date, until_on: dt.date | None, document: str, given_by: str, withdrawn_on: dt.date | None, reason: str,
    holds: bool,
) -> Accredited:  # fmt: skip
    return Accredited(
        str(key), number, provider, Words(en, hi, ur), standard, LEVELS[level], from_on, until_on, document, given_by,
        withdrawn_on, reason, holds,
    )  # fmt: skip
