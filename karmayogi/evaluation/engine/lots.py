"""Lots that anybody can draw again: a unit's place is the SHA-256 of the seed, the purpose and its code.

The seed is made of a secret, whose SHA-256 stands in the signed plan, and a word that is said after signing. Who
keeps the secret cannot choose the word's effect, and who says the word does not know the secret (decision 0058).
"""

import hashlib
from collections.abc import Mapping, Sequence

from karmayogi.evaluation.types import Design

Strata = Mapping[str, Sequence[str]]


def commitment(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def seed_of(secret: str, word: str) -> str:
    return hashlib.sha256(f"{secret}:{word}".encode()).hexdigest()


def ranked(seed: str, purpose: str, codes: Sequence[str]) -> list[str]:
    """In the order of the lot."""
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}:{purpose}:{code}".encode()).digest())


def sample(seed: str, strata: Strata, each: int) -> dict[str, list[str]]:
    """Stratum -> the units drawn in it; each 0: all of them."""
    return {stratum: ranked(seed, "sample", codes)[: each or len(codes)] for stratum, codes in sorted(strata.items())}


def turns(seed: str, strata: Strata, design: Design, *, seats: int, steps: int) -> dict[str, int]:
    """Unit -> from which wave on it is treated (0: never), each stratum by itself: none is left out by chance."""
    if design is Design.WEDGE:
        return {
            code: 1 + place * steps // len(codes)
            for stratum, codes in strata.items()
            for place, code in enumerate(ranked(seed, f"turn:{stratum}", codes))
        }
    shares = _shares(seed, {stratum: len(codes) for stratum, codes in strata.items()}, seats)
    return {
        code: int(place < shares[stratum])
        for stratum, codes in strata.items()
        for place, code in enumerate(ranked(seed, f"turn:{stratum}", codes))
    }


def _shares(seed: str, sizes: Mapping[str, int], seats: int) -> dict[str, int]:
    """Seats for each stratum by its size; what is left over goes by the greatest remainder, equal ones by lot."""
    whole = sum(sizes.values())
    if not whole:
        return {}
    given = {stratum: size * seats // whole for stratum, size in sizes.items()}
    lot = {stratum: place for place, stratum in enumerate(ranked(seed, "seats", sorted(sizes)))}
    order = sorted(sizes, key=lambda stratum: (-(sizes[stratum] * seats % whole), lot[stratum]))
    for stratum in order[: min(seats, whole) - sum(given.values())]:
        given[stratum] += 1
    return given
