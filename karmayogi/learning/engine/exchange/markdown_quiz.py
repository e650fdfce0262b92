"""A folder of lessons in Markdown for each language (en/…/README.md, hi/…) with quizzes as JSON (quizzes/en.json).

The lessons of all languages become variants of the same parts, the questions of all languages texts of the same
questions. English decides what there is and what is right: a translation that disagrees is kept out, question by
question, and said so.

The quizzes that a lesson links to (…/quiz/7) become one test after it. One that came before the lesson joins it: here
every test has to be passed, and nobody is to pass a test on what they have not been taught.
"""

import json
import math
import re
from typing import Any

from karmayogi.kernel import languages
from karmayogi.kernel.markup import plain
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import (
    CourseFault,
    CoursePlan,
    Outcome,
    PartKind,
    PlannedPart,
    PlannedVariant,
    ReportLine,
    Why,
)

FORMAT = "markdown-quiz"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_QUIZ_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*/quiz/(\d{1,6})[^)]*\)")
_NO_PROSE = re.compile(r"^\s*(?:[\[!<>#|*-]|$)")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_NEAR_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:|<?https?:)")


def _root(names: frozenset[str]) -> str | None:
    """The folder in which the folders of the languages lie, with its "/"; None where there is none."""
    for name in sorted(names, key=lambda one: (one.count("/"), one)):
        before, found, _rest = ("/" + name).partition("/en/")
        if found and name.endswith(".md"):
            return f"{before}/".lstrip("/")
    return None


def recognise(files: Files) -> bool:
    names = frozenset(files)
    root = _root(names)
    if root is None:
        return False
    others = {name[len(root) :].split("/")[0] for name in names if name.startswith(root) and name.endswith(".md")}
    return bool({languages.code_of(one) for one in others} - {"", "en"}) or any(
        name.startswith(f"{root}quizzes/") and name.endswith(".json") for name in names
    )


def read(files: Files) -> CoursePlan:
    """Raises CourseFault."""
    root = _root(frozenset(files))
    if root is None:
        raise CourseFault(Why.NO_ENGLISH)
    report: list[ReportLine] = []
    lessons = _lessons(files, root, report)
    titles, summaries = _about(files, root, lessons)
    quizzes = _quizzes(files, root, report)
    parts: list[PlannedPart] = []
    taken: set[str] = set()
    for path in sorted(lessons.get("en", {}), key=lambda one: (one.count("/"), planning.natural(one))):
        by_language = {code: lessons[code][path] for code in languages.NAMES if path in lessons.get(code, {})}
        stem = path.removesuffix(".md").removesuffix("/README") if path != "README.md" else "introduction"
        part = _page(files, planning.key_of(stem.rpartition("/")[2], taken), by_language, f"{root}en/{path}", report)
        if part is None:
            continue
        parts.append(part)
        linked = {int(number) for text in by_language.values() for _text, number in _QUIZ_LINK.findall(text)}
        mine = [quizzes.pop(number) for number in sorted(linked) if number in quizzes]
        if mine:
            parts.append(_test(planning.key_of(f"{part.key}-test"[-50:], taken), mine, report))
    for number, one in quizzes.items():
        report.append(ReportLine(one["title"]["en"], f"quiz {number}", Outcome.PARTLY, Why.NO_LESSON))
        parts.append(_test(planning.key_of(f"quiz-{number}", taken), [one], report))
    shown = {one.path for part in parts for variant in part.variants.values() for one in variant.pictures.values()}
    report = [line for line in report if line.kind != "file" or line.source not in shown]
    return planning.checked(
        CoursePlan(FORMAT, titles, parts, licence=_licence(files, root), summaries=summaries, report=report)
    )


def _lessons(files: Files, root: str, report: list[ReportLine]) -> dict[str, dict[str, str]]:
    """Language -> path below it -> Markdown."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(files):
        if not name.startswith(root) or name.endswith("/"):
            continue
        folder, _slash, path = name[len(root) :].partition("/")
        if folder == "quizzes" and name.endswith(".json"):
            continue
        code = languages.code_of(folder) if path else ""
        if not name.endswith(".md") or not path:
            if name[len(root) :].upper() not in ("LICENSE", "LICENSE.MD", "LICENSE.TXT", "README.MD"):
                report.append(ReportLine(name, "file", Outcome.LEFT_OUT, Why.KIND))
        elif not code:
            report.append(ReportLine(name, "lesson", Outcome.LEFT_OUT, Why.UNKNOWN_LANGUAGE, folder))
        else:
            text = _COMMENT.sub("", planning.text_of(files, name)).strip()
            if text:
                found.setdefault(code, {})[path] = text
            else:
                report.append(ReportLine(name, "lesson", Outcome.LEFT_OUT, Why.EMPTY))
    for code, paths in found.items():
        for path in sorted(paths.keys() - found.get("en", {}).keys()):
            report.append(ReportLine(f"{root}{code}/{path}", "lesson", Outcome.LEFT_OUT, Why.NO_ENGLISH))
    return found


def _about(files: Files, root: str, lessons: dict[str, dict[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Titles and summaries by language, from the first page of each."""
    titles: dict[str, str] = {}
    summaries: dict[str, str] = {}
    for code, paths in lessons.items():
        title, _rest = _title(paths.get("README.md", ""))
        if title:
            titles[code] = title
            # What stands before the heading is about the place the file comes from: badges, calls to join.
            after = re.split(r"(?m)^# .+$", paths["README.md"], maxsplit=1)[1]
            summaries[code] = next((plain(line) for line in _paragraphs(after)), "")[:600]
    if "en" not in titles:
        titles["en"] = root.strip("/").rpartition("/")[2].replace("-", " ").capitalize() or "Course"
    return titles, {code: text for code, text in summaries.items() if text}


