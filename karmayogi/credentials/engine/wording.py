"""Times and names as a certificate writes them. Digits are always 0-9 (Constitution of India, article 343(1))."""

import datetime as dt
import unicodedata

from babel import Locale

LANGUAGES = ("en", "hi", "ur")

# Letters that the fonts of the certificate have (fonts/FONTS.md). Left out with the rest: marks of direction, by which
# a name could turn round the line that it stands in.
_ARABIC_NOT = (
    "0605-0608 0615-061A 061C-061D 065A-065C 0674-0678 0682 0690 0692 0694-0695 0697 069B-069D 069F-06A0 "
    "06A2-06A3 06A5 06A7-06A8 06AA 06AC-06AE 06B2 06B4-06B6 06B8-06B9 06BD 06BF 06C5 06C8-06C9 06CB 06CE-06CF 06D1 "
    "06D6-06DC 06DF 06E2-06E8 06EA-06ED 06FA-06FE"
)


def _signs(ranges: str) -> set[str]:
    spans = [span.partition("-") for span in ranges.split()]
    return {chr(code) for first, _, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)}


PRINTABLE = _signs("0020-007E 00A0-00AC 00AE-017F 0900-097F 0600-06FF 200C-200D 2010-2027 20B9") - _signs(_ARABIC_NOT)


def script_language(text: str) -> str:
    """The language whose fonts and direction a text needs, by its first letter: hi, ur, else en."""
    for symbol in text:
        name = unicodedata.name(symbol, "")
        if name.startswith("DEVANAGARI"):
            return "hi"
        if name.startswith("ARABIC"):
            return "ur"
        if symbol.isalpha():
            return "en"
    return "en"


def day(on: dt.date, language: str) -> str:
    """21 November 2026, with the name of the month in that language."""
    return f"{on.day} {Locale.parse(language).months['format']['wide'][on.month]} {on.year}"


def duration(minutes: int, words: dict[str, str]) -> str:
    """150 -> 2 h 30 min. words: hours and minutes, with a place for the number."""
    hours, rest = divmod(minutes, 60)
    parts = [words["hours"].format(hours=hours)] if hours else []
    if rest or not hours:
        parts.append(words["minutes"].format(minutes=rest))
    return " ".join(parts)


def fitting(text: str, sizes: list[tuple[int, int]], smallest: int) -> int:
    """The size in points for a text of that length. sizes: (up to so many signs, points), in order."""
    return next((points for signs, points in sizes if len(text) <= signs), smallest)


def printable(text: str) -> str:
    """The text on one line without what the fonts cannot print."""
    return " ".join("".join(symbol if symbol in PRINTABLE else " " * symbol.isspace() for symbol in text).split())


def prints(text: str) -> bool:
    """Whether every letter of the text can be printed."""
    return printable(text) == " ".join(text.split())
