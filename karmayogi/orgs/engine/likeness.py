"""Which designations of a master look alike, which of the two should stay, and why. Pure; decides nothing."""

import collections
import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator

from karmayogi.orgs.engine.designations import (
    ABBREVIATIONS,
    JOINING,
    designation_key,
    distance,
    expand,
    number,
    parts,
    singular,
    variant,
    words,
)

# Why two names look alike -> how alike they are, from 0 to 1. The sentences are in web.words.
LIKENESS = {
    "spaces": 0.99,
    "case": 0.98,
    "punctuation": 0.96,
    "joined": 0.94,
    "variant": 0.94,
    "number": 0.94,
    "plural": 0.93,
    "abbreviation": 0.92,
    "joining": 0.9,
    "several": 0.88,
    "order": 0.85,
}
FLOOR = 0.7  # pairs less alike than this are not worth anybody's time


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    id: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """`keep` should stay and `merge` go into it. reason: a key of LIKENESS, or "spelling" with the two words."""

    keep: int
    merge: int
    likeness: float
    reason: str
    words: tuple[str, str] = ("", "")


def alike(names: Iterable[Name]) -> list[Alike]:
    """Every pair worth showing, best first. Each name goes into at most one other by key, the rest by spelling.

    Near-duplicates by key form one group around the name that should stay; groups are then compared with each other
    by the spelling of a single word, by spacing and by the order of words.
    """
    groups: dict[str, list[Name]] = collections.defaultdict(list)
    seen: collections.Counter[str] = collections.Counter()
    for name in names:
        groups[designation_key(name.name)].append(name)
        seen.update({singular(word) for word in words(name.name)})
    found: list[Alike] = []
    heads: dict[str, Name] = {}
    for key, group in groups.items():
        first, *others = sorted(group, key=lambda name: _unfitness(name, seen))
        heads[key] = first
        for other in others:
            reason = _reason(first.name, other.name)
            found.append(Alike(first.id, other.id, LIKENESS[reason], reason))
    found += _across(heads, seen)
    return sorted(found, key=lambda pair: (-pair.likeness, pair.keep, pair.merge))


def _across(heads: dict[str, Name], seen: collections.Counter[str]) -> Iterator[Alike]:
    done: set[tuple[int, int]] = set()

    def pair(one: Name, other: Name, likeness: float, reason: str, why: tuple[str, str] = ("", "")) -> Iterator[Alike]:
        keep, merge = sorted((one, other), key=lambda name: _unfitness(name, seen))
        if (keep.id, merge.id) not in done and likeness >= FLOOR:
            done.add((keep.id, merge.id))
            yield Alike(keep.id, merge.id, round(likeness, 3), reason, why)

    for reason, same in (
        ("joined", lambda key: key.replace(" ", "")),
        ("order", lambda key: tuple(sorted(key.split()))),
    ):
        buckets: dict[object, list[str]] = collections.defaultdict(list)
        for key in heads:
            buckets[same(key)].append(key)
        for keys in buckets.values():
            for one, other in itertools.combinations(keys, 2):
                yield from pair(heads[one], heads[other], LIKENESS[reason], reason)

    # One word differs: names that are equal when that word is masked meet in one bucket.
    masked: dict[tuple[str, ...], list[tuple[str, str]]] = collections.defaultdict(list)
    for key in heads:
        found = key.split()
        for i, word in enumerate(found):
            if len(word) > 4 and word.isalpha():
                masked[(*found[:i], "*", *found[i + 1 :])].append((word, key))
    for members in masked.values():
        for (word, key), (other_word, other_key) in itertools.combinations(members, 2):
            likeness = spelling_likeness(word, other_word, seen)
            if likeness:
                by_use = sorted((word, other_word), key=lambda w: -seen[w])
                yield from pair(heads[key], heads[other_key], likeness, "spelling", (by_use[1], by_use[0]))


def spelling_likeness(one: str, other: str, seen: collections.Counter[str]) -> float:
    """How probably one word is the other misspelt: 0 to 0.9.

    A misspelling is rare and near a word in common use; two words that are both in common use (office, officer) are
    two words. `seen`: in how many names of the master each word occurs.
    """
    shorter = min(len(one), len(other))
    edits = distance(one, other)
    if shorter < 5 or one[0] != other[0] or edits > (1 if shorter < 8 else 2):
        return 0.0
    rarer, commoner = sorted((seen[one], seen[other]))
    if rarer > 4 and commoner > 4:
        return 0.0
    likeness = 0.92 - 0.5 * edits / shorter
    return likeness if rarer <= 2 else likeness - 0.08


def _unfitness(name: Name, seen: collections.Counter[str]) -> tuple[object, ...]:
    """Sorts the name that should stay first: well-known words, not shouting, tidy, written out, entered early."""
    rarest = min((seen[singular(word)] for word in words(name.name)), default=0)
    return (
        rarest < 2,
        sum(word in ABBREVIATIONS for word in parts(name.name)),
        name.name != " ".join(name.name.split()),
        name.name.isupper() or name.name.islower(),
        name.name.strip(" .,-")[-1:] != name.name[-1:],
        name.id,
    )


def _reason(one: str, other: str) -> str:
    spaced = [" ".join(name.split()) for name in (one, other)]
    if spaced[0] == spaced[1]:
        return "spaces"
    if spaced[0].casefold() == spaced[1].casefold():
        return "case"
    plain = [parts(name) for name in (one, other)]
    if plain[0] == plain[1]:
        return "punctuation"
    for reason, change in _CHANGES.items():
        if change(plain[0]) == change(plain[1]):
            return reason
    return "several"


# Reason -> what has to be done to both names to make them equal.
_CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "plural": lambda found: [singular(word) for word in found],
    "variant": lambda found: [variant(word) for word in found],
    "number": lambda found: [number(word) for word in found],
    "abbreviation": lambda found: [expand(word) for word in found],
    "joining": lambda found: [word for word in found if word not in JOINING],
}
