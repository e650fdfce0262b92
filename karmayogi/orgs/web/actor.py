"""`request.actor`: who asks, found when first needed, from the session cookie, in one query."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from karmayogi.kernel.access import Actor
from karmayogi.orgs.queries.actors import actor_of_session
from karmayogi.people import api as people


class ActorMiddleware:
    """Gives the request a lazy `actor`: Actor | None. A page that never asks costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind = type(request)
        if kind not in _KINDS:
            _KINDS[kind] = type(kind.__name__, (kind,), {"actor": functools.cached_property(_find)})
        request.__class__ = _KINDS[kind]
        return self.get_response(request)


# Class of request -> its subclass with the attribute. A lazy proxy object could not be told from None by `is`.
_KINDS: dict[Any, Any] = {}


def _find(request: Any) -> Actor | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    found = actor_of_session(key, request.at) if key else None
    if found is None:
        return None
    session, actor = found
    people.note_seen(session, request.at, strict=bool(actor.authorities) or actor.withheld)
    return actor
