"""Times and names as a certificate writes them. Digits are always 0-9 (Constitution of India, article 343(1))."""

import datetime as dt
import unicodedata

from babel import Locale

LANGUAGES = ("en", "hi", "ur")


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
