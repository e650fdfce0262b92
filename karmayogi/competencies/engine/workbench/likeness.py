"""Which names of a dictionary look alike. Pure; decides nothing.

Names are compared as designations are (orgs.engine.likeness): first by a key that case, punctuation, plural and joining
words do not touch, then by spelling, here with rapidfuzz since these names are phrases and not titles.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

_WORD = re.compile(r"[^\W_]+")
JOINING = frozenset(
    ("of", "the", "and", "to", "for", "in", "on", "a", "an", "with", "by", "from", "at", "its", "their")
)
CHUNK = 500  # rows compared at a time: the matrix stays small
FLOOR = 78.0  # below this two names share words, not a meaning


@dataclasses.dataclass(frozen=True, slots=True)
class Spelling:
    """A name, or another name, of the item with that id."""

    item_id: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """likeness: 0 to 1; by: the spelling that is like it."""

    item_id: int
    likeness: float
    by: str


def item_key(name: str) -> str:
    """Equal for names that differ only in case, punctuation, plural or joining words. Never empty for a real name."""
    found = _words(name)
    kept = [_singular(word) for word in found if word not in JOINING]
    return (" ".join(kept) or " ".join(found))[:200]


def similar(name: str, spellings: Sequence[Spelling], limit: int = 5) -> list[Alike]:
    """Items whose name or other name is like `name`, best first, each once. An equal key is likeness 1."""
    if not spellings:
        return []
    key = item_key(name)
    keys = [item_key(one.name) for one in spellings]
    scores = _scores([key], keys, FLOOR)[0]
    best: dict[int, Alike] = {}
    for place in np.flatnonzero(scores).tolist():
        one = spellings[place]
        likeness = 1.0 if keys[place] == key else _share(scores[place])
        if one.item_id not in best or best[one.item_id].likeness < likeness:
            best[one.item_id] = Alike(one.item_id, likeness, one.name)
    return sorted(best.values(), key=lambda alike: (-alike.likeness, alike.item_id))[:limit]


def pairs(spellings: Iterable[Spelling], floor: float = 88.0) -> list[tuple[int, int, float]]:
    """(item that stays, item that may go into it, likeness) for every two items that look alike; the older stays."""
    known = list(spellings)
    keys = [item_key(one.name) for one in known]
    found: dict[tuple[int, int], float] = {}
    for start in range(0, len(known), CHUNK):
        scores = _scores(keys[start : start + CHUNK], keys, floor)
        for row, column in np.argwhere(scores).tolist():
            one, other = known[start + row].item_id, known[column].item_id
            if one < other:
                found[one, other] = max(found.get((one, other), 0.0), _share(scores[row, column]))
            elif other < one:
                found[other, one] = max(found.get((other, one), 0.0), _share(scores[row, column]))
    return sorted(((keep, merge, score) for (keep, merge), score in found.items()), key=lambda row: (-row[2], row[:2]))


def _scores(some: Sequence[str], every: Sequence[str], floor: float) -> np.ndarray:
    """0 to 100 for each of `some` against each of `every`, 0 below the floor.

    Words in another order are nearly the same name: what they share counts, less a little for the order.
    """
    plain = process.cdist(some, every, scorer=fuzz.ratio, score_cutoff=floor)
    ordered = process.cdist([_ordered(key) for key in some], [_ordered(key) for key in every], scorer=fuzz.ratio) - 2
    best = np.maximum(plain, ordered)
    best[best < floor] = 0
    return best


def _ordered(key: str) -> str:
    return " ".join(sorted(key.split()))


def _share(score: float) -> float:
    return round(min(float(score), 99.0) / 100, 3)


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ").replace("'s", "").replace("’s", "")
    return _WORD.findall(text)


def _singular(word: str) -> str:
    """rolls -> roll, inquiries -> inquiry. For comparing only: it is no grammar."""
    if len(word) < 5 or not word.isascii() or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word
