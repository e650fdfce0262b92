"""`request.actor`: who asks, found when first needed, from the session cookie, in two queries."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from karmayogi.kernel.access import Actor
from karmayogi.orgs.queries.actors import actor_for
from karmayogi.people import api as people


class ActorMiddleware:
    """Gives the request a lazy `actor`: Actor | None. A page that never asks costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__class__ = _with_actor(type(request))
        return self.get_response(request)


@functools.cache
def _with_actor(request_class: type[HttpRequest]) -> type[HttpRequest]:
    # A subclass, since a lazy proxy object could not be told from None by `is`.
    attribute = functools.cached_property(_find)
    attribute.__set_name__(request_class, "actor")
    return cast(type[HttpRequest], type(request_class.__name__, (request_class,), {"actor": attribute}))


def _find(request: Any) -> Actor | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    account = people.session_account(key, request.at) if key else None
    return actor_for(account, request.at) if account is not None else None
