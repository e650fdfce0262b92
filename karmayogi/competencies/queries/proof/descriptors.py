"""The five levels in words (data/levels.toml): what a rater or reviewer judges against."""

import functools
import tomllib
from pathlib import Path

FILE = Path(__file__).parents[2] / "data" / "levels.toml"


@functools.cache
def descriptors(language: str) -> tuple[tuple[int, str, str], ...]:
    """(level, name, what somebody at that level does) in "en", "hi" or "ur"."""
    levels = tomllib.loads(FILE.read_text())["levels"]
    return tuple((one["number"], one["name"][language], one["descriptor"][language]) for one in levels)
