"""Times and names as a certificate writes them. Digits are always 0-9 (Constitution of India, article 343(1))."""

import datetime as dt
import unicodedata

from babel import Locale

# In which the paper speaks. The pages speak fewer (settings.LANGUAGES).
LANGUAGES = ("en", "hi", "ur", "as", "bn", "gu", "kn", "ml", "mr", "or", "pa", "ta", "te")

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


# The other scripts of the Eighth Schedule: names are written in them.
_OTHERS = {
    "BENGALI": (
        "0980-0983 0985-098C 098F-0990 0993-09A8 09AA-09B0 09B2 09B6-09B9 09BC-09C4 09C7-09C8 09CB-09CE 09D7 "
        "09DC-09DD 09DF-09E3 09E6-09FE"
    ),
    "GURMUKHI": (
        "0A01-0A03 0A05-0A0A 0A0F-0A10 0A13-0A28 0A2A-0A30 0A32-0A33 0A35-0A36 0A38-0A39 0A3C 0A3E-0A42 "
        "0A47-0A48 0A4B-0A4D 0A51 0A59-0A5C 0A5E 0A66-0A76"
    ),
    "GUJARATI": (
        "0A81-0A83 0A85-0A8D 0A8F-0A91 0A93-0AA8 0AAA-0AB0 0AB2-0AB3 0AB5-0AB9 0ABC-0AC5 0AC7-0AC9 0ACB-0ACD "
        "0AD0 0AE0-0AE3 0AE6-0AF1 0AF9-0AFF"
    ),
    "ORIYA": (
        "0B01-0B03 0B05-0B0C 0B0F-0B10 0B13-0B28 0B2A-0B30 0B32-0B33 0B35-0B39 0B3C-0B44 0B47-0B48 0B4B-0B4D "
        "0B56-0B57 0B5C-0B5D 0B5F-0B63 0B66-0B77"
    ),
    "TAMIL": (
        "0B82-0B83 0B85-0B8A 0B8E-0B90 0B92-0B95 0B99-0B9A 0B9C 0B9E-0B9F 0BA3-0BA4 0BA8-0BAA 0BAE-0BB9 "
        "0BBE-0BC2 0BC6-0BC8 0BCA-0BCD 0BD0 0BD7 0BE6-0BFA"
    ),
    "TELUGU": (
        "0C00-0C0C 0C0E-0C10 0C12-0C28 0C2A-0C39 0C3D-0C44 0C46-0C48 0C4A-0C4D 0C55-0C56 0C58-0C5A 0C60-0C63 "
        "0C66-0C6F 0C77-0C7F"
    ),
    "KANNADA": (
        "0C80-0C8C 0C8E-0C90 0C92-0CA8 0CAA-0CB3 0CB5-0CB9 0CBC-0CC4 0CC6-0CC8 0CCA-0CCD 0CD5-0CD6 0CDE "
        "0CE0-0CE3 0CE6-0CEF 0CF1-0CF2"
    ),
    "MALAYALAM": ("0D00-0D0C 0D0E-0D10 0D12-0D44 0D46-0D48 0D4A-0D4F 0D54-0D63 0D66-0D7F"),
    "OL CHIKI": ("1C50-1C7F"),
    "MEETEI MAYEK": ("ABC0-ABED ABF0-ABF9"),
}
PRINTABLE = (
    _signs("0020-007E 00A0-00AC 00AE-017F 0900-097F 0600-06FF 200C-200D 2010-2027 20B9") - _signs(_ARABIC_NOT)
) | _signs(" ".join(_OTHERS.values()))

# By the beginning of the names of its letters: the language as which a text of that script is marked.
_LANGUAGES = {
    "DEVANAGARI": "hi", "ARABIC": "ur", "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "ORIYA": "or",
    "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "OL CHIKI": "sat", "MEETEI MAYEK": "mni",
}  # fmt: skip


# Languages written in the letters of another one, in terms of script_language.
_WRITTEN_AS = {
    "as": "bn", "brx": "hi", "doi": "hi", "kok": "hi", "mai": "hi", "mr": "hi", "ne": "hi", "sa": "hi",
}  # fmt: skip


# Signs that hang on another letter in these scripts, as a part of a pattern: see paper/certificate.typ.
HANGING = "".join(sorted(one for one in _signs(" ".join(_OTHERS.values())) if unicodedata.category(one)[0] == "M"))


def script_language(text: str) -> str:
    """The language whose fonts and direction a text needs, by its first letter; en for any other script."""
    for symbol in text:
        name = unicodedata.name(symbol, "")
        for script, language in _LANGUAGES.items():
            if name.startswith(script):
                return language
        if symbol.isalpha():
            return "en"
    return "en"


def written_as(language: str) -> str:
    """The language that stands for the letters in which that one is written: hi for mr, bn for as."""
    return _WRITTEN_AS.get(language, language)


def text_language(text: str, *likely: str) -> str:
    """As which language a text is marked: the first of the likely ones that is written in its letters."""
    letters = script_language(text)
    return next((one for one in likely if written_as(one) == letters), letters)


def day(on: dt.date, language: str) -> str:
    """21 November 2026, with the name of the month in that language."""
    return f"{on.day} {Locale.parse(language).months['format']['wide'][on.month]} {on.year}"


def duration(minutes: int, words: dict[str, str]) -> str:
    """150 -> 2 h 30 min. words: hours and minutes, with a place for the number; hour and minute, for one."""
    hours, rest = divmod(minutes, 60)
    parts = [words["hour"] if hours == 1 else words["hours"].format(hours=hours)] if hours else []
    if rest or not hours:
        parts.append(words["minute"] if rest == 1 else words["minutes"].format(minutes=rest))
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
