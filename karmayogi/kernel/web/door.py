"""Guards at the door of a view."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from karmayogi.kernel.access import Actor, SignInNeeded

# What a browser sends. Doors for programs (SCIM, xAPI, CASE, LTI) are public to this guard and check their own tokens.
METHODS = ("GET", "HEAD", "POST")


class Request(HttpRequest):
    """For annotations: what our middleware adds. `at` is the instant of the request, the time passed on inwards."""

    at: dt.datetime
    id: str
    actor: Actor | None


class SignedInRequest(Request):
    """What a view behind `signed_in` receives."""

    actor: Actor


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view runs only for a signed-in person; others are sent to sign in and come back. A page knows no other
    methods than a browser's: 405, whatever its address names."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.actor is None:  # type: ignore[attr-defined]
            raise SignInNeeded
        return view(request, *args, **kwargs)

    guarded.public = False  # type: ignore[attr-defined]
    return guarded


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that anybody may open. A view that is neither `public` nor `signed_in` fails a test."""
    view.public = True  # type: ignore[attr-defined]
    return view
