"""Which pages may be read from a standby, and that nobody misses there what she has just written."""

import functools
import logging
import math
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, InternalError, OperationalError, ProgrammingError, connections
from django.http import HttpRequest, HttpResponse

from karmayogi.kernel import replicas

log = logging.getLogger("karmayogi.replicas")

COOKIE = "written"
# Rows that a statement was reading were cleared away on the primary; a standby does not wait for its readers for long.
_CONFLICT = psycopg.errors.SerializationFailure
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def strangers_may_be_late(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for a page on which whoever is signed in finds her own state."""
    late = may_be_late(view)

    @functools.wraps(late)
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = request.actor is not None  # type: ignore[attr-defined]
        return (view if known else late)(request, *args, **kwargs)

    return chosen


def may_be_late(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declares that a view only reads, and may show what was true some seconds ago (settings.READ_LAG). Without this a
    view asks the primary. Below `public` or `signed_in`, whose question who asks must not be late.

    What a standby cannot answer the primary is asked: nothing was written, so asking twice does no harm.
    """

    @functools.wraps(view)
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        watch = replicas.watch() if request.method in ("GET", "HEAD") else None
        if watch is None or connections["default"].in_atomic_block:
            return view(request, *args, **kwargs)
        _know_who_asks(request)
        standby = watch.choose(after=_own(request))
        if standby is None:
            return view(request, *args, **kwargs)
        try:
            with replicas.instead(standby.alias):
                response = view(request, *args, **kwargs)
        except (OperationalError, InternalError, ProgrammingError) as error:
            if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
                raise  # it took too long; it would on the primary too
            if isinstance(error, InternalError):
                log.error("a view that may be late writes", exc_info=error)  # its declaration is wrong
            elif isinstance(error, OperationalError) and not isinstance(error.__cause__, _CONFLICT):
                connections[standby.alias].close()
                watch.lost(standby, error)  # else: rows cleared away, or tables of this release that are still to come
            return view(request, *args, **kwargs)
        except replicas.Missing:
            return view(request, *args, **kwargs)
        request.read_from = standby.alias  # type: ignore[attr-defined]
        return response

    chosen.may_be_late = True  # type: ignore[attr-defined]
    return chosen


def _know_who_asks(request: HttpRequest) -> None:
    """Session and actor, from the primary: somebody who has just signed in is not yet known elsewhere, and one whose
    session is not found is signed out."""
    getattr(request, "actor", None)  # found when first asked for
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session.keys()


def _own(request: HttpRequest) -> int:
    """How far the log went when this browser last wrote. What is no such number (anybody can send one) only keeps its
    sender with the primary, or from seeing her own writes."""
    given = request.COOKIES.get(COOKIE)
    if not given:
        return 0
    found = replicas.position(given)
    return found if found is not None else 0


class WrittenMiddleware:
    """After a write the browser is told how far the log went. It is told for as long as a standby may be behind: after
    that, whichever is read has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.seconds = math.ceil(settings.READ_LAG) + 5

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = getattr(request, "session", None)
        if request.method not in _SAFE or (session is not None and session.modified):
            try:
                response.set_cookie(
                    COOKIE, replicas.end_of_log(), max_age=self.seconds, httponly=True, samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )  # fmt: skip
            except Error:
                log.exception("what was written may be missing on the next page")
        return response
