"""POST /learning/progress: where a learner is, every few seconds from every open lesson. The hottest write there is.

It answers before Django's middleware: one look at the headers, one statement (actions/report_progress.py); where
several requests meet, one statement and one commit for all of them (kernel/together.py, decision 0070). A page of
another site cannot call it in a learner's name: the header below makes the browser ask first (CORS), and nobody here
answers that question; browsers that send Sec-Fetch-Site are asked on top.
"""

import datetime as dt
import itertools
import logging
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import msgspec
from django.conf import settings
from django.db import Error, connection

from karmayogi.kernel import clock
from karmayogi.kernel.prepared import TRUE, Named
from karmayogi.kernel.together import Together
from karmayogi.kernel.web.crowd import PLACE, Place
from karmayogi.learning.actions.report_progress import REPORT, REPORT_FILM, REPORTS, WHO, known_part
from karmayogi.learning.engine import watching
from karmayogi.people.api import NOTE_SEEN

log = logging.getLogger("karmayogi.learning")

PATH = "/learning/progress"
MAX_BODY = 2_000


_Second = Annotated[int, msgspec.Meta(ge=0, le=10**5)]


class Report(msgspec.Struct, frozen=True):
    """position: per cent of a page or second of a video. seconds: since the last report. (visit, seq) names it.

    watched: what was played since the last report, as [from, to) in seconds of the film. read: seconds with its text.
    """

    part: uuid.UUID
    visit: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    position: Annotated[int, msgspec.Meta(ge=0, le=10**6)]
    seconds: Annotated[int, msgspec.Meta(ge=0, le=10**6)]
    watched: Annotated[list[tuple[_Second, _Second]], msgspec.Meta(max_length=watching.MOST_STRETCHES)] = []
    read: Annotated[int, msgspec.Meta(ge=0, le=10**6)] = 0


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """kept False: `reason` says why. needs: seconds still missing before the part can be marked as done.

    watched, read: of a film, what is kept by now.
    """

    kept: bool
    reason: str = ""
    seconds: int = 0
    needs: int = 0
    done: bool = False
    watched: list[tuple[int, int]] = []
    read: int = 0


# Of a body: not what it should be, no UTF-8, or nested until Python gives up. Whoever sends it is told so.
UNREAD = (msgspec.MsgspecError, ValueError, RecursionError)
# What comes twice changes nothing, so each may be sent again.
_REPORT, _REPORT_FILM = Named("progress_report", REPORT), Named("progress_report_film", REPORT_FILM)
_REPORTS = Named("progress_reports", REPORTS)
_WHO, _NOTE_SEEN = Named("progress_who", WHO), Named("progress_note_seen", NOTE_SEEN)

_PLAIN_KEY = re.compile(r"[A-Za-z0-9]+")  # can stand in a list of the database's as it is

_decode = msgspec.json.Decoder(Report).decode
_encode = msgspec.json.Encoder().encode


