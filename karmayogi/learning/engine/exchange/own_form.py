"""A whole course as a zip of our own: what is written reads back equal.

course.json                    all but the texts and the questions
text/<part>.<language>.html    cleaned HTML of a page, the transcript of a film, the text of a PDF
questions/<part>.json          the pool of a test, in the form of questions.toml; only for those who may have it
files/…                        films, captions, posters, PDFs, pictures of texts
packages/<number>.package      SCORM or H5P: a zip by another name, so that no policy on nested zips drops it
"""

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from karmayogi.kernel import languages
from karmayogi.learning.engine import media, prose
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.types import (
    MOST_MONTHS,
    PACKAGES,
    CourseFault,
    CoursePlan,
    Outcome,
    PartKind,
    PlannedFile,
    PlannedLink,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    QuizSpec,
    ReportLine,
    Why,
)

FORMAT = "karmayogi"
VERSION = 1
_NAME = "course.json"
_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")


class _Part(msgspec.Struct, frozen=True):
    key: str
    kind: PartKind
    minutes: int
    variants: dict[str, PlannedVariant]
    quiz: QuizSpec | None = None
    min_seconds: int | None = None
    outside: PlannedLink | None = None


class _Course(msgspec.Struct, frozen=True):
    form: str
    version: int
    titles: dict[str, str]
    parts: list[_Part]
    code: str = ""
    provider: str = ""
    mode: str = "online"
    licence: str = ""
    summaries: dict[str, str] = {}
    competencies: list[tuple[str, int]] = []
    pass_percent: int = 60
    parts_needed: int | None = None
    watch_percent: int = USUAL_PERCENT
    sessions: list[str] = []
    sessions_needed: int | None = None
    kind: str = "course"
    certificate_months: int | None = None
    left_behind: list[str] = []


def _text_name(key: str, language: str) -> str:
    return f"text/{key}.{language}.html"


def _pool_name(key: str) -> str:
    return f"questions/{key}.json"


def write(plan: CoursePlan, *, questions: bool) -> Iterator[tuple[str, bytes]]:
    """Name and content of each member but files and packages, which the plan names by their paths in the zip."""
    parts = [
        _Part(
            part.key,
            part.kind,
            part.minutes,
            {code: dataclasses.replace(variant, html="") for code, variant in part.variants.items()},
            part.quiz,
            part.min_seconds,
            part.outside,
        )
        for part in plan.parts
    ]
    course = _Course(
        FORMAT, VERSION, plan.titles, parts, plan.code, plan.provider, plan.mode, plan.licence, plan.summaries,
        plan.competencies, plan.pass_percent, plan.parts_needed, plan.watch_percent, plan.sessions,
        plan.sessions_needed, plan.kind, plan.certificate_months, plan.left_behind,
    )  # fmt: skip
    yield _NAME, msgspec.json.format(msgspec.json.encode(course), indent=2)
    for part in plan.parts:
        for code, variant in part.variants.items():
            if variant.html:
                yield _text_name(part.key, code), variant.html.encode()
        if questions and part.questions:
            pool = json.dumps(part.questions, ensure_ascii=False, indent=1)
            yield _pool_name(part.key), pool.encode()


def recognise(files: Files) -> bool:
    return _NAME in files and b'"form"' in files[_NAME][:2000]


