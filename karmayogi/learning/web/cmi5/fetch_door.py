"""POST /learning/cmi5/fetch/...: the credential of a session, once (cmi5, section 8.2). Beside Django, without cookies:
the caller is a page of another origin, and the address is what it shows."""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from django.db import Error, connection

from karmayogi.kernel import clock
from karmayogi.learning.actions.cmi5.hand_out import Spent, hand_out
from karmayogi.learning.web import signed

PREFIX = signed.FETCH
log = logging.getLogger("karmayogi.cmi5")
_ALWAYS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]
_ASKED_FIRST = [
    ("Access-Control-Allow-Methods", "POST"),
    ("Access-Control-Allow-Headers", "Content-Type, Accept, Authorization, X-Experience-API-Version"),
]


def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    method = environ["REQUEST_METHOD"]
    if method == "OPTIONS":
        start_response("204 No Content", [*_ALWAYS, *_ASKED_FIRST])
        return [b""]
    if method != "POST":
        return _answer(start_response, "405 Method Not Allowed", _error(2, "Use POST here."), [("Allow", "POST")])
    # 8.2.2: an error is answered with 200 as well.
    return _answer(start_response, "200 OK", _handed(environ.get("PATH_INFO", ""), clock.now()))


def _handed(path: str, at: dt.datetime) -> dict[str, str]:
    session = signed.session_of_fetch(path)
    if session is None:
        return _error(2, "This address is not one of ours.")
    try:
        return {"auth-token": _credential(session, at)}
    except Spent:
        return _error(1, "The authorization token has already been returned, or the session is over.")
    except Error:
        log.exception("cmi5: a credential could not be handed out")
        return _error(3, "The store cannot be reached now.")


def _credential(session: UUID, at: dt.datetime) -> str:
    """A connection that died while idle is replaced once: no request of Django's does it for us here."""
    try:
        return hand_out(session=session, at=at)
    except Error:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return hand_out(session=session, at=at)


def _error(code: int, text: str) -> dict[str, str]:
    return {"error-code": str(code), "error-text": text}


def _answer(
    start_response: Any, status: str, body: dict[str, str], more: list[tuple[str, str]] | None = None
) -> Iterable[bytes]:
    content = msgspec.json.encode(body)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
    start_response(status, [*_ALWAYS, *headers, *(more or [])])
    return [content]
