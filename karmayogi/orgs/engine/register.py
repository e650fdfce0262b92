"""How the raw register of union organisations is read: keys of names, kinds, and which department is whose. Pure."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")

# Former names in the raw files -> the name as it is now.
RENAMED = {"ministry of human resource development": "ministry of education"}

# Departments that stand by themselves under the Prime Minister, though the raw list puts them after a ministry.
INDEPENDENT = {"department of atomic energy", "department of space"}

_COMPANY = re.compile(r"\b(limited|ltd|nigam)\b", re.IGNORECASE)
_TEACHES = re.compile(
    r"\b(institutes?|academy|university|universities|college|vidyalaya|vishwavidyalaya|school)\b", re.IGNORECASE
)


def organisation_key(name: str) -> str:
    """Equal for names that differ in case, punctuation, "&" or a bracketed abbreviation only."""
    text = re.sub(r"\([^)]*\)", " ", name.casefold()).replace("&", " and ").replace("'s", "s")
    key = " ".join(_WORD.findall(text))
    return RENAMED.get(key, key)


def exact_key(name: str) -> str:
    """As `organisation_key` with the bracket kept: two institutes may differ in it alone."""
    return " ".join(_WORD.findall(name.casefold().replace("&", " and ")))


def kind_of(name: str, by_prefix: str) -> str:
    """A kind of organisation, guessed from the name: ministry | department | cpse | institute | office."""
    if by_prefix == "ministry":
        return "ministry"
    if by_prefix == "department" and "division" not in name.casefold():
        return "department"
    if name == "Legislative Department":
        return "department"
    if _COMPANY.search(name):
        return "cpse"
    return "institute" if _TEACHES.search(name) else "office"


def parents(ministries: Iterable[str]) -> dict[str, str]:
    """Key of a department -> key of its ministry, from a list in which departments follow their ministry."""
    found: dict[str, str] = {}
    ministry = ""
    for name in ministries:
        key = organisation_key(name)
        if key.startswith("ministry of"):
            ministry = key
        elif ministry and key not in INDEPENDENT:
            found[key] = ministry
    return found


def named_parent(name: str, known: Iterable[str]) -> str | None:
    """The key of the ministry or department that the name itself names after its own: "X, Department of Posts"."""
    key = organisation_key(name)
    ends = [other for other in known if key != other and key.endswith(f" {other}")]
    return max(ends, key=len, default=None)
