"""Reading questions as authors write them (questions.toml): checked, and brought into one form.

What is wrong is raised as `Fault` with the key of the question and a word for the mistake; the caller says it in the
reader's language.
"""

import dataclasses
import enum
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from karmayogi.assessment.engine import kinds, question_body
from karmayogi.assessment.engine.question_body import Incomplete, texts
from karmayogi.kernel.markup import PICTURE


class Mistake(enum.StrEnum):
    NO_KEY = "no_key"
    TWICE = "twice"
    KIND = "kind"
    DIFFICULTY = "difficulty"
    NO_ENGLISH = "no_english"
    OPTIONS = "options"  # fewer than two, or a key that is missing or used twice
    ONE_RIGHT = "one_right"  # single and true-or-false need exactly one right option
    SOME_RIGHT = "some_right"  # multiple needs a right one and a wrong one
    WEIGHTS = "weights"  # of a weighted question: 0 to 100, one above 0
    LINES = "lines"  # of match and order
    GAPS = "gaps"
    NUMBER = "number"
    RUBRIC = "rubric"
    PARTS = "parts"  # of a case
    PRACTICE = "practice"  # a question that persons mark cannot be practised
    SHAPE = "shape"


UNMARKED = ("short",)

_INCOMPLETE = {
    "options": Mistake.OPTIONS,
    "some right": Mistake.SOME_RIGHT,
    "one right": Mistake.ONE_RIGHT,
    "English": Mistake.NO_ENGLISH,
    "weights": Mistake.WEIGHTS,
    "lines": Mistake.LINES,
    "pairs": Mistake.LINES,
    "gaps": Mistake.GAPS,
    "number": Mistake.NUMBER,
    "rubric": Mistake.RUBRIC,
    "parts": Mistake.PARTS,
}


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
    weight: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class ItemDraft:
    """One question. competency: code or ''. text and why by language, English always there in text.

    level: of the competency, None where nothing is said. body: see question_body. practice: never asked in a test.
    """

    key: str
    kind: str
    difficulty: int
    clause: str
    competency: str
    text: dict[str, str]
    why: dict[str, str]
    options: tuple[OptionDraft, ...]
    level: int | None = None
    body: dict[str, Any] = dataclasses.field(default_factory=dict)
    practice: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of everything a learner or the marking could notice."""
        said = dataclasses.asdict(self)
        # What came later leaves no trace where it is not used: wordings of before keep their digest.
        for later in ("level", "body", "practice"):
            if not said[later]:
                del said[later]
        for option in said["options"]:
            if option["weight"] is None:
                del option["weight"]
        plain = json.dumps(said, ensure_ascii=False, sort_keys=True)
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


def pictures_in(question: Mapping[str, Any], language: str = "") -> list[str]:
    """Names of the pictures of a question and of its answers, in their order; in one language, where an answer that
    lacks it stands in English, or in all."""
    said = [question["text"], *(one["text"] for one in question.get("options", ()))]
    if language:
        texts = [one.get(language) or one.get("en", "") for one in said]
    else:
        texts = [text for one in said for text in one.values()]
    return [name for text in texts for _alt, name in PICTURE.findall(text)]


def _item(key: str, raw: dict[str, Any]) -> ItemDraft:
    kind, difficulty, level = raw.get("kind"), raw.get("difficulty", 2), raw.get("level")
    if kind not in kinds.KINDS:
        raise Fault(key, Mistake.KIND)
    if type(difficulty) is not int or not 1 <= difficulty <= 5:
        raise Fault(key, Mistake.DIFFICULTY)
    if level is not None and (type(level) is not int or not 1 <= level <= 5):
        raise Fault(key, Mistake.DIFFICULTY)
    text, why = texts(raw["text"]), texts(raw.get("why", {}))
    if "en" not in text:
        raise Fault(key, Mistake.NO_ENGLISH)
    try:
        options = tuple(
            OptionDraft(one["key"], one["correct"], one["text"], one["weight"])
            for one in question_body.options(kind, raw["options"] if kind in kinds.CHOICES else raw.get("options", []))
        )
        body = question_body.read(kind, raw.get("body", {}), text)
    except Incomplete as fault:
        raise Fault(key, _INCOMPLETE[str(fault)]) from fault
    practice = raw.get("practice", False)
    if type(practice) is not bool or (practice and kind in UNMARKED):
        raise Fault(key, Mistake.PRACTICE)
    clause, competency = str(raw.get("clause", ""))[:300], str(raw.get("competency", ""))
    return ItemDraft(key, kind, difficulty, clause, competency, text, why, options, level, body, practice)