def _paragraphs(markdown: str) -> list[str]:
    """Running text: no headings, badges, quotations, lists or tables."""
    blocks = [block for block in re.split(r"\n\s*\n", markdown) if not _NO_PROSE.match(block) and len(block) > 60]
    return [prose.to_html(block) for block in blocks[:1]]


def _title(markdown: str) -> tuple[str, str]:
    title, rest = prose.title_and_rest(markdown)
    if not title:
        found = re.search(r"(?m)^# +(.+)$", markdown)
        if found:
            return plain(prose.to_html(found[1])), markdown[: found.start()] + markdown[found.end() :]
    return plain(prose.to_html(title)) if title else "", rest


def _page(
    files: Files, key: str, by_language: dict[str, str], source: str, report: list[ReportLine]
) -> PlannedPart | None:
    """None, and reported, where the English text has nothing to read."""
    variants: dict[str, PlannedVariant] = {}
    for code, markdown in by_language.items():
        title, rest = _title(markdown)
        here = source.replace("/en/", f"/{code}/", 1) if "/en/" in source else source.replace("en/", f"{code}/", 1)
        pictures = planning.Pictures(files, planning.beside(here.rpartition("/")[0]))
        html = prose.foreign_to_html(_QUIZ_LINK.sub(r"\1", rest), pictures)
        if not plain(html) and not pictures.named:
            report.append(ReportLine(here, "lesson", Outcome.LEFT_OUT, Why.EMPTY))
            if code == "en":
                return None
            continue
        variants[code] = PlannedVariant((title or key)[:250], html, pictures=pictures.named)
        lost = [Why.IMAGES] if len(_PICTURE.findall(rest)) > pictures.count else []
        lost += [Why.LINKS] if _NEAR_LINK.search(rest) else []
        report.extend(planning.told(here, "lesson", lost))
        report.extend(ReportLine(here, "picture", Outcome.PARTLY, Why.NO_ALT, path[-200:]) for path in pictures.bare)
    return PlannedPart(key, PartKind.PAGE, planning.minutes_of(variants["en"].html), variants)


def _licence(files: Files, root: str) -> str:
    for name in (f"{root}LICENSE", f"{root}LICENSE.md", f"{root}LICENSE.txt", "LICENSE"):
        if name in files:
            first = planning.text_of(files, name).strip().splitlines()[:1]
            return plain(first[0].lstrip("# "))[:60] if first else ""
    return ""


# The quizzes -------------------------------------------------------------------------------------------------------


def _quizzes(files: Files, root: str, report: list[ReportLine]) -> dict[int, dict[str, Any]]:
    """Number -> {"title": by language, "questions": [...]}. English first; the others add their texts."""
    found: dict[int, dict[str, Any]] = {}
    sources: dict[str, str] = {}
    for name in sorted(files):
        if name.startswith(f"{root}quizzes/") and name.endswith(".json"):
            code = languages.code_of(name.rpartition("/")[2].removesuffix(".json"))
            if code and code not in sources:
                sources[code] = name
            else:
                report.append(
                    ReportLine(name, "quizzes", Outcome.LEFT_OUT, Why.TWICE if code else Why.UNKNOWN_LANGUAGE)
                )
    if sources and "en" not in sources:
        report.extend(ReportLine(name, "quizzes", Outcome.LEFT_OUT, Why.NO_ENGLISH) for name in sources.values())
        return {}
    for code in sorted(sources, key=lambda one: (one != "en", one)):
        name = sources[code]
        for number, raw in _numbered(files, name, report):
            where = f"{name} #{number}"
            if code == "en":
                _take(found, number, raw, where, report)
            elif number not in found:
                report.append(ReportLine(where, "quiz", Outcome.LEFT_OUT, Why.NO_ENGLISH))
            else:
                _translate(found[number], raw, code, where, report)
    for number, one in list(found.items()):
        if not one["questions"]:
            del found[number]
    return found


