"""Words of drafts, providers and their reviews in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.kernel.access import Role
from karmayogi.learning.engine.authoring.gate import Lack, Missing
from karmayogi.learning.engine.collections.outline import Fault
from karmayogi.learning.web.media import trouble_in_words
from karmayogi.learning.web.words import LANGUAGE_NAMES
from karmayogi.ui.api import mb, num

TONES = {"draft": "info", "review": "warn", "ready": "warn", "published": "ok", "discarded": "info"}
PROVIDER_TONES = {
    "applied": "warn", "licensed": "ok", "suspended": "bad", "refused": "info", "early": "warn", "expired": "bad",
}  # fmt: skip


def status_in_words(status: str) -> str:
    return {
        "draft": _("Draft"),
        "review": _("In review"),
        "ready": _("Waits for publication"),
        "published": _("Published"),
        "discarded": _("Discarded"),
    }[status]


def step_in_words(step: str) -> str:
    return {
        "begin": _("Begun"),
        "send": _("Sent to review"),
        "take_back": _("Taken back"),
        "return": _("Returned to its author"),
        "pass": _("Passed by the reviewer"),
        "publish": _("Published"),
        "discard": _("Discarded"),
        "accept_newer": _("Goes on after a newer version"),
    }[step]


def kinds_to_add() -> list[tuple[str, str]]:
    return [
        ("page", _("Text")),
        ("slides", _("Slides")),
        ("video", _("Video")),
        ("audio", _("Recording")),
        ("pdf", _("PDF")),
        ("package", _("Interactive package")),
        ("quiz", _("Test")),
    ]


def lack_in_words(one: Missing) -> str:
    """A few words; the language follows by its own name where it is about one."""
    told = {
        Lack.TITLE: _("The course has no title"),
        Lack.SUMMARY: _("The course has no summary"),
        Lack.PARTS: _("The course has no part"),
        Lack.PART_TITLE: _("The part has no title"),
        Lack.CONTENT: _("The part is empty"),
        Lack.CAPTIONS: _("The film has no captions"),
        Lack.TRANSCRIPT: _("There is no text of it to read"),
        Lack.COMPETENCY: _("No competency is named"),
        Lack.TEST: _("There is no test: without one nobody can show what they learned"),
        Lack.LICENCE: _("The licence is not given"),
        Lack.MAKING: _("The lighter forms of the file are still being made. It is worth looking again in a minute"),
        Lack.WHEN: _("Day and time are not given"),
        Lack.WHERE: _("Neither a place nor a link is given"),
        Lack.SESSIONS: _("Sessions must be attended, and the mode says that the course is online alone"),
        Lack.ONLY_TEST: _("An assessment has a test and nothing else"),
        Lack.OWN_TEST: _("There is no test besides the package. What a package reports is not proof of a level"),
        Lack.PACKAGE_LANGUAGE: _("The package is shown in English to readers of this language"),
    }.get(one.lack)
    if one.lack in (Lack.MEDIA, Lack.TOOL):
        told = trouble_in_words(one.trouble)
    if one.lack == Lack.STRUCTURE:
        told = {
            Fault.NO_ROOT: _("The programme has no structure"),
            Fault.EMPTY: _("There is nothing in this stage"),
            Fault.NEEDED: _("The rule asks for more than there is, or for nothing (there are %(count)s)"),
            Fault.DEEP: _("Stages lie in each other more than %(count)s deep"),
            Fault.MANY: _("A programme has at most %(count)s stages and items"),
            Fault.TWICE: _("A course stands in it twice"),
            Fault.LOOSE: _("A stage hangs on nothing"),
            Fault.UNTITLED: _("A stage has no title in English"),
        }[Fault(one.why)] % {"count": num(one.number)}
    if told is None:
        told = {
            Lack.QUESTIONS: ngettext(
                "The test lacks %(count)s question", "The test lacks %(count)s questions", one.number
            ) % {"count": num(one.number)},
            Lack.QUESTION_LANGUAGE: ngettext(
                "%(count)s question is not there in this language", "%(count)s questions are not there in this language",
                one.number,
            ) % {"count": num(one.number)},
            Lack.RULE: _("The rule asks for more parts than there are (%(count)s)") % {"count": num(one.number)},
            Lack.HEAVY_PART: _("This part is heavy (%(size)s)") % {"size": mb(one.number)},
            Lack.HEAVY_COURSE: _("The whole course is heavy (%(size)s)") % {"size": mb(one.number)},
        }[one.lack]  # fmt: skip
    return f"{told} – {LANGUAGE_NAMES[one.language]}" if one.language else told


def advice(kind: str) -> str:
    """What an author can do about a part that takes long on a slow line."""
    return {
        "video": _("Save the film with 240 lines, or split it. The text to read and a recording load in seconds."),
        "audio": _("Save the recording in one channel with 16 to 24 kbit/s, or split it."),
        "pdf": _("Save the PDF with smaller pictures. Give its words as text."),
        "scorm12": _("Export the package with smaller pictures, or put its text into a part of its own."),
        "scorm2004": _("Export the package with smaller pictures, or put its text into a part of its own."),
        "h5p": _("Export the package with smaller pictures, or put its text into a part of its own."),
        "cmi5": _("Export the package with smaller pictures, or put its text into a part of its own."),
        "xapi": _("Export the package with smaller pictures, or put its text into a part of its own."),
    }.get(kind, _("Split the part."))


def change_in_words(kind: str) -> str:
    return {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed"), "moved": _("Moved")}[kind]


def what_in_words(what: str) -> str:
    return {
        "language": _("Language"),
        "title": _("Title"),
        "summary": _("Summary"),
        "licence": _("Licence"),
        "mode": _("Mode"),
        "certificate_months": _("Months for which the certificate is good"),
        "pass_percent": _("Pass mark in per cent"),
        "parts_needed": _("Parts that complete it"),
        "watch_percent": _("Share of a film that must be played, in per cent"),
        "sessions": _("Sessions that must be attended"),
        "sessions_needed": _("How many of the sessions"),
        "draw": _("Questions of an attempt"),
        "sections": _("Questions of an attempt"),
        "negative_percent": _("Wrong"),
        "second_percent": _("Written answers marked by two persons"),
        "peers": _("Learners who mark each written answer"),
        "quiz_minutes": _("Minutes for the test"),
        "attempts": _("Attempts at the test"),
        "competency": _("Competency"),
        "part": _("Part"),
        "kind": _("Kind"),
        "minutes": _("Time needed"),
        "part_title": _("Title of the part"),
        "text": _("Text"),
        "file": _("File"),
        "captions": _("Captions"),
        "package": _("Interactive package"),
        "questions": _("Questions"),
        "counts_prior": _("What was completed before counts"),
        "stage": _("Stage"),
        "node_title": _("Title"),
        "rule": _("Rule"),
        "points": _("Points"),
        "group": _("Stage above"),
        "place": _("Place"),
        "starts_at": _("Begins"),
        "ends_at": _("Ends"),
        "link": _("Link"),
        "speaker": _("Speaker"),
        "seats": _("Seats"),
        "credit": _("Its hours"),
    }[what]


def point_in_words(points: int) -> str:
    """An answer of the quality form; the number says what it counts."""
    return {
        5: _("Fully"), 3: _("Mostly"), 1: _("Partly"), 0: _("Not at all"),
    }.get(points, str(points))  # fmt: skip


def agreement_in_words(kappa: float | None) -> str:
    """After Landis and Koch (1977), in three steps."""
    if kappa is None:
        return _("cannot be told: both gave the same answer throughout")
    if kappa >= 0.6:
        return _("agree well")
    return _("agree in part") if kappa >= 0.3 else _("agree hardly: talk about the questions below")


def provider_status_in_words(status: str) -> str:
    return {
        "applied": _("Has applied"),
        "licensed": _("Licensed"),
        "suspended": _("Suspended"),
        "refused": _("Refused"),
        "early": _("Licence not begun"),
        "expired": _("Licence ended"),
    }[status]


def provider_kinds() -> list[tuple[str, str]]:
    return [
        ("institute", _("Training institute")),
        ("university", _("University")),
        ("company", _("Company")),
        ("expert", _("Expert")),
        ("government", _("Government office")),
    ]


def member_roles() -> list[tuple[str, str]]:
    return [
        (Role.CONTENT_CREATOR, _("Writes courses")),
        (Role.CONTENT_REVIEWER, _("Reviews courses")),
        (Role.CONTENT_PUBLISHER, _("Publishes and retires courses")),
        (Role.EDITOR, _("Edits courses")),
        (Role.CBP_ADMIN, _("Looks after the provider's people")),
    ]
