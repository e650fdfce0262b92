"""Numbers, sizes, times and names as the reader's language writes them.

Digits are always 0-9 (the international form of Indian numerals, Constitution of India, article 343(1)) and always
grouped the Indian way, 1,23,456. CLDR groups Urdu the western way, so the grouping is ours and not Babel's.
"""

import datetime as dt
import functools
from decimal import Decimal

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karmayogi.kernel.clock import IST

NOTHING = "–"


def pick(en: str, hi: str | None = "", ur: str | None = "") -> str:
    """The text in the reader's language, English where there is none."""
    language = get_language()
    if language == "hi" and hi:
        return hi
    if language == "ur" and ur:
        return ur
    return en


_LETTERS = {"hi": ("\u0900", "\u097f"), "ur": ("\u0600", "\u06ff")}


def named(name: str, native: str | None) -> str:
    """A person's name in the reader's letters where it is known in them, otherwise in Latin ones."""
    first, last = _LETTERS.get(get_language() or "", ("", ""))
    return native if native and first <= native[0] <= last else name


def other_name(name: str, native: str | None) -> str:
    """The name in the letters that `named` did not choose: said beside it where who it is must be beyond doubt."""
    return name if named(name, native) != name else native or ""


def comma() -> str:
    """Between things in a row, with the blank after it."""
    return "، " if get_language() == "ur" else ", "


def _grouped(digits: str) -> str:
    if len(digits) <= 3:
        return digits
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail])


def num(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """1234567 -> 12,34,567. Fractions keep up to two places (or exactly `decimals`); None is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, int) and not decimals:
        return ("-" if value < 0 else "") + _grouped(str(abs(value)))
    whole, _dot, part = f"{abs(value):.{2 if decimals is None else decimals}f}".partition(".")
    if decimals is None:
        part = part.rstrip("0")
    sign = "-" if value < 0 and (whole.strip("0") or part.strip("0")) else ""
    return sign + _grouped(whole) + ("." + part if part else "")


def percent(part: float | Decimal | None, whole: float | Decimal = 1) -> str:
    """A share as whole per cent: percent(61, 100) -> 61%. A dash when there is nothing to divide by."""
    if part is None or not whole:
        return NOTHING
    return f"{num(round(float(part) * 100 / float(whole)))}%"


def mb(size: int | None) -> str:
    """Bytes as a download is announced: 4.2 MB, 640 kB. Powers of ten, as mobile plans count."""
    if size is None:
        return NOTHING
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": num(max(1, round(size / 1000)) if size else 0)}
    return _("%(size)s MB") % {"size": num(size / 1_000_000, 1 if size < 100_000_000 else 0)}


def mins(minutes: int | float | None) -> str:
    """Minutes as a person says them: 20 min, 1 h 20 min, 3 h."""
    if minutes is None:
        return NOTHING
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": num(hours)}
    return _("%(hours)s h %(minutes)s min") % {"hours": num(hours), "minutes": rest}


@functools.cache
def _months(language: str) -> dict[int, str]:
    # Full names in Hindi and Urdu: their abbreviations are rarely used in offices.
    width = "abbreviated" if language == "en" else "wide"
    names = Locale.parse(language).months["format"][width]
    return {number: str(names[number]) for number in range(1, 13)}


def _day_in_india(value: dt.date) -> dt.date:
    return value.astimezone(IST).date() if isinstance(value, dt.datetime) else value


def day(value: dt.date | None) -> str:
    """A date, or the Indian calendar day of an instant: 21 Nov 2026."""
    if value is None:
        return NOTHING
    on = _day_in_india(value)
    return f"{on.day} {_months(get_language() or 'en')[on.month]} {on.year}"


def when(value: dt.datetime | None) -> str:
    """An instant in Indian time: 21 Nov 2026, 14:05."""
    if value is None:
        return NOTHING
    return f"{day(value)}{comma()}{value.astimezone(IST):%H:%M}"