def _numbered(files: Files, name: str, report: list[ReportLine]) -> list[tuple[int, dict[str, Any]]]:
    """The quizzes of a file. Raises CourseFault for one that is not of this form."""
    try:
        groups = json.loads(planning.text_of(files, name))
        raw = [(quiz["id"], quiz) for group in groups for quiz in group["quizzes"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CourseFault(Why.BROKEN, name) from error
    good: dict[int, dict[str, Any]] = {}
    for number, quiz in raw:
        if type(number) is not int or not 0 <= number < 10**6 or not isinstance(quiz.get("quiz"), list):
            raise CourseFault(Why.BROKEN, name)
        if number in good:
            report.append(ReportLine(f"{name} #{number}", "quiz", Outcome.LEFT_OUT, Why.TWICE))
        else:
            good[number] = quiz
    return list(good.items())


def _parsed(raw: Any) -> tuple[str, list[tuple[str, bool]]] | None:
    """Question and options with their marks; None for what is not of this form."""
    try:
        options = [(_line(one["answerText"]), str(one["isCorrect"]).lower() == "true") for one in raw["answerOptions"]]
        return _line(raw["questionText"]), options
    except (TypeError, KeyError):
        return None


def _line(text: Any) -> str:
    if not isinstance(text, str | int | float):
        raise TypeError
    return " ".join(plain(str(text)).split())


def _take(
    found: dict[int, dict[str, Any]], number: int, raw: dict[str, Any], where: str, report: list[ReportLine]
) -> None:
    title = str(raw.get("title") or f"Quiz {number}")[:250]
    found[number] = {"title": {"en": title}, "questions": {}, "count": len(raw["quiz"])}
    for place, one in enumerate(raw["quiz"], start=1):
        parsed = _parsed(one)
        made: dict[str, Any] | Why = Why.BROKEN
        if parsed is not None:
            text, options = parsed
            multiple = sum(flag for _option, flag in options) > 1
            made = planning.choice(f"quiz-{number}-q{place}", text, options, multiple=multiple)
        question = planning.added(made, f"{where}.{place}", "question", report.append)
        if question is not None:
            found[number]["questions"][place] = question


def _translate(into: dict[str, Any], raw: dict[str, Any], code: str, where: str, report: list[ReportLine]) -> None:
    """Adds the texts of a language where they say the same as English; reports every question that does not."""
    if len(raw["quiz"]) != into["count"]:
        # Questions are told apart by their place alone: with one missing, none can be trusted.
        report.append(
            ReportLine(where, "quiz", Outcome.LEFT_OUT, Why.QUESTION_COUNT, f"{len(raw['quiz'])} / {into['count']}")
        )
        return
    if raw.get("title"):
        into["title"][code] = str(raw["title"])[:250]
    for place, one in enumerate(raw["quiz"], start=1):
        question = into["questions"].get(place)
        if question is None:
            continue
        why = _disagrees(question, one)
        if why is not None:
            report.append(ReportLine(f"{where}.{place}", "question", Outcome.LEFT_OUT, *why))
            continue
        text, options = _parsed(one) or ("", [])
        question["text"][code] = text
        for mine, (theirs, _flag) in zip(question["options"], options, strict=True):
            mine["text"][code] = theirs
        report.append(ReportLine(f"{where}.{place}", "question", Outcome.IMPORTED))


def _disagrees(question: dict[str, Any], raw: Any) -> tuple[Why, str] | None:
    parsed = _parsed(raw)
    if parsed is None:
        return Why.BROKEN, ""
    text, options = parsed
    if not text or not all(option for option, _flag in options):
        return Why.EMPTY, ""
    if len(options) != len(question["options"]):
        return Why.OPTION_COUNT, f"{len(options)} / {len(question['options'])}"
    right = [one["key"] for one in question["options"] if one["correct"]]
    theirs = [one["key"] for one, (_text, flag) in zip(question["options"], options, strict=True) if flag]
    if right != theirs:
        return Why.RIGHT_ANSWER, f"{', '.join(theirs) or '–'} / {', '.join(right)}"
    return None


def _test(key: str, quizzes: list[dict[str, Any]], report: list[ReportLine]) -> PlannedPart:
    """One test from the quizzes of a lesson, named after the last."""
    questions = [question for one in quizzes for question in one["questions"].values()]
    for one in quizzes[:-1]:
        report.append(ReportLine(one["title"]["en"], "quiz", Outcome.PARTLY, Why.JOINED, quizzes[-1]["title"]["en"]))
    draw = len(questions) if len(quizzes) == 1 else math.ceil(len(questions) / len(quizzes))
    spec = planning.spec_for(len(questions), draw=draw)
    variants = {code: PlannedVariant(title) for code, title in quizzes[-1]["title"].items()}
    return PlannedPart(key, PartKind.QUIZ, spec.minutes, variants, questions, spec)
