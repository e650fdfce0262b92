"""Consonant skeletons: one spelling for what is written, romanised or mistyped in many ways.

"सूचना का अधिकार", "suchna ka adhikar" and "soochana adhikaar" all give "scn adkr". Words lose their vowels (a leading
one becomes "a"), aspirates become plain, doubled letters single. Digits stay.
"""

import functools
import re

from anyascii import anyascii

# Longest first: these pairs are one sound, or one of two spellings of it.
_FOLD = (
    ("tch", "C"), ("chh", "C"), ("ksh", "ks"), ("tion", "sn"), ("sion", "sn"), ("sch", "s"), ("sh", "s"), ("ch", "C"),
    ("th", "t"), ("dh", "d"), ("bh", "b"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("jh", "j"), ("rh", "r"), ("ck", "k"),
    ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("x", "ks"), ("q", "k"), ("w", "v"), ("z", "j"),
    ("c", "k"), ("C", "c"),
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
STOP = frozenset(
    {
        "the", "of", "to", "and", "for", "in", "on", "at", "by", "with", "from", "an", "is", "are", "a",
        "ka", "ki", "ke", "ko", "men", "mein", "me", "se", "aur", "par", "hai", "liye",
    }
)  # fmt: skip
# What officers type: the letters of an act or a manual. The meaning is searched beside the letters.
ALIASES = {
    "rti": "right to information",
    "gfr": "general financial rules",
    "posh": "prevention of sexual harassment",
    "gst": "goods and services tax",
    "ccs": "central civil services conduct rules",
    "csmop": "manual of office procedure noting drafting",
    "cpgrams": "public grievance redress",
    "cert": "cyber incident",
    "gem": "government procurement",
    "acr": "appraisal report",
    "apar": "appraisal report",
    "dpdp": "personal data protection",
    "frac": "roles activities competencies",
    "mgnrega": "rural employment guarantee",
    "icc": "internal committee sexual harassment",
    "pio": "public information officer",
}


@functools.lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The skeleton of one lower-case ASCII word; "" when nothing is left."""
    for pair, sound in _FOLD:
        word = word.replace(pair, sound)
    head = "a" if word[:1] in "aeiou" else ("" if word[:1] != "y" else "y")
    body = re.sub(r"[aeiouy]", "", word)
    body = body[:1] + re.sub(r"h", "", body[1:])
    body = re.sub(r"m(?=[pbf])", "n", body)
    return (head + re.sub(r"(.)\1+", r"\1", body))[:60]


def words(text: str) -> list[str]:
    """Lower-case ASCII words of a text in any script."""
    found: list[str] = []
    for piece in text.split():
        plain = anyascii(piece).lower().replace("'", "").replace("`", "")
        # In the romanisation of Indian scripts c is the sound of "ch"; in English words it is mostly that of k.
        found += _WORD.findall(plain if piece.isascii() else plain.replace("c", "ch"))
    return found


def key(text: str) -> str:
    """Skeletons of the words of a text, stop words left out, separated by blanks."""
    return " ".join(s for word in words(text) if word not in STOP and len(s := skeleton(word)) > 1)


def query_terms(text: str) -> list[list[list[str]]]:
    """What was asked, as all-of (any-of (all-of skeletons)): the last for the words of an alias's meaning.

    At most eight words count.
    """
    terms: list[list[list[str]]] = []
    for word in [word for word in words(text[:200]) if word not in STOP][:8]:
        own = skeleton(word)
        ways = [[own]] if own and (len(own) > 1 or word.isdigit()) else []
        if word in ALIASES:
            ways.append(key(ALIASES[word]).split())
        if ways:
            terms.append(ways)
    return terms