def read(files: Files) -> CoursePlan:
    """Raises CourseFault for anything that `write` would not have written."""
    try:
        course = msgspec.json.decode(files[_NAME], type=_Course)
    except (ValueError, RecursionError) as error:  # also of msgspec and of texts that are no UTF-8
        raise CourseFault(Why.BROKEN, _NAME) from error
    if course.form != FORMAT:
        raise CourseFault(Why.UNKNOWN_FORMAT, course.form)
    if course.version > VERSION:
        raise CourseFault(Why.NEWER, str(course.version))
    _check(course)
    report = [ReportLine(one[:80], "course", Outcome.LEFT_OUT, Why.NOT_TAKEN) for one in course.left_behind[:20]]
    parts = [made for part in course.parts if (made := _part(files, part, report)) is not None]
    # A test that came without its questions is missing: the rule cannot ask for more parts than there are.
    needed = min(course.parts_needed, len(parts)) if course.parts_needed else None
    return planning.checked(
        CoursePlan(
            FORMAT, course.titles, parts, course.code, course.provider, course.mode, course.licence, course.summaries,
            course.competencies, course.pass_percent, needed, report, None, course.watch_percent, course.sessions,
            course.sessions_needed, course.kind, course.certificate_months, course.left_behind[:20],
        )
    )  # fmt: skip


def _check(course: _Course) -> None:
    keys = [part.key for part in course.parts]
    codes = {*course.titles, *course.summaries, *(code for part in course.parts for code in part.variants)}
    levels = [level for _code, level in course.competencies]
    for wrong, where in (
        (len(set(keys)) != len(keys) or not all(_KEY.fullmatch(key) for key in keys), "key"),
        (not codes <= languages.NAMES.keys(), "language"),
        (not 0 <= course.pass_percent <= 100, "pass_percent"),
        (not 1 <= (course.parts_needed or 1) <= max(1, len(course.parts)), "parts_needed"),
        (not 1 <= course.watch_percent <= 100, "watch_percent"),
        (not 1 <= (course.sessions_needed or 1) <= max(1, len(course.sessions)), "sessions_needed"),
        (
            len(set(course.sessions)) != len(course.sessions) or any(len(one) > 40 for one in course.sessions),
            "sessions",
        ),
        (course.kind not in ("course", "assessment"), "kind"),
        (course.certificate_months is not None and not 1 <= course.certificate_months <= MOST_MONTHS, "months"),
        (course.mode not in ("online", "blended", "classroom"), "mode"),
        (not all(1 <= level <= 5 for level in levels), "level"),
        (len(course.provider) > 150 or len(course.licence) > 60 or len(course.code) > 40, "length"),
        (any("en" not in part.variants for part in course.parts), "en"),
        (any(not 1 <= part.minutes <= 6000 for part in course.parts), "minutes"),
        (any(not 0 <= (part.min_seconds or 0) <= 32_000 for part in course.parts), "min_seconds"),
    ):
        if wrong:
            raise CourseFault(Why.BROKEN, f"{_NAME}: {where}")


def _part(files: Files, part: _Part, report: list[ReportLine]) -> PlannedPart | None:
    variants = {code: _variant(files, part, code, one) for code, one in part.variants.items()}
    questions: list[dict[str, Any]] = []
    if part.kind is PartKind.QUIZ:
        if _pool_name(part.key) not in files:
            report.append(ReportLine(part.key, str(part.kind), Outcome.LEFT_OUT, Why.MISSING, _pool_name(part.key)))
            return None
        questions = _pool(files, _pool_name(part.key))
    elif part.kind is PartKind.LTI:
        if part.outside is None:  # written before links were
            report.append(ReportLine(part.key, str(part.kind), Outcome.LEFT_OUT, Why.OUTSIDE))
            return None
        _check_link(part.outside, part.key)
    elif not _teaches(part.kind, variants["en"]):
        raise CourseFault(Why.MISSING, f"{part.key}: en")
    report.append(ReportLine(part.key, str(part.kind), Outcome.IMPORTED))
    outside = part.outside if part.kind is PartKind.LTI else None
    return PlannedPart(part.key, part.kind, part.minutes, variants, questions, part.quiz, part.min_seconds, outside)


