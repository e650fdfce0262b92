"""Refusals as pages: not found, refused, sign in first, form expired, fault. Each says what to do next."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from karmayogi.kernel.access import NotFound, Refused, SignInNeeded


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
    return None


def _way_back(request: HttpRequest) -> dict[str, str]:
    """Where to go after signing in. A form that was sent too late goes back to its page, and the sign-in page says
    that it was not saved: its own address may not open by itself."""
    if request.method in ("GET", "HEAD"):
        return {"next": request.get_full_path()}
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = came_from.netloc == request.get_host()
    return {"next": came_from._replace(scheme="", netloc="").geturl() if here and came_from.path else "/", "lost": "1"}


def page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    html = render_to_string("ui/error.html", {"status": status, "reason": reason}, request)
    return HttpResponse(html, status=status)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 404)


def denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """A plain 403 would tell that something is there; it answers like nothing."""
    return page(request, 404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old tab or a lost cookie: the page says so and offers the way back; 403 as Django's default."""
    return page(request, 403)


def fault(request: HttpRequest) -> HttpResponse:
    return page(request, 500)
