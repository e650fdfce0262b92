"""/xapi/: the learning record store over HTTP, xAPI 1.0.3 and 2.0 side by side. No session, no cookie, no middleware.

The order of refusals: path, version (400 before anything is said about credentials), credential (401), rate (429),
method (405), parameters and body (400, 413, 415), scope (403), state (404, 409, 412).
"""

import dataclasses
import functools
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.db import Error

from karmayogi.ingest import conf
from karmayogi.ingest.actions.store import Conflict
from karmayogi.ingest.actions.write_document import Precondition, TooLarge, Unconditional
from karmayogi.ingest.engine import order
from karmayogi.ingest.engine.versions import version_of
from karmayogi.ingest.queries.horizon import recent_horizon, through
from karmayogi.ingest.types import Invalid, Version
from karmayogi.ingest.web.xapi import credentials, documents, form, lookups, params, statements
from karmayogi.ingest.web.xapi.asks import Answer, Ask, Wrong
from karmayogi.kernel import clock

PREFIX = "/xapi/"
log = logging.getLogger("karmayogi.xapi")

type _View = Callable[[Ask], Answer]
_VIEWS: dict[str, dict[str, _View]] = {
    "statements": {"GET": statements.get, "PUT": statements.put, "POST": statements.post},
    "activities/state": documents.views("state"),
    "activities/profile": documents.views("activity"),
    "agents/profile": documents.views("agent"),
    "activities": {"GET": lookups.activity},
    "agents": {"GET": lookups.person},
}
_LIMITS = {"statements": conf.STATEMENTS_BYTES}
_ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-cache"),
    # A page of any site may speak to the store with a credential of its own; none is ever sent by a browser unasked.
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through",
    ),
]
_ASKED_FIRST = [
    ("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
    (
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, X-Experience-API-Version",
    ),
    ("Access-Control-Max-Age", "86400"),
]


def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    # Clients in the field add a slash to an endpoint that ends in one, as many others need it to.
    path = environ.get("PATH_INFO", "")[len(PREFIX) :].strip("/")
    try:
        answer = _answer(environ, path)
    except Wrong as wrong:
        answer = _refusal(wrong)
    except Error:
        log.exception("xapi: the database did not answer")
        answer = _refusal(Wrong(503, "The store cannot be reached now. Send this again.", [("Retry-After", "5")]))
    version = answer.version or version_of(environ.get("HTTP_X_EXPERIENCE_API_VERSION")) or Version.V2
    headers = [*_ALWAYS, *answer.headers, ("X-Experience-API-Version", version.value)]
    if path == "statements" and not any(name == _THROUGH for name, _value in headers):
        headers += _consistent()
    if answer.media_type:
        headers.append(("Content-Type", answer.media_type))
    if answer.status != 204:
        headers.append(("Content-Length", str(len(answer.body))))
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
    return [b"" if answer.silent or environ["REQUEST_METHOD"] == "HEAD" else answer.body]


_THROUGH = statements.THROUGH


def _consistent() -> list[tuple[str, str]]:
    try:
        return [(_THROUGH, _told(recent_horizon()))]
    except Error:
        return []


@functools.lru_cache(maxsize=1)
def _told(horizon: int) -> str:
    """The same for all answers of a second."""
    return order.text(through(horizon))


def _answer(environ: dict[str, Any], path: str) -> Answer:
    method = environ["REQUEST_METHOD"]
    if path != "about" and path not in _VIEWS:
        raise Wrong(404, "Nothing is here. The store has statements, activities, agents and about.")
    if method == "OPTIONS":
        return Answer(204, headers=_ASKED_FIRST)
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    text = environ.get("QUERY_STRING", "")
    if path == "about":
        if method not in ("GET", "HEAD"):
            raise Wrong(405, "Use GET here.", [("Allow", "GET, HEAD, OPTIONS")])
        params.known(params.parse(text), frozenset())
        return lookups.about(version_of(headers.get("x-experience-api-version")))
    query, body = params.parse(text), None
    if method == "POST" and "method" in query and version_of(headers.get("x-experience-api-version")) != Version.V2:
        body = _body(environ, path)
        method, query, body = form.unpack(query, body, headers)
    version = version_of(headers.get("x-experience-api-version"))
    if version is None:
        raise Wrong(400, "The header X-Experience-API-Version must name a version: 1.0.3 or 2.0.0.")
    if body is not None and version is Version.V2:
        raise Wrong(400, "A request as a form is known in 1.0.3 only.")
    at = clock.now()
    caller = credentials.caller_of(headers.get("authorization", ""), environ.get("REMOTE_ADDR", ""), at)
    views = _VIEWS[path]
    view = views.get("GET" if method == "HEAD" else method)
    if view is None:
        allowed = ", ".join([*views, "HEAD", "OPTIONS"])
        raise Wrong(405, f"The method is not known here; these are: {allowed}.", [("Allow", allowed)])
    if body is None:
        body = _body(environ, path) if method in ("PUT", "POST") else b""
    answer = _perform(view, Ask(method, path, query, headers, body, version, caller, at))
    return dataclasses.replace(answer, version=version, silent=method == "HEAD")


def _perform(view: _View, ask: Ask) -> Answer:
    """Refusals of the rooms below in the words and numbers of HTTP."""
    try:
        return view(ask)
    except Invalid as wrong:
        raise Wrong(400, str(wrong)) from None
    except Conflict as conflict:
        raise Wrong(
            409, f"A statement with the id {conflict.statement} is stored and says something else. Nothing was changed."
        ) from None
    except Precondition:
        raise Wrong(412, "The document is not the one that If-Match or If-None-Match says. Get it again.") from None
    except Unconditional:
        raise Wrong(
            409,
            "There is a document. Get it, then send If-Match with its ETag; or If-None-Match: * for a new one only.",
        ) from None
    except TooLarge:
        raise Wrong(413, f"A document has at most {conf.DOCUMENT_BYTES} bytes.") from None


def _body(environ: dict[str, Any], path: str) -> bytes:
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise Wrong(415, "Send the body without Content-Encoding.", [("Accept-Encoding", "identity")])
    most = _LIMITS.get(path, conf.DOCUMENT_BYTES)
    text = environ.get("CONTENT_LENGTH") or ""
    if text and not text.isdigit():
        raise Wrong(400, "The header Content-Length must be a number.")
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    length = int(text) if text else (most + 1 if chunked else 0)
    if text and length > most:
        raise Wrong(413, f"A request has at most {most} bytes here. Send less at a time.")
    body: bytes = environ["wsgi.input"].read(length) if length else b""
    if len(body) > most:
        raise Wrong(413, f"A request has at most {most} bytes here. Send less at a time.")
    if text and len(body) < length:
        raise Wrong(400, "The body is shorter than Content-Length says.")
    return body


def _refusal(wrong: Wrong) -> Answer:
    return Answer(wrong.status, wrong.text.encode(), "text/plain; charset=utf-8", wrong.headers)
