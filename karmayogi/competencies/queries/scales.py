"""How scales of others are read in the common one of five levels: what data/levels.toml proposes."""

import dataclasses
import functools
import tomllib

from karmayogi.competencies.queries.proof.descriptors import FILE


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A step of another scale, by the name it has there, and the level as which it is read."""

    name: str
    level: int
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    code: str
    name: str
    note: str
    steps: tuple[Step, ...]


@functools.cache
def scales(language: str) -> tuple[Scale, ...]:
    """All of them in "en", "hi" or "ur"; the names of steps stay as they are where they come from."""
    return tuple(
        Scale(
            one["code"],
            one["name"][language],
            one["note"][language],
            tuple(Step(step["step"], step["level"], step["reason"][language]) for step in one["steps"]),
        )
        for one in tomllib.loads(FILE.read_text())["mapping"]
    )
