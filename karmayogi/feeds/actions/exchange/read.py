"""From a drop (xlsx, ods, csv, JSON) into a table of the transaction: cleaned cell by cell, copied in one stream."""

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection
from django.utils.translation import gettext as _

from karmayogi.feeds.actions.exchange import words
from karmayogi.feeds.engine import drop
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

# problems: [[field, code, what], ...]. born_md: the date of birth if the month comes first.
_TABLE = """
create temp table feed_row (
  row int not null, code text not null, name text not null, email text, mobile text, "group" text, gender text,
  category text, birth_on date, born_md date, born_text text, designation text, office text, problems jsonb not null,
  raw jsonb not null, notes jsonb not null default '[]'
) on commit drop
"""
_COLUMNS = (
    'row, code, name, email, mobile, "group", gender, category, birth_on, born_md, born_text, designation, office,'
    " problems, raw"
)


# Cells and addresses that need no cleaning: nearly all of a large file, so that they are told by one expression.
_PLAIN = re.compile(r"[!-&(-~][!-~]*(?: [!-~]+)*")
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9_+-]{1,40}(?:\.[a-z0-9_+-]{1,40}){0,4}@(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,5}[a-z]{2,20}"
)


@dataclasses.dataclass(slots=True)
class Reading:
    """What the reading found out about the file as a whole."""

    rows: int = 0
    legacy: int = 0
    days: tuple[int, int] = (0, 0)


def read_drop(path: Path, on: dt.date) -> Reading:
    """Fills feed_row. Raises Refused when the file as a whole cannot be used."""
    rows.run("drop table if exists pg_temp.feed_row")
    rows.run(_TABLE)
    reading = Reading()
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"copy feed_row ({_COLUMNS}) from stdin") as copy,
    ):
        for number, cells in _records(path):
            reading.rows += 1
            if reading.rows > drop.MOST_ROWS:
                raise Refused(_("There are more than %(most)s rows. Split the file.") % {"most": drop.MOST_ROWS})
            copy.write_row(_row(number, cells, reading))
    if not reading.rows:
        raise Refused(_("There are headings and no officers below them."))
    if reading.legacy * 2 > reading.rows:
        raise Refused(
            _(
                "Most names in this file were typed for an old font such as Kruti Dev and cannot be stored. "
                "Convert the column to Unicode, or type the names in English letters."
            )
        )
    _decide_days(reading, on)
    rows.run("analyze feed_row")
    return reading


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"[", b"{")):
        yield from _json(path)
        return
    sheet = orgs.open_sheet(path, most_bytes=drop.MOST_BYTES, most_rows=drop.MOST_ROWS + 10)
    places = {
        place: field
        for place, heading in enumerate(sheet.headings)
        if (field := drop.heading_field(orgs.cell_text(heading)))
    }
    missing = [words.field_in_words(field) for field in drop.MANDATORY if field not in places.values()]
    if missing:
        raise Refused(
            _("These columns are missing: %(names)s. Use the template: its headings must stay as they are.")
            % {"names": ", ".join(missing)}
        )
    if len(set(places.values())) < len(places):
        raise Refused(_("A column is there twice."))
    for number, cells in sheet.rows:
        record = {field: _text(cells[place]) for place, field in places.items() if place < len(cells)}
        if any(record.values()):
            yield number, record