def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    status, answer = _answer(environ)
    body = _encode(answer)
    start_response(
        status,
        [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return [body]


def _answer(environ: dict[str, Any]) -> tuple[str, Answer]:
    if environ["REQUEST_METHOD"] != "POST":
        return "405 Method Not Allowed", Answer(False, "method")
    if not from_our_page(environ):
        return "403 Forbidden", Answer(False, "origin")
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if not 0 <= length <= MAX_BODY:  # a negative one would read for ever
            return "413 Content Too Large", Answer(False, "size")
        report = _decode(environ["wsgi.input"].read(length))
    except UNREAD:
        return "400 Bad Request", Answer(False, "body")
    session_key = _cookie(environ.get("HTTP_COOKIE", ""))
    if not session_key:
        return "401 Unauthorized", Answer(False, "sign_in")
    try:
        return _keep(report, session_key, environ.get(PLACE))
    except Error:
        return "503 Service Unavailable", Answer(False, "database")


def _keep(report: Report, session_key: str, place: Place | None) -> tuple[str, Answer]:
    part = known_part(report.part)
    if part is None:
        return "404 Not Found", Answer(False, "part")
    values = {
        "session": session_key, "at": clock.now(), "part": part.id, "position": str(report.position),
        "furthest": report.position, "seconds": report.seconds, "visit": report.visit, "seq": report.seq,
    }  # fmt: skip
    film = part.plays and bool(report.watched or report.read)
    if film:
        values |= _played(report)
    elif together := _with_others(values, place):
        seconds, done, late = together
        if late:
            if place:
                place.enter()
            _NOTE_SEEN.first_of(values, again=True)
        return "200 OK", Answer(True, seconds=seconds, needs=max(0, part.min_seconds - seconds), done=done)
    kept = (_REPORT_FILM if film else _REPORT).first_of(values, again=True)
    if kept is None:
        if _WHO.first_of(values, again=True) is None:
            return "401 Unauthorized", Answer(False, "sign_in")
        # Anybody else's part, one never opened, or a visit that the server has not given out.
        return "404 Not Found", Answer(False, "part")
    counted, state, unseen, *played = kept
    seconds, done = int(counted or 0), state == TRUE
    if unseen == TRUE:  # a lesson of an hour is use of the session, though no page is opened meanwhile
        _NOTE_SEEN.first_of(values, again=True)
    needs = max(0, part.min_seconds - seconds)
    if film:
        stretches = watching.read((played[0] or b"").decode())
        return "200 OK", Answer(True, "", seconds, needs, done, stretches, int(played[1] or 0))
    return "200 OK", Answer(True, seconds=seconds, needs=needs, done=done)


def _with_others(values: dict[str, Any], place: Place | None) -> tuple[int, bool, bool] | None:
    """Kept with those of others who report at this moment; None: keep it alone."""
    if connection.in_atomic_block or not _PLAIN_KEY.fullmatch(values["session"]):
        return None
    return _TOGETHER(values, place)


def _keep_many(asked: Sequence[dict[str, Any]]) -> list[tuple[int, bool, bool] | None]:
    """Of each: seconds, whether the part is done, whether it is time for NOTE_SEEN. None for what is to be asked alone:
    what was not kept here, and all of it when the statement failed."""
    answers: list[tuple[int, bool, bool] | None] = [None] * len(asked)
    # A text among them is a key of letters and digits, or a number.
    lists = {name: "{" + ",".join(_plain(one[name]) for one in asked) + "}" for name in _REPORTS.names}
    try:
        found = _REPORTS.first_of(lists, again=True)
    except Error:
        log.warning("%s reports of progress could not be kept at once: each is kept alone", len(asked), exc_info=True)
        return answers
    for turn, seconds, done, unseen in msgspec.json.decode((found and found[0]) or b"[]"):
        answers[turn] = seconds, done, unseen
    return answers


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)


_TOGETHER = Together(_keep_many)


def _played(report: Report) -> dict[str, Any]:
    stretches = watching.union(report.watched)
    before = [0, *itertools.accumulate(end - begin for begin, end in stretches)]
    begins, ends = [one[0] for one in stretches], [one[1] for one in stretches]
    return {"from": begins, "to": ends, "before": before[: len(stretches)], "read": report.read}


def from_our_page(environ: dict[str, Any]) -> bool:
    """Instead of a token in the page, which signing in again in another tab would make worthless."""
    if environ.get("HTTP_X_KARMAYOGI_PROGRESS") != "1":
        return False
    if not environ.get("CONTENT_TYPE", "").startswith("application/json"):
        return False
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return bool(site == "same-origin")
    origin = environ.get("HTTP_ORIGIN")
    return origin is None or origin == settings.PUBLIC_ORIGIN or origin.endswith("://" + environ.get("HTTP_HOST", ""))


def _cookie(header: str) -> str:
    name = settings.SESSION_COOKIE_NAME + "="
    for pair in header.split(";"):
        pair = pair.strip()
        if pair.startswith(name):
            return pair[len(name) : len(name) + 64]
    return ""
