"""What a text of an order names: competencies by the words of their names, designations by their names.

Nothing here decides anything: each finding quotes the characters that it rests on, and a person takes it or not.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from karmayogi.capacity.types import Found

_WORD = re.compile(r"[a-z]{2,}|[\u0900-\u097f]{2,}|[\u0600-\u06ff]{2,}")
_SENTENCE = re.compile(r"[^.;:।۔\n]+")
_ENOUGH = 0.65  # of what the words of a name say together
_LONGEST = 300  # characters of a quotation
_SMALL = frozenset(
    "and or of the for in to by on with at as an a is are be this that all other under its from through work works"  # noqa: SIM905
    " और का के की को में से पर तथा एवं کا کی کے اور میں سے پر".split()
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ers", "er", "es", "s", "ed")


def competencies_in(text: str, names: Mapping[int, Sequence[str]], most: int = 60) -> list[Found]:
    """The sentences that hold most of the weight of a competency's name, the best for each; in the order of the text.

    names: id -> its names in several languages. A word weighs more the fewer names have it, so that "management" alone
    finds nothing.
    """
    bags = {key: [bag for name in many if (bag := frozenset(_stems(name)))] for key, many in names.items()}
    among = Counter(word for many in bags.values() for word in set().union(*many)) if bags else Counter()
    weight = {word: math.log(1 + len(bags) / count) for word, count in among.items()}
    # Only names that share a word with a sentence are looked at: a text of two-letter sentences must not take minutes.
    holding: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for key, many in bags.items():
        for bag in many:
            for word in bag:
                holding.setdefault(word, []).append((key, bag))
    best: dict[int, Found] = {}
    seen: set[frozenset[str]] = set()
    for start, sentence in _sentences(text):
        here = frozenset(word for word in _stems(sentence) if word in weight)
        if here in seen:  # the first that says it is quoted
            continue
        seen.add(here)
        for key, bag in dict.fromkeys(one for word in sorted(here) for one in holding[word]):
            shared = bag & here
            if len(shared) == 1 and len(bag) > 1:
                continue
            part = sum(weight[word] for word in shared) / sum(weight[word] for word in bag)
            if part >= _ENOUGH and (key not in best or part > best[key].score + 1e-9):
                end = start + len(sentence)
                best[key] = Found(key, start, end, tuple(sorted(shared)), round(part, 2))
    kept = sorted(best.values(), key=lambda one: (-one.score, one.start, one.key))[:most]
    return sorted(kept, key=lambda one: (one.start, one.key))


def designations_in(text: str, names: Mapping[int, Sequence[str]], most: int = 60) -> list[Found]:
    """Where a name stands as a whole, the longest where one holds the other; each once, quoted with its sentence."""
    by_name = {
        " ".join(name.lower().split()): key for key, many in names.items() for name in many if len(name.strip()) > 3
    }
    if not by_name:
        return []
    ordered = sorted(by_name, key=lambda name: (-len(name), name))
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered) + r")s?(?!\w)"
    )
    found: dict[int, Found] = {}
    for start, sentence in _sentences(text):
        for one in pattern.finditer(sentence.lower()):
            name = " ".join(one[0].split())
            name = name if name in by_name else name.removesuffix("s")
            key = by_name[name]
            found.setdefault(key, Found(key, start, start + len(sentence), (name,), 1.0))
    return sorted(found.values(), key=lambda one: (one.start, one.key))[:most]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """(where it begins, the sentence), without blanks around it; what is longer than a quotation comes in pieces."""
    for one in _SENTENCE.finditer(text):
        for begin in range(one.start(), one.end(), _LONGEST):
            piece = text[begin : min(begin + _LONGEST, one.end())]
            plain = piece.strip()
            if plain:
                yield begin + piece.index(plain[0]), plain


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _SMALL]


def _stem(word: str) -> str:
    """Endings off, so that "procuring" meets "procurement"; short words stay as they are."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].removesuffix("e")
    return word.removesuffix("e")
