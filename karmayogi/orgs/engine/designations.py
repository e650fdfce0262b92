"""When two designations are probably the same: keys, likeness, and the reason in words. Pure.

A master of thousands of typed designations repeats itself by letter case, punctuation, plural, abbreviation, the
order of words and plain misspelling. Nothing here decides: it proposes pairs to a person.
"""

import re
import unicodedata

# Abbreviations as Indian offices write them. Each is unambiguous as a word of a designation.
ABBREVIATIONS = {
    "accts": "accounts", "acct": "account", "addl": "additional", "adm": "administrative", "admin": "administrative",
    "admn": "administration", "asst": "assistant", "assstt": "assistant", "asstt": "assistant", "atten": "attendant",
    "comm": "commissioner", "commr": "commissioner", "dept": "department", "deptt": "department", "dir": "director",
    "dist": "district", "distt": "district", "div": "divisional", "dy": "deputy", "elec": "electrical",
    "engg": "engineering", "engr": "engineer", "exec": "executive", "gen": "general", "govt": "government",
    "gr": "grade", "insp": "inspector", "jr": "junior", "jt": "joint", "lab": "laboratory", "mech": "mechanical",
    "mgr": "manager", "offr": "officer", "pvt": "private", "secy": "secretary", "sec": "section",
    "sr": "senior", "supdt": "superintendent", "suptd": "superintendent", "supt": "superintendent",
    "tech": "technical",
}  # fmt: skip
# Two correct spellings of one word.
VARIANTS = {
    "advisor": "adviser", "dispatch": "despatch", "draughtsman": "draftsman", "enquiry": "inquiry", "labor": "labour",
    "organizer": "organiser", "organization": "organisation", "organizing": "organising", "program": "programme",
    "pediatrician": "paediatrician", "anesthetist": "anaesthetist", "gynecologist": "gynaecologist",
    "orthopedic": "orthopaedic",
}  # fmt: skip
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_ORDINAL = {"1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "iind": "2", "ist": "1", "iiird": "3"}
JOINING = {"of", "the", "and", "to", "for", "in", "cum"}
_WORD = re.compile(r"[^\W_]+")


def words(name: str) -> list[str]:
    """The words that carry meaning: folded, abbreviations written out, numbers in one form, joining words left out."""
    return [word for word in map(variant, map(number, map(expand, parts(name)))) if word not in JOINING]


def parts(name: str) -> list[str]:
    """The words as written, folded; "&" is read as "and"."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ").replace("'s", "s").replace("’s", "s")
    return _WORD.findall(re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", text))  # P.A. -> pa.


def expand(word: str) -> str:
    """asstt -> assistant."""
    return ABBREVIATIONS.get(word, word)


def number(word: str) -> str:
    """ii, 2nd, iind -> 2."""
    return _ORDINAL.get(word, _ROMAN.get(word, word))


def variant(word: str) -> str:
    """advisor -> adviser."""
    return VARIANTS.get(word, word)


def singular(word: str) -> str:
    """accounts -> account, secretaries -> secretary. For comparing only: it is no grammar."""
    if len(word) < 5 or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


def designation_key(name: str) -> str:
    """Equal for designations that differ only in case, punctuation, spacing, plural, abbreviation or joining words.

    Two names with one key are near-duplicates. Never empty for a name that holds a letter or digit: such a name of
    joining words only is its own key.
    """
    key = " ".join(singular(word) for word in words(name))
    return key[:200] or " ".join(_WORD.findall(name.casefold()))[:200]


def distance(one: str, other: str, limit: int = 3) -> int:
    """Edits (insert, delete, replace, swap of neighbours) from one word to the other, counted up to `limit`."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