def _check_link(link: PlannedLink, key: str) -> None:
    """Its shape alone; whether there is a tool for it is asked where tools are known."""
    lengths = (link.tool, 150), (link.url, 500), (link.title, 250), (link.text, 2000)
    custom = [*link.custom, *link.custom.values()]
    wrong = (
        any(len(text) > most for text, most in lengths),
        len(link.custom) > 40 or any(len(one) > 500 for one in custom),
        not link.url.startswith(("https://", "http://")) or not link.title,
        link.opens_in not in ("window", "frame") or link.completes not in ("grade", "launch"),
        link.maximum is not None and not 0 < link.maximum <= 1_000_000,
    )
    if any(wrong):
        raise CourseFault(Why.BROKEN, f"{key}: outside")


def _teaches(kind: PartKind, english: PlannedVariant) -> bool:
    if kind is PartKind.SLIDES:
        return bool(english.html) or english.file is not None
    if kind is PartKind.PAGE:
        return bool(english.html)
    return bool(english.package) if kind in PACKAGES else english.file is not None


def _variant(files: Files, part: _Part, code: str, told: PlannedVariant) -> PlannedVariant:
    name = _text_name(part.key, code)

    def file(one: PlannedFile | None, kinds: frozenset[str]) -> PlannedFile | None:
        if one is None:
            return None
        found = planning.known(files, one.path, one.media_type)
        if found is None or found.media_type not in kinds:
            raise CourseFault(Why.MISSING, one.path)
        return found

    main = {
        PartKind.VIDEO: media.VIDEOS,
        PartKind.AUDIO: media.AUDIOS,
        PartKind.PDF: frozenset({media.PDF}),
        PartKind.SLIDES: media.DECKS | {media.PDF},
    }.get(part.kind, frozenset())
    if told.package and (part.kind not in PACKAGES or told.package not in files):
        raise CourseFault(Why.MISSING, told.package)
    if not 0 <= (told.pages or 0) <= 32_000 or not 0 <= (told.seconds or 0) <= 10**6:
        raise CourseFault(Why.BROKEN, part.key)
    cleaned = prose.clean_slides if part.kind is PartKind.SLIDES else prose.clean
    return PlannedVariant(
        told.title[:250],
        cleaned(planning.text_of(files, name)) if name in files else "",
        file(told.file, main),
        file(told.captions, frozenset({"text/vtt"})),
        file(told.poster, media.PICTURES),
        told.package,
        told.pages,
        told.seconds,
        _pictures(files, told),
    )


def _pictures(files: Files, told: PlannedVariant) -> dict[str, PlannedPicture]:
    """Their sizes are found when they are drawn anew, whatever the file says."""
    for name, one in told.pictures.items():
        if not prose.is_name(name) or one.path not in files:
            raise CourseFault(Why.MISSING, one.path)
    return {name: PlannedPicture(one.path) for name, one in told.pictures.items()}


def _pool(files: Files, name: str) -> list[dict[str, Any]]:
    """Only its outer form is looked at here; assessment looks at each question before it becomes one."""
    try:
        pool = json.loads(planning.text_of(files, name))
    except (ValueError, RecursionError) as error:
        raise CourseFault(Why.BROKEN, name) from error
    if not isinstance(pool, list) or not pool or not all(isinstance(one, dict) for one in pool):
        raise CourseFault(Why.BROKEN, name)
    return pool


def comparable(plan: CoursePlan, digest: Callable[[str], str]) -> dict[str, Any]:
    """What makes two courses equal: everything that is taught and asked, files by their content.

    Not the format and the report, which tell of the way in; nor the order of languages, which nobody sees.
    """
    plain = msgspec.to_builtins(dataclasses.replace(plan, format="", report=[]))
    for part in plain["parts"]:
        for variant in part["variants"].values():
            for name in ("file", "captions", "poster"):
                if variant[name]:
                    variant[name]["path"] = digest(variant[name]["path"])
            variant["package"] = digest(variant["package"]) if variant["package"] else ""
            for one in variant["pictures"].values():
                one["path"] = digest(one["path"])
    plain["competencies"] = sorted(plain["competencies"])
    return plain
