"""Reading questions as authors write them (questions.toml): checked, and brought into one form.

What is wrong is raised as `Fault` with the key of the question and a word for the mistake; the caller says it in the
reader's language.
"""

import dataclasses
import enum
import hashlib
import json
from typing import Any

from karmayogi.kernel import languages

LANGUAGES = tuple(languages.NAMES)


class Mistake(enum.StrEnum):
    NO_KEY = "no_key"
    TWICE = "twice"
    KIND = "kind"
    DIFFICULTY = "difficulty"
    NO_ENGLISH = "no_english"
    OPTIONS = "options"  # fewer than two, or a key that is missing or used twice
    ONE_RIGHT = "one_right"  # single and true-or-false need exactly one right option
    SOME_RIGHT = "some_right"  # multiple needs a right one and a wrong one
    SHAPE = "shape"


class Fault(Exception):
    def __init__(self, key: str, mistake: Mistake) -> None:
        super().__init__(f"{key}: {mistake}")
        self.key = key
        self.mistake = mistake


@dataclasses.dataclass(frozen=True, slots=True)
class OptionDraft:
    key: str
    correct: bool
    text: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class ItemDraft:
    """One question. competency: code or ''. text and why by language, English always there in text."""

    key: str
    kind: str
    difficulty: int
    clause: str
    competency: str
    text: dict[str, str]
    why: dict[str, str]
    options: tuple[OptionDraft, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of everything a learner or the marking could notice."""
        plain = json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


def read(questions: list[dict[str, Any]]) -> list[ItemDraft]:
    """Every question in the order of the file. Raises Fault."""
    drafts: list[ItemDraft] = []
    seen: set[str] = set()
    for number, raw in enumerate(questions, start=1):
        key = str(raw.get("key", "")) if isinstance(raw, dict) else ""
        if not key or len(key) > 60:
            raise Fault(f"#{number}", Mistake.NO_KEY)
        if key in seen:
            raise Fault(key, Mistake.TWICE)
        seen.add(key)
        try:
            drafts.append(_item(key, raw))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Fault(key, Mistake.SHAPE) from error
    return drafts


def _item(key: str, raw: dict[str, Any]) -> ItemDraft:
    kind, difficulty = raw.get("kind"), raw.get("difficulty", 2)
    if kind not in ("single", "multiple", "truefalse"):
        raise Fault(key, Mistake.KIND)
    if type(difficulty) is not int or not 1 <= difficulty <= 5:
        raise Fault(key, Mistake.DIFFICULTY)
    options = tuple(
        OptionDraft(str(option["key"]), option.get("correct", False) is True, _texts(option["text"]))
        for option in raw["options"]
    )
    keys = {option.key for option in options}
    if len(options) < 2 or len(keys) != len(options) or not all(0 < len(one) <= 20 for one in keys):
        raise Fault(key, Mistake.OPTIONS)
    right = sum(option.correct for option in options)
    if kind == "multiple":
        if not 0 < right < len(options):
            raise Fault(key, Mistake.SOME_RIGHT)
    elif right != 1:
        raise Fault(key, Mistake.ONE_RIGHT)
    text, why = _texts(raw["text"]), _texts(raw.get("why", {}))
    if "en" not in text or not all("en" in option.text for option in options):
        raise Fault(key, Mistake.NO_ENGLISH)
    return ItemDraft(
        key, kind, difficulty, str(raw.get("clause", ""))[:300], str(raw.get("competency", "")), text, why, options
    )


def _texts(raw: dict[str, str]) -> dict[str, str]:
    return {language: raw[language].strip() for language in LANGUAGES if raw.get(language, "").strip()}
