"""The words of a certificate and of the page that checks it in one language, from paper/words.toml and page.toml."""

import functools
import tomllib
from pathlib import Path
from typing import Any

_PAPER = Path(__file__).resolve().parent.parent / "paper"


@functools.cache
def wording(language: str) -> dict[str, Any]:
    """language: one of engine.wording.LANGUAGES. Raises KeyError for another."""
    return _said("words.toml", language)


@functools.cache
def page_wording(language: str) -> dict[str, Any]:
    """The same for the page."""
    return _said("page.toml", language)


def _said(file: str, language: str) -> dict[str, Any]:
    words: dict[str, Any] = tomllib.loads((_PAPER / file).read_text())[language]
    return words
