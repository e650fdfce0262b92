"""A form that meets an ended session: its text is kept and stands in the form again after signing in.

Nothing is ever sent by itself. Works without scripts. Passwords are not kept, files cannot be.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.web.door import signed_in
from karmayogi.people.actions.keep_form import (
    KEPT_FOR,
    account_of_ended,
    forget_forms,
    is_needed,
    keep_form,
    kept_forms,
)
from karmayogi.people.types import KeptForm
from karmayogi.people.web.refill import refill
from karmayogi.ui.api import FORM_MARKS, render, template

COOKIE = "kept"
_SECRET = re.compile(r"passw|secret|token|otp|credential", re.IGNORECASE)
_SIGN_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_", "contact_code")
_BY_SCRIPT = ("add_push_device",)  # nobody typed it: a browser's address at its push service, and its secret
_MOST_FIELDS = 500


def keep(request: HttpRequest, page: str) -> bool:
    """Fills the slot "forms.keep": whether what was sent is kept for the person whose session had ended."""
    if request.method != "POST" or not _came_from_us(request):
        return False
    match = request.resolver_match
    if match is None or (match.url_name or "").startswith(_SIGN_IN + _BY_SCRIPT):
        return False
    whose = _uuid(request.POST.get("whose", ""))
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in FORM_MARKS and not _SECRET.search(name)
        for value in values
    ]
    if whose is None or not fields or len(fields) > _MOST_FIELDS:
        return False
    account = _account(request, whose)
    if not account:
        return False
    at = request.at  # type: ignore[attr-defined]
    form = KeptForm(
        page=urlsplit(page).path, action=request.path, fields=fields, files=sorted(request.FILES), at=at
    )  # fmt: skip
    key = keep_form(account_id=account, key=request.COOKIES.get(COOKIE, ""), form=form, at=at)
    request.kept_key = key  # type: ignore[attr-defined]
    return key is not None


def _account(request: HttpRequest, whose: uuid.UUID) -> int | None:
    """The account that the form was made for, if it is signed in here or was until its session ended. An old tab from
    before somebody else signed in at this computer is nobody's: its words must not stand in the other one's form."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        return actor.account_id if actor.account_uuid == whose else None
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return account_of_ended(session_key, whose, request.at) if session_key else None  # type: ignore[attr-defined]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _came_from_us(request: HttpRequest) -> bool:
    """Somebody else's page must not put words into a form of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    came = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(came) and urlsplit(came).netloc == request.get_host()


class KeptFormMiddleware:
    """Fills a page for which something is kept. Without the cookie it costs one look-up in a dictionary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if key := request.__dict__.get("kept_key"):
            response.set_cookie(
                COOKIE, key, max_age=int(KEPT_FOR.total_seconds()), httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        elif key := request.COOKIES.get(COOKIE):
            return self._with_kept(request, response, key)
        return response

    def _with_kept(self, request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
        # Cheap tests first: pictures, downloads and pieces of pages pass without a question to the database.
        arrived = request.method == "POST" and response.status_code in (302, 303)
        nowhere = response.status_code in (404, 405)
        page = nowhere or (response.status_code == 200 and not response.streaming)
        shown = request.method == "GET" and page and "text/html" in response.get("Content-Type", "")
        if not (arrived or shown) or request.headers.get("HX-Request"):
            return response
        actor = getattr(request, "actor", None)
        if actor is None:
            return response
        at = request.at  # type: ignore[attr-defined]
        if arrived:
            forget_forms(account_id=actor.account_id, key=key, action=request.path, at=at)
            _without_cookie(response, key, at)
            return response
        found = [form for _id, form in kept_forms(account_id=actor.account_id, key=key, at=at)]
        if not found:
            _without_cookie(response, key, at)
        here = [form for form in found if form.page == request.path]
        if not here:
            return response
        if nowhere:  # the page of that form has no address to open
            return HttpResponseRedirect(reverse("people:kept_forms"))
        html = response.content.decode()
        homeless: list[tuple[str, str]] = []
        for form in here:
            html, left = refill(html, page=request.path, action=form.action, fields=form.fields)
            homeless += left
        note = template("people/kept_note.html").render(
            request=request, forms=here, homeless=homeless, files=any(form.files for form in here),
            forget=reverse("people:forget_forms"), page=request.get_full_path(), csrf_token=_token(request),
        )  # fmt: skip
        response.content = html.replace('<p id="offline"', note + '<p id="offline"', 1)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response


def _without_cookie(response: HttpResponse, key: str, at: dt.datetime) -> None:
    """Takes the key from the browser when nobody's form needs it any more: its pages cost nothing again."""
    if not is_needed(key=key, at=at):
        response.delete_cookie(COOKIE, samesite="Lax")


def _token(request: HttpRequest) -> str:
    from django.middleware.csrf import get_token

    return get_token(request)


@require_safe
@never_cache
@signed_in
def listed(request: Any) -> HttpResponse:
    """All that is kept in this browser, to read and copy."""
    found = kept_forms(account_id=request.actor.account_id, key=request.COOKIES.get(COOKIE, ""), at=request.at)
    return render(request, "people/kept_forms.html", {"nav": "account", "forms": [form for _id, form in found]})


@require_POST
@signed_in
def forget(request: Any) -> HttpResponse:
    forget_forms(account_id=request.actor.account_id, key=request.COOKIES.get(COOKIE, ""), at=request.at)
    page = request.POST.get("page", "")
    safe = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return HttpResponseRedirect(page if safe else "/")  # the middleware takes the cookie back
