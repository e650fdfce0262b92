"""The words of a certificate in one language, from paper/words.toml."""

import functools
import tomllib
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "paper" / "words.toml"


@functools.cache
def wording(language: str) -> dict[str, Any]:
    """language: one of engine.wording.LANGUAGES. Raises KeyError for another."""
    with _FILE.open("rb") as file:
        words: dict[str, Any] = tomllib.load(file)[language]
    return words
