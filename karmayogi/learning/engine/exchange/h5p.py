"""H5P, in two ways of which the publisher chooses. Played as it is: whatever it reports is a claim (grade E0). Or its
questions become questions of ours, marked on the server and so evidence; its texts become pages.
"""

import dataclasses
import json
from typing import Any

from karmayogi.kernel import languages
from karmayogi.kernel.markup import plain
from karmayogi.learning.engine import h5p_package, prose
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.engine.zip_policy import PackageFault
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

FORMAT = "h5p"
_ABOUT, _CONTENT = "h5p.json", "content/content.json"
_HOLDERS = {"H5P.QuestionSet": "questions", "H5P.Column": "content", "H5P.InteractiveBook": "chapters"}
_TEXTS = ("H5P.AdvancedText", "H5P.Text")
MAX_DEPTH = 6


def recognise(files: Files) -> bool:
    return _ABOUT in files and _CONTENT in files


def read(files: Files) -> CoursePlan:
    """Raises CourseFault."""
    about, content = _json(files, _ABOUT), _json(files, _CONTENT)
    language = str(about.get("language", "und"))
    if language not in ("und", "") and languages.code_of(language) != "en":
        raise CourseFault(Why.NOT_ENGLISH, language)
    try:
        found = h5p_package.parse(files.__getitem__, files.keys())
    except PackageFault as fault:
        asked = _asked(files, about, content)
        why = ReportLine(asked.titles["en"], FORMAT, Outcome.KEPT, Why.NOT_PLAYABLE, fault.detail)
        return dataclasses.replace(asked, report=[why, *asked.report])
    try:
        other = _asked(files, about, content)
    except CourseFault:
        other = None  # nothing in it that could be asked here: it is played
    return dataclasses.replace(_played(found), other=other)


def _played(found: h5p_package.Playable) -> CoursePlan:
    least = prose.plausible_seconds(PartKind.H5P, found.minutes, 0)
    variants = {"en": PlannedVariant(found.title, package=".")}
    part = PlannedPart(planning.key_of(found.title, set()), PartKind.H5P, found.minutes, variants, min_seconds=least)
    report = [ReportLine(found.title, str(found.main.name), Outcome.IMPORTED)]
    report += [ReportLine(found.title, "URL", Outcome.LEFT_OUT, Why.BLOCKED, url[:200]) for url in found.outside]
    licence = found.rights["licence"][:60]
    return planning.checked(CoursePlan(FORMAT, {"en": found.title}, [part], licence=licence, report=report))


def _asked(files: Files, about: dict[str, Any], content: dict[str, Any]) -> CoursePlan:
    building = Building(files)
    title = building.title(str(about.get("title", "")))
    reader = _Reader(building)
    reader.take(str(about.get("mainLibrary", "")), content, title, 0)
    if reader.texts:
        building.page(title, "text", title, "\n".join(reader.texts), where=planning.beside("content"))
    if reader.questions:
        building.quiz(title, "questions", title, reader.questions)
    return planning.checked(CoursePlan(FORMAT, {"en": title}, building.parts, report=building.report))


def _json(files: Files, path: str) -> dict[str, Any]:
    try:
        found = json.loads(planning.text_of(files, path))
    except (ValueError, RecursionError) as error:
        raise CourseFault(Why.BROKEN, path) from error
    if not isinstance(found, dict):
        raise CourseFault(Why.BROKEN, path)
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


class _Reader:
    def __init__(self, building: Building) -> None:
        self.building = building
        self.texts: list[str] = []
        self.questions: list[dict[str, Any]] = []

    def take(self, library: str, params: dict[str, Any], title: str, depth: int) -> None:
        kind = library.partition(" ")[0]
        if depth > MAX_DEPTH or len(self.building.report) > 5_000:
            raise CourseFault(Why.BROKEN, _CONTENT)
        if kind in _HOLDERS:
            self.building.say(title, kind, Outcome.IMPORTED)
            for one in _list(params.get(_HOLDERS[kind])):
                inner = _dict(one)
                inner = _dict(inner.get("content")) if "content" in inner and "library" not in inner else inner
                name = _text(_dict(inner.get("metadata")).get("title")) or title
                self.take(_text(inner.get("library")), _dict(inner.get("params")), name, depth + 1)
        elif kind in _TEXTS:
            markup = _text(params.get("text"))
            self.texts.append(markup)
            self.building.partly(title, kind, planning.losses(markup, markup.lower().count("<img")))
        elif kind == "H5P.TrueFalse":
            right = _text(params.get("correct")) == "true"
            self.ask(title, kind, params, _text(params.get("question")), [("True", right), ("False", not right)])
        elif kind == "H5P.MultiChoice":
            self.choice(title, kind, params)
        elif kind == "H5P.SingleChoiceSet":
            for number, one in enumerate(_list(params.get("choices")), start=1):
                # The first answer is the right one; H5P shows them in any order.
                answers = [
                    (plain(_text(text)), not place) for place, text in enumerate(_list(_dict(one).get("answers")))
                ]
                self.ask(f"{title} {number}", kind, {}, _text(_dict(one).get("question")), answers)
        else:
            self.building.say(title, kind or "–", Outcome.KEPT, Why.KIND, kind)

    def choice(self, title: str, kind: str, params: dict[str, Any]) -> None:
        answers = [_dict(one) for one in _list(params.get("answers"))]
        options = [(plain(_text(one.get("text"))), one.get("correct") is True) for one in answers]
        several = sum(flag for _option, flag in options) > 1
        behaviour = _dict(params.get("behaviour"))
        # "single" asks for any one of several right answers: that is another rule than ours.
        if several and (behaviour.get("type") == "single" or behaviour.get("singleAnswer") is True):
            self.building.say(title, kind, Outcome.KEPT, Why.SCORING)
            return
        lost = [Why.PART_MARKS] if several and behaviour.get("singlePoint") is not True else []
        remarks = [_dict(one.get("tipsAndFeedback")) for one in answers]
        if any(plain(_text(one.get("chosenFeedback"))) or plain(_text(one.get("tip"))) for one in remarks):
            lost.append(Why.FEEDBACK)
        self.ask(title, kind, params, _text(params.get("question")), options, several=several, lost=lost)

    def ask(
        self,
        title: str,
        kind: str,
        params: dict[str, Any],
        text: str,
        options: list[tuple[str, bool]],
        *,
        several: bool = False,
        lost: list[Why] | None = None,
    ) -> None:
        if _dict(_dict(params.get("media")).get("type")).get("library") or planning.losses(text)[:1] == [Why.IMAGES]:
            self.building.say(title, kind, Outcome.KEPT, Why.PICTURE)
            return
        key = planning.key_of(plain(text)[:40], self.building.keys, "question")
        made = planning.choice(key, plain(text), options, multiple=several)
        self.questions += self.building.question(title, kind, made, lost or [])
