"""Questions in the CSV templates of iGOT: QuestionNo, QuestionType, Question, QuestionTagging, Option1,
isOption1Correct … Option7 (weighted ones to Option10), as a zip of one file or several: each is a test.

MCQ-SCA    one right option                    MCQ-MCA    several
T/F        True and False                      MCQ-SCA-W  OptionNWeightage, or a number in isOptionNCorrect
MTF        OptionN is a line; OptionNMatch, or isOptionNCorrect, is what belongs to it
FTB        OptionN is what belongs in gap N; what else is accepted follows after a |

Runs in the child process that unpacked the archive (learning slot "learning.course_readers").
"""

import csv
import io
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from karmayogi.assessment.engine import kinds, question_file
from karmayogi.assessment.engine.question_body import GAP
from karmayogi.kernel.markup import beginning
from karmayogi.learning.types import (
    CourseFault,
    CoursePlan,
    Outcome,
    PartKind,
    PlannedPart,
    PlannedVariant,
    QuizSpec,
    ReportLine,
    Why,
)

FORMAT = "question-templates"
MAX_ROWS = 5_000
_TYPES = {
    "mcqsca": "single", "mcqmca": "multiple", "tf": "truefalse", "mtf": "match", "ftb": "blank", "mcqscaw": "weighted",
}  # fmt: skip
_DIFFICULTY = {
    "veryeasy": 1, "easy": 2, "low": 2, "medium": 3, "moderate": 3, "average": 3, "difficult": 4, "hard": 4, "high": 4,
    "verydifficult": 5, "veryhard": 5,
}  # fmt: skip
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_GAP = re.compile(r"_{2,}")
_YES = ("true", "yes", "y", "1", "t")


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("", text.lower())


def _tables(files: Mapping[str, bytes]) -> list[str]:
    return [
        name
        for name in files
        if name.lower().endswith(".csv")
        and {"questiontype", "option1"} <= set(map(_plain, _head(beginning(files, name, 20_000))))
    ]


def _head(content: bytes) -> list[str]:
    """Of a file with nothing in it, or with a byte order mark alone, [""]."""
    return next(iter(content.decode("utf-8-sig", "replace").splitlines()), "").split(",")


def recognise(files: Mapping[str, bytes]) -> bool:
    return bool(_tables(files))


def read(files: Mapping[str, bytes]) -> CoursePlan:
    """Raises CourseFault."""
    report: list[ReportLine] = []
    parts: list[PlannedPart] = []
    taken: set[str] = set()
    names = _tables(files)
    for name in files:
        if name not in names:
            report.append(ReportLine(name, "file", Outcome.LEFT_OUT, Why.KIND))
    for number, name in enumerate(names, start=1):
        questions = _questions(files[name], name, number, taken, report)
        if questions:
            title = posixpath.basename(name).rpartition(".")[0].replace("_", " ")[:250] or "Test"
            count = max(1, sum(not one.get("practice") for one in questions))
            spec = QuizSpec(count, max(5, min(600, 2 * count)), 3, 60)
            parts.append(
                PlannedPart(
                    f"test-{number}", PartKind.QUIZ, spec.minutes, {"en": PlannedVariant(title)}, questions, spec
                )
            )
    if not parts:
        raise CourseFault(Why.NOTHING, next((f"{line.source}: {line.why}" for line in report), ""))
    return CoursePlan(FORMAT, {"en": parts[0].variants["en"].title}, parts, report=report)


def _questions(
    content: bytes, name: str, table: int, taken: set[str], report: list[ReportLine]
) -> list[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error):
        report.append(ReportLine(name, "csv", Outcome.LEFT_OUT, Why.BROKEN))
        return []
    if len(rows) > MAX_ROWS:
        raise CourseFault(Why.BROKEN, f"{name}: {len(rows)}")
    made = []
    for line, raw in enumerate(rows, start=2):
        row = {_plain(key): (value or "").strip() for key, value in raw.items() if key and not isinstance(value, list)}
        if not any(row.values()):
            continue
        source, kind = f"{name}:{line}", row.get("questiontype", "")
        question = _question(row, f"t{table}-{_plain(row.get('questionno', '')) or line}"[:50])
        if not isinstance(question, Why):
            question = _checked(question, taken)
        if isinstance(question, Why):
            report.append(ReportLine(source, kind, Outcome.KEPT, question))
        else:
            taken.add(question["key"])
            made.append(question)
            report.append(ReportLine(source, kind, Outcome.IMPORTED))
    return made