def _json(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.stat().st_size > drop.MOST_BYTES:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": drop.MOST_BYTES // 1024 // 1024})
    try:
        loaded = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise Refused(_("The file is not readable JSON.")) from None
    if isinstance(loaded, dict):
        loaded = loaded.get("officers")
    if not isinstance(loaded, list) or not all(isinstance(one, dict) for one in loaded):
        raise Refused(_("The file is a list of officers, or an object with such a list under “officers”."))
    for number, one in enumerate(loaded, 1):
        named = {drop.heading_field(str(key)): value for key, value in one.items()}
        yield number, {field: _text(value) for field, value in named.items() if field}


def _text(cell: Any) -> str:
    if cell == "" or cell is None:
        return ""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return cell
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return orgs.cell_text(cell if isinstance(cell, str | int | float) else None).replace("\0", "")


def _row(number: int, cells: dict[str, str], reading: Reading) -> tuple[Any, ...]:
    problems: list[tuple[str, str, str]] = []
    raw = [cells.get(field, "") for field in drop.FIELDS]
    for field in drop.MANDATORY:
        if not cells.get(field):
            problems.append((field, "needed", ""))
    code, name = _code(cells.get("code", ""), problems), cells.get("name", "")
    if name and not _name_reads(name):
        legacy = orgs.looks_like_legacy_font(name)
        reading.legacy += legacy
        problems.append(("name", "legacy_font" if legacy else "name", name[:80]))
    email = _email(cells.get("email", ""), problems)
    mobile = _mobile(cells.get("mobile", ""), problems)
    if not email and not mobile and not problems:
        problems.append(("email", "contact", ""))
    chosen = {}
    for field in drop.CHOICES:
        value = cells.get(field, "")
        chosen[field] = drop.choose(field, value) if value else None
        if value and chosen[field] is None:
            problems.append((field, "list", value[:80]))
    born = cells.get("birth_on", "")
    day = drop.read_day(orgs.cell_digits(born)) if born else None
    if born and day is None:
        problems.append(("birth_on", "date", born[:80]))
    if born:
        found = drop.evidence(orgs.cell_digits(born))
        reading.days = (reading.days[0] + found[0], reading.days[1] + found[1])
    return (
        number, code[:60], name[:200], email, mobile, chosen["group"], chosen["gender"], chosen["category"],
        day and day.day_first, day and day.month_first, born[:80] or None, cells.get("designation", "")[:200] or None,
        cells.get("office") or None, _json_text(problems), _json_text(raw),
    )  # fmt: skip


def _json_text(value: Any) -> str:
    return "[]" if not value else msgspec.json.encode(value).decode()


def _code(value: str, problems: list[tuple[str, str, str]]) -> str:
    if len(value) > 60 or any(sign in value for sign in '=<>"{}|') or "E+" in value.upper():
        problems.append(("code", "code", value[:80]))
    return value


@functools.lru_cache(maxsize=4096)
def _name_reads(name: str) -> bool:
    letters = sum(sign.isalpha() for sign in name)
    odd = any(sign in '=<>{}[]|\\_@#$%^*~;:!?"+0123456789' for sign in name)
    return letters >= 2 and len(name) <= 200 and not odd and not orgs.looks_like_legacy_font(name)


def _email(value: str, problems: list[tuple[str, str, str]]) -> str | None:
    if not value:
        return None
    if _PLAIN_EMAIL.fullmatch(value):
        return value
    clean = people.clean_email(value)
    if clean is None:
        problems.append(("email", "email", value[:80]))
    return clean


def _mobile(value: str, problems: list[tuple[str, str, str]]) -> str | None:
    if not value:
        return None
    if plain := drop.plain_mobile(value):
        return plain
    try:
        return orgs.read_mobile(value)
    except orgs.BadCell as bad:
        problems.append(("mobile", bad.code, bad.what[:80]))
        return None


def _decide_days(reading: Reading, on: dt.date) -> None:
    """Day or month first is decided for the file; what stays open, and births out of reason, become problems."""
    month_first = drop.month_comes_first([reading.days])
    if month_first is None:
        rows.run(
            """
            update feed_row set problems = problems || jsonb_build_array(jsonb_build_array(
              'birth_on', 'two_ways', born_text)) where birth_on <> born_md
            """
        )
    elif month_first:
        rows.run("update feed_row set birth_on = born_md where birth_on <> born_md")
    rows.run(
        """
        update feed_row set problems = problems || jsonb_build_array(jsonb_build_array(
          'birth_on', 'birth', to_char(birth_on, 'DD-MM-YYYY')))
        where birth_on is not null and not (birth_on between %s::date - interval '101 years' + interval '1 day'
          and %s::date - interval '14 years')
        """,
        [on, on],
    )
