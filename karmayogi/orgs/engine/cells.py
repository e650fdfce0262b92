"""Cleaning what people type into spreadsheets: digits of other scripts, Excel's shortened numbers, legacy fonts. Pure.

A cell is a str, an int, a float, a date or None. Each `read_*` returns the clean value or raises `Bad` with a code;
the sentences for the reader, in three languages, are made elsewhere (actions.officers.words).
"""

import datetime as dt
import re
import unicodedata

type Cell = str | int | float | dt.date | None

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d+$")
_INDIAN_MOBILE = re.compile(r"^(?:\+?91|0)?([6-9]\d{9})$")
_DATE = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?$")


class Bad(ValueError):
    """A cell that cannot be used. code: what is wrong; what: the text to show with it."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


def text(cell: Cell) -> str:
    """One line without invisible marks (joiners of Indic text stay); 7.0 as "7"; a date as dd-mm-yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.strftime("%d-%m-%Y")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    plain = unicodedata.normalize("NFC", str(cell)).replace("\u00a0", " ")
    # Our own sheets put an apostrophe before what could be taken for a formula.
    return re.sub(r"^'(?=[=+\-@])", "", " ".join(_INVISIBLE.sub("", plain).split()))


def digits(value: str) -> str:
    """The text with the digits of every script (०-९, ۰-۹, ...) as 0-9."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in value)


def read_number(cell: Cell) -> str:
    """A code of digits that Excel may have taken for a number. Raises Bad("shortened") when digits are lost."""
    value = digits(text(cell))
    if not _SCIENTIFIC.match(value):
        return value
    mantissa, _, exponent = value.lower().replace(",", ".").replace("+", "").partition("e")
    figures = mantissa.replace(".", "")
    places = int(exponent) + 1
    if len(figures) < places:
        raise Bad("shortened", value)
    if len(figures) > places or places > 20:
        raise Bad("shortened", value)
    return figures


def read_mobile(cell: Cell) -> str:
    """An Indian mobile number as +91 and ten digits; a number of elsewhere as +digits. Raises Bad("mobile")."""
    value = re.sub(r"[\s().\-–/]", "", read_number(cell))
    found = _INDIAN_MOBILE.match(value)
    if found:
        return f"+91{found[1]}"
    if re.fullmatch(r"\+(?!91)[1-9]\d{7,14}", value):
        return value
    raise Bad("mobile", text(cell))


def read_date(cell: Cell, latest: dt.date) -> dt.date:
    """A day of birth: a date of Excel, or dd-mm-yyyy with -, / or . between. Raises Bad("date") or Bad("birth").

    latest: the day of the import; whoever would be under 14 or over 100 that day is refused as a slip of the pen.
    """
    if isinstance(cell, dt.datetime):
        day = cell.date()
    elif isinstance(cell, dt.date):
        day = cell
    else:
        value = digits(text(cell))
        found, iso = _DATE.match(value), _ISO_DATE.match(value)
        try:
            if iso:
                day = dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
            elif found:
                day = dt.date(int(found[3]), int(found[2]), int(found[1]))
            else:
                raise ValueError
        except ValueError:
            raise Bad("date", value) from None
    if not 14 <= latest.year - day.year - ((latest.month, latest.day) < (day.month, day.day)) <= 100:
        raise Bad("birth", day.strftime("%d-%m-%Y"))
    return day


def read_pin(cell: Cell) -> str:
    """Six digits of India Post, the first not 0. Raises Bad("pin")."""
    value = read_number(cell).replace(" ", "")
    if not re.fullmatch(r"[1-9]\d{5}", value):
        raise Bad("pin", text(cell))
    return value


def read_code(cell: Cell, longest: int = 60) -> str:
    """A code of an office: letters, digits and the signs that offices use. Raises Bad("code")."""
    value = read_number(cell)
    if len(value) > longest or re.search(r"[=<>\"{}|]|^[+\-@]", value):
        raise Bad("code", value[:80])
    return value


def read_name(cell: Cell) -> str:
    """A name as typed, in any script. Raises Bad("legacy_font") or Bad("name")."""
    value = text(cell)
    if looks_like_legacy_font(value):
        raise Bad("legacy_font", value[:80])
    letters = sum(unicodedata.category(sign)[0] in "LM" for sign in value)
    if letters < 2 or len(value) > 200 or re.search(r"[=<>{}\[\]|\\_@#$%^*~;:!?\"+0-9]", value):
        raise Bad("name", value[:80])
    return value


def read_tags(cell: Cell) -> tuple[str, ...]:
    """Tags separated by ; or |, each once, in their order. Raises Bad("tags")."""
    found = dict.fromkeys(tag.strip() for tag in re.split(r"[;|]", text(cell)))
    tags = tuple(tag for tag in found if tag)
    if len(tags) > 20 or any(len(tag) > 60 or tag[0] in "=+-@" for tag in tags):
        raise Bad("tags", text(cell)[:80])
    return tags


# Words that are Hindi typed for the font Kruti Dev (कुमार, सिंह, राम, देवी, शर्मा, वर्मा, श्री ...): the font only makes
# them look Hindi; stored, they are nonsense.
_KRUTI_DEV = {
    "dqekj", "flag", "flg", "jke", "nsoh", "'kekZ", "oekZ", "xqIrk", "flUgk", "izlkn", "feJk", "feJ", "ikaMs", "ikBd",
    "egrks", "jktsUnz", "jktsUæ", "Jh", "Jherh", "'kqDyk", "'kqDy", "vfuy", "lquhy", "vt;", "fot;", "lat;", "eksgu",
    "vk'kk", "lquhrk", "fou;", "fodkl", "jes'k", "lqjs'k", "egs'k", "fnus'k", "jkts'k", "v'kksd", "fot;k", "jk/kk",
}  # fmt: skip
# Otherwise one sees it by what no name begins or ends with, typed in small letters as that font wants it: the signs for
# vowels are consonants there (k q h w s), so that vferk is अमित, lqjs'k is सुरेश, usgk is नेहा. Only words that begin
# with a small letter are judged so: Tshering, Nguyen and D'Souza begin with a capital, in the font it is a half letter.
_NO_ONSET = re.compile(
    r"^(?:v[bcdfgjkmnpqstxz]|f[bcdghjkmnpqstvwxz]|x[bcdfghjkmnpqrstvwyz]|j[bcdfgjkmpqstvxz]|l[bcdfgjkmnpqrstvxz]"
    r"|g[bcdfgjkmpqstvxz]|d[bcfgjkmpqtx]|t[bcdfgjkmpqvx]|p[bcdgjkmqvxz]|c[bdfgjkmpqtvx]|b[cdfgjkmpqtvxz]|m[dfgjkqtvxz]"
    r"|ns|iz[dkl]|q[bcdfghjklmnpqrstvwxyz])"
)
_NO_END = re.compile(r"[bdfgjmptvxyz]k$|[bcdgjmptvx]q$|[gjktx]st$|;k?$")
_NO_VOWEL = re.compile(r"^[b-df-hj-np-tv-xz;']{3,}$")
_SIBILANT = re.compile(r"^(?!o'k)[a-z]*'k")  # श
_SHORT = {"smt", "mrs", "mst", "shr", "kmr", "mhd"}
_HALF_FORM_AT_END = re.compile(r"^[a-z']{2,}[A-Z]$|^[a-z';]*[a-z][A-Z][a-z';]*[kZ]$")


def looks_like_legacy_font(value: str) -> bool:
    """Whether the text was typed for a legacy Devanagari font and not in Unicode. An apostrophe alone says nothing."""
    if not value.isascii() and not re.search("[\u00a1-\u00ff]", value):
        return False
    found = value.split()
    if any(word in _KRUTI_DEV or _is_no_name(word) for word in found):
        return True
    odd = sum(bool(re.search(r"[a-zA-Z][;/\[\]][a-zA-Z]|[\u00a1-\u00bf]", word)) for word in found)
    return bool(found) and odd + sum(bool(_HALF_FORM_AT_END.match(word)) for word in found) == len(found)


def _is_no_name(word: str) -> bool:
    """A word in small letters without the vowels, or with a beginning or an end, that no name has."""
    word = word.strip(".,()")
    if word in _SHORT or not re.fullmatch(r"[a-z'][A-Za-z';]{2,}", word):
        return False
    return bool(_NO_ONSET.match(word) or _NO_END.search(word) or _NO_VOWEL.match(word) or _SIBILANT.match(word))