def _checked(question: dict[str, Any], taken: set[str]) -> dict[str, Any] | Why:
    """As publishing will check it: what cannot be asked does not come in."""
    if question["key"] in taken:
        return Why.TWICE
    try:
        question_file.read([question])
    except question_file.Fault as fault:
        return _WHY.get(fault.mistake, Why.BROKEN)
    return question


_WHY = {
    question_file.Mistake.ONE_RIGHT: Why.NO_RIGHT_ANSWER,
    question_file.Mistake.SOME_RIGHT: Why.NO_WRONG_ANSWER,
    question_file.Mistake.OPTIONS: Why.FEW_OPTIONS,
    question_file.Mistake.LINES: Why.FEW_OPTIONS,
    question_file.Mistake.GAPS: Why.NO_RIGHT_ANSWER,
    question_file.Mistake.WEIGHTS: Why.SCORING,
    question_file.Mistake.NO_ENGLISH: Why.EMPTY,
}


def _question(row: dict[str, str], key: str) -> dict[str, Any] | Why:
    kind = _TYPES.get(_plain(row.get("questiontype", "")))
    if kind is None:
        return Why.KIND
    if not row.get("question"):
        return Why.EMPTY
    options = [(n, row[f"option{n}"]) for n in range(1, 11) if row.get(f"option{n}")]
    made: dict[str, Any] = {
        "key": key, "kind": kind, "difficulty": _DIFFICULTY.get(_plain(row.get("questiontagging", "")), 2),
        "text": {"en": row["question"]}, "why": {},
    }  # fmt: skip
    made |= {"practice": True} if row.get("practice", "").lower() in _YES else {}
    if kind == "blank":
        made["text"] = {"en": _GAP.sub(GAP, row["question"])}
        return made | {
            "options": [],
            "body": {"gaps": [[one.strip() for one in text.split("|")] for _n, text in options]},
        }
    if kind == "match":
        return made | {"options": [], "body": _pairs(row, options)}
    if len({text.casefold() for _n, text in options}) < len(options):
        return Why.TWICE
    chosen: list[dict[str, Any]] = [{"key": chr(96 + n), "text": {"en": text}} for n, text in options]
    if kind == "weighted":
        weights = [row.get(f"option{n}weightage") or row.get(f"isoption{n}correct") or "0" for n, _text in options]
        return made | {"options": [one | {"weight": weight} for one, weight in zip(chosen, weights, strict=True)]}
    right = [row.get(f"isoption{n}correct", "").lower() in _YES for n, _text in options]
    if kind == "truefalse" and [one["text"]["en"].lower() for one in chosen] == ["false", "true"]:
        chosen, right = chosen[::-1], right[::-1]
    return made | {"options": [one | {"correct": flag} for one, flag in zip(chosen, right, strict=True)]}


def _pairs(row: dict[str, str], options: list[tuple[int, str]]) -> dict[str, Any]:
    """Equal words on the right are one column."""
    lines, columns, pairs = [], [], {}
    known: dict[str, str] = {}
    for n, text in options:
        belongs = row.get(f"option{n}match") or row.get(f"isoption{n}correct") or ""
        column = known.setdefault(kinds.same_words(belongs), f"r{n}")
        if column == f"r{n}":
            columns.append({"key": column, "text": {"en": belongs}})
        lines.append({"key": f"l{n}", "text": {"en": text}})
        pairs[f"l{n}"] = column
    return {"lines": lines, "columns": columns, "pairs": pairs}
