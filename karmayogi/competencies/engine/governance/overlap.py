"""Competencies that may say the same: by spelling within a script, by sound across scripts, by their glosses. Pure.

pg_trgm answers nothing outside ASCII in the C locale, so the few thousand names are compared here.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from karmayogi.kernel import search_key

FLOOR = 55.0  # below this nobody would take the two for one
_SHORTEST = 4  # words of a gloss from which on its likeness means anything


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What is compared: names (en, hi, ur) and glosses (en, hi); empty where there is none."""

    id: int
    names: tuple[str, str, str]
    glosses: tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Overlap:
    """score: 0 to 100. by: what is alike: "name", "sound" or "gloss"."""

    id: int
    score: float
    by: str


def overlaps(wanted: Said, against: Sequence[Said], limit: int = 10, floor: float = FLOOR) -> list[Overlap]:
    """The most alike first; never the wanted one itself (same id)."""
    others = [one for one in against if one.id != wanted.id]
    if not others:
        return []
    scores = {
        "name": _best([_row(mine, [one.names[i] for one in others]) for i, mine in enumerate(wanted.names)], others),
        "sound": 0.92 * _best(
            [_row(_sound(mine), [_sounds(one) for one in others], fuzz.token_set_ratio, 5)
             for mine in wanted.names], others,
        ),
        "gloss": 0.85 * _best(
            [_row(mine, [one.glosses[i] for one in others], fuzz.token_set_ratio)
             for i, mine in enumerate(wanted.glosses) if len(mine.split()) >= _SHORTEST], others,
        ),
    }  # fmt: skip
    table = np.vstack(list(scores.values()))
    best = table.max(axis=0)
    by = table.argmax(axis=0)
    order = sorted(range(len(others)), key=lambda i: (-best[i], others[i].id))
    names = list(scores)
    return [Overlap(others[i].id, round(float(best[i]), 1), names[by[i]]) for i in order[:limit] if best[i] >= floor]


def _sounds(one: Said) -> str:
    return " ".join(dict.fromkeys(_sound(" ".join(one.names)).split()))


def _sound(text: str) -> str:
    """Skeletons with one nasal: the anusvara of "नोटिंग" is romanised as m."""
    return search_key.key(text).replace("m", "n")


def _best(rows: Sequence[np.ndarray], others: Sequence[Said]) -> np.ndarray:
    return np.max(np.vstack(rows), axis=0) if rows else np.zeros(len(others))


def _row(mine: str, theirs: Sequence[str], scorer: Any = None, shortest: int = 1) -> np.ndarray:
    """Scores of one text against many; nothing is alike to an empty text."""
    text = " ".join(mine.casefold().split())
    if len(text) < shortest:
        return np.zeros(len(theirs))
    folded = [" ".join(one.casefold().split()) for one in theirs]
    if scorer is not None:
        found = process.cdist([text], folded, scorer=scorer)[0]
    else:
        exact = process.cdist([text], folded, scorer=fuzz.token_sort_ratio)[0]
        # "Noting" within "Noting and drafting": worth showing, never as sure as the whole name.
        within = process.cdist([text], folded, scorer=fuzz.token_set_ratio)[0] * 0.9
        found = np.maximum(exact, within)
    return np.where(np.array([bool(one) for one in folded]), found, 0.0)
