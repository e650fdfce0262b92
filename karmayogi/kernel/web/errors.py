"""Refusals as pages: not found, refused, sign in first, form expired, fault. Each says what to do next."""

import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound, Refused, SignInNeeded

log = logging.getLogger("karmayogi.errors")

# Ended by statement_timeout, lock_timeout or idle_in_transaction_session_timeout (config/database.py); nothing of the
# transaction is kept.
_TOO_LONG = (
    psycopg.errors.QueryCanceled,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.IdleInTransactionSessionTimeout,
)


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The answer to one of our own refusals; None for anything else, which stays a fault."""
    if isinstance(exception, NotFound):
        actor = request.__dict__.get("actor")  # if anybody asked who it is
        if actor is not None and actor.withheld:
            return HttpResponseRedirect(reverse("people:second_factor") + "?" + urlencode(_way_back(request)))
        return page(request, 404)
    if isinstance(exception, Refused):
        return page(request, 409, str(exception))
    if isinstance(exception, SignInNeeded):
        return HttpResponseRedirect(reverse("account_login") + "?" + urlencode(_way_back(request)))
    if isinstance(exception, DatabaseError) and isinstance(exception.__cause__, _TOO_LONG):
        log.error("a statement was ended by its limit", exc_info=exception)
        response = page(request, 503)
        response["Retry-After"] = "30"
        return response
    return None


def _way_back(request: HttpRequest) -> dict[str, str]:
    """Where to go after signing in. A form that was sent too late goes back to its page, and the sign-in page says
    whether its text is kept: its own address may not open by itself."""
    if request.method in ("GET", "HEAD"):
        return {"next": request.get_full_path()}
    came_from = _came_from(request)
    return {"next": came_from or "/", "kept" if _keep(request, came_from) else "lost": "1"}


def _came_from(request: HttpRequest) -> str:
    """The page of ours on which the form stands; "" when it is not told."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = came_from.netloc == request.get_host() and came_from.path
    return came_from._replace(scheme="", netloc="").geturl() if here else ""


def _keep(request: HttpRequest, page: str) -> bool:
    """Whether somebody keeps what was typed. The slot: callable(request, page) -> bool."""
    return bool(page) and any(keep(request, page) for keep in slots.every("forms.keep"))


def page(request: HttpRequest, status: int, reason: str = "", kept_on: str = "") -> HttpResponse:
    html = render_to_string("ui/error.html", {"status": status, "reason": reason, "kept_on": kept_on}, request)
    return HttpResponse(html, status=status)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 404)


def denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """A plain 403 would tell that something is there; it answers like nothing."""
    return page(request, 404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old tab, from before signing in again in another, or a lost cookie: the page says so, keeps what was typed
    where that can be, and offers the way back; 403 as Django's default."""
    came_from = _came_from(request)
    return page(request, 403, kept_on=came_from if _keep(request, came_from) else "")


def fault(request: HttpRequest) -> HttpResponse:
    return page(request, 500)
