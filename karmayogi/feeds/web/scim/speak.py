"""What the one view of SCIM does: token, rate, JSON in and out, errors as RFC 7644, 3.12 has them."""

import json
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from pydantic import ValidationError
from scim2_models import Error, InvalidSyntaxException, InvalidValueException, SCIMException

from karmayogi.feeds import conf
from karmayogi.feeds.actions.note_use import note_use
from karmayogi.feeds.engine.resources import MOST_BYTES, POLICY
from karmayogi.feeds.queries.tokens import Caller, caller
from karmayogi.feeds.web.scim import bulk, discovery, resources
from karmayogi.feeds.web.scim.asks import Answer, Ask, Wrong
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import Request

_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def speak(request: Request, path: str) -> HttpResponse:
    """Everything below /scim/v2/. Who speaks is known by the bearer token alone, never by a session."""
    segments = tuple(part for part in path.split("/") if part)
    try:
        speaker = _speaker(request)
        body = _body(request)
    except (Wrong, SCIMException) as wrong:
        return _response(_refusal(wrong))
    ask = Ask(
        speaker, str(request.method), segments, {key: str(value) for key, value in request.GET.items()}, body,
        f"{settings.PUBLIC_ORIGIN}/scim/v2", request.at, request.headers.get("If-Match"),
        request.headers.get("If-None-Match"),
    )  # fmt: skip
    return _response(perform(ask))


def perform(ask: Ask) -> Answer:
    """One request; what the client did wrong becomes an answer too."""
    try:
        with POLICY:
            return _dispatch(ask)
    except (Wrong, SCIMException, ValidationError, NotFound, Refused, RecursionError) as wrong:
        return _refusal(wrong)


def _dispatch(ask: Ask) -> Answer:
    match ask.path:
        case () if ask.method == "GET":
            return resources.search(list(resources.KINDS.values()), ask, ask.query)
        case (".search",):
            return resources.search(list(resources.KINDS.values()), ask, _posted(ask))
        case ("Bulk",):
            if ask.method != "POST":
                raise Wrong(405, "Use POST here.", {"Allow": "POST"})
            return bulk.run(ask, perform)
        case ("Me", *_):
            raise Wrong(501, "A token speaks for an organisation, so there is no Me.")
        case (name, *_) if name in discovery.ENDPOINTS:
            return discovery.discover(ask)
        case (name,) if name in resources.KINDS:
            return resources.collection(resources.KINDS[name], ask)
        case (name, ".search") if name in resources.KINDS:
            return resources.search([resources.KINDS[name]], ask, _posted(ask))
        case (name, scim_id) if name in resources.KINDS:
            return resources.one(resources.KINDS[name], ask, scim_id)
    raise NotFound


def _posted(ask: Ask) -> dict[str, Any]:
    if ask.method != "POST":
        raise Wrong(405, "Use POST here.", {"Allow": "POST"})
    if not isinstance(ask.body, dict):
        raise InvalidSyntaxException(detail="The request body is a JSON object.")
    return ask.body


def _speaker(request: Request) -> Caller:
    """Raises Wrong(401) without a good token, Wrong(429) for too many requests."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    found = caller(secret.strip(), request.at) if scheme.lower() == "bearer" and "\0" not in secret else None
    if found is None:
        address = request.META.get("REMOTE_ADDR", "")
        if _count(f"bad:{address}", request) > conf.BAD_TOKENS:
            raise Wrong(429, "Too many requests without a good token.", {"Retry-After": "60"})
        raise Wrong(401, "A bearer token is needed.", {"WWW-Authenticate": 'Bearer realm="scim"'})
    if _count(f"token:{found.token_id}", request) > conf.RATE:
        raise Wrong(429, f"A token has {conf.RATE} requests a minute.", {"Retry-After": "60"})
    note_use(found, request.at)
    return found


def _count(who: str, request: Request) -> int:
    """How many requests within the minute, this one included; to within a few of those that come at once."""
    key = f"scim:{who}:{int(request.at.timestamp() // 60)}"
    seen = int(cache.get(key, 0)) + 1
    cache.set(key, seen, timeout=120)
    return seen


def _body(request: Request) -> Any:
    if request.method not in ("POST", "PUT", "PATCH"):
        return None
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        raise Wrong(413, f"A request has at most {MOST_BYTES} bytes.")
    try:
        if not request.body:
            return None
        read = json.loads(request.body)
        if "\\u0000" in json.dumps(read, ensure_ascii=False).encode().decode():
            raise InvalidValueException(detail="A value holds a NUL.")
        return read
    except (ValueError, RecursionError):  # also half of a pair of UTF-16, which is no text
        raise InvalidSyntaxException(detail="The request body is not JSON.") from None


def _refusal(wrong: Exception) -> Answer:
    if isinstance(wrong, Wrong):
        return _error(wrong.status, str(wrong), headers=wrong.headers)
    if isinstance(wrong, SCIMException):
        error = wrong.to_error()
        return _error(error.status or 400, error.detail or "", error.scim_type or "")
    if isinstance(wrong, ValidationError):
        error = Error.from_validation_errors(wrong)[0]
        return _error(error.status or 400, error.detail or "", error.scim_type or "")
    if isinstance(wrong, NotFound):
        return _error(404, "There is nothing here.")
    if isinstance(wrong, Refused):
        return _error(400, str(wrong), "invalidValue")
    return _error(400, "The request is nested too deeply.", "invalidSyntax")


def _error(status: int, detail: str, scim_type: str = "", headers: dict[str, str] | None = None) -> Answer:
    body = {"schemas": [_ERROR], "status": str(status), "detail": detail}
    return Answer(status, body | ({"scimType": scim_type} if scim_type else {}), headers or {})


def _response(answer: Answer) -> HttpResponse:
    content = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode(errors="replace")
    response = HttpResponse(content, status=answer.status, content_type="application/scim+json")
    response["Cache-Control"] = "no-store" if answer.status >= 400 else "private, no-cache"
    for name, value in answer.headers.items():
        response[name] = value
    return response
