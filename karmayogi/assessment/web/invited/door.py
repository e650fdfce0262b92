"""The door of people from outside: link, address, code, test. Whatever is wrong with a link or code looks the same.

Nothing here knows a signed-in person; the key in the cookie opens the one test and nothing else.
"""

import datetime as dt
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karmayogi.assessment.actions.invited.ask_for import ask_for
from karmayogi.assessment.actions.invited.begin import begin as begin_test
from karmayogi.assessment.actions.invited.begin import next_of
from karmayogi.assessment.actions.invited.certify import MOST_MONTHS, certify
from karmayogi.assessment.actions.invited.prove import OUTSIDE, ask_code, prove
from karmayogi.assessment.actions.submit import close_if_over
from karmayogi.assessment.conf import EXTRA, GRACE_MINUTES
from karmayogi.assessment.queries import attempts, papers
from karmayogi.assessment.queries.invited.candidates import Visitor, attempts_of, visitor_of
from karmayogi.assessment.queries.invited.pleas import terms_of
from karmayogi.assessment.queries.yearly.tests import told_from
from karmayogi.assessment.types import AttemptRow
from karmayogi.assessment.web import questions
from karmayogi.assessment.web.words import language_names
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.digests import digest
from karmayogi.kernel.web.door import Request, public
from karmayogi.ui.api import render

COOKIE = "invited"
LASTS = dt.timedelta(days=30)  # after the test has ended, so that the result can be read


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def come(request: Any, token: str) -> HttpResponse:
    """The link. It asks for the address, whatever the link is worth."""
    if request.method == "POST":
        if refused := ratelimit.consume_or_429(request, action="invited_code", key=digest(token)):
            return refused
        ask_code(token=token, email=request.POST.get("email", "").replace("\0", ""), at=request.at)
        return redirect("assessment:invited_code", token)
    return render(request, "assessment/invited/come.html", {"token": token})


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Any, token: str) -> HttpResponse:
    wrong = False
    if request.method == "POST":
        if refused := ratelimit.consume_or_429(request, action="invited_try", key=digest(token)):
            return refused
        key = prove(token=token, code=request.POST.get("code", ""), at=request.at)
        if key is not None:
            answer = redirect("assessment:invited_test")
            over = visitor_of(key).closes_at + LASTS
            answer.set_cookie(
                COOKIE, key, max_age=over - request.at, path=reverse("assessment:invited_test"), httponly=True,
                samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
            return answer
        wrong = True
    return render(
        request, "assessment/invited/code.html", {"token": token, "wrong": wrong}, status=422 if wrong else 200
    )


def _visitor(request: Request) -> Visitor:
    return visitor_of(request.COOKIES.get(COOKIE, "")[:100])


def _attempt(visitor: Visitor) -> AttemptRow:
    """The one that runs, or the last. Raises NotFound before the first."""
    found = attempts_of(visitor.candidate_id)
    if not found:
        raise NotFound
    return next((one for one in found if one.is_open), found[-1])


def _way(request: Request) -> questions.Way:
    visitor = _visitor(request)

    def to(step: str, *place: int) -> str:
        return reverse(f"assessment:invited_{step}", args=place)

    def again() -> AttemptRow:
        return _attempt(visitor)

    return questions.Way(OUTSIDE, again(), again, to, lambda: visitor, nav="")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: Any) -> HttpResponse:
    """Terms, where she stands, what she may ask for, and the button that starts the clock."""
    visitor = _visitor(request)
    paper = papers.paper_of(visitor.part_id)
    refused = ""
    if request.method == "POST":
        try:
            if (act := request.POST.get("act", "")) in ("time", "attempt"):
                percent = request.POST.get("percent", "")
                ask_for(
                    visitor=visitor, why=request.POST.get("why", ""), at=request.at,
                    extra_percent=None if act == "attempt" else int(percent) if percent in map(str, EXTRA) else 0,
                )  # fmt: skip
                return redirect("assessment:invited_test")
            begin_test(visitor=visitor, language=request.POST.get("language", ""), at=request.at)
            return redirect("assessment:invited_question", 1)
        except Refused as reason:
            refused = str(reason)
    for one in attempts_of(visitor.candidate_id):
        close_if_over(one, request.at)
    mine, terms = attempts_of(visitor.candidate_id), terms_of(visitor.candidate_id)
    allowed = paper.attempts + terms.attempts
    wished = get_language() or "en"
    return render(
        request,
        "assessment/invited/test.html",
        {
            "visitor": visitor, "paper": paper, "mine": mine, "step": next_of(mine, allowed).value,
            "refused": refused, "left": max(0, allowed - len(mine)), "allowed": allowed, "terms": terms,
            "percents": EXTRA, "typed": request.POST.get("why", "")[:500] if refused else "",
            "early": request.at < visitor.opens_at, "over": request.at >= visitor.closes_at,
            "grace_minutes": GRACE_MINUTES,
            "languages": [(one, name) for one, name in language_names() if one in paper.languages],
            "language": wished if wished in paper.languages else "en",
        },
        status=409 if refused else 200,
    )  # fmt: skip


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Any, position: int) -> HttpResponse:
    return questions.take(request, _way(request), position)


@public
@never_cache
@require_safe
def check(request: Any) -> HttpResponse:
    return questions.overview(request, _way(request))


@public
@never_cache
@require_POST
def submit(request: Any) -> HttpResponse:
    return questions.hand_in(request, _way(request))


@public
@never_cache
@require_safe
def result(request: Any) -> HttpResponse:
    visitor = _visitor(request)
    row = _attempt(visitor)
    if row.is_open:
        if not close_if_over(row, request.at):
            return redirect("assessment:invited_question", row.position)
        row = _attempt(visitor)
    answers_from = told_from(row.paper_id, request.at)
    return render(
        request,
        "assessment/invited/result.html",
        {
            "visitor": visitor, "quiz": visitor, "attempt": row, "answers_from": answers_from,
            "certificate": credentials.certificate_for(visitor.uuid, credentials.CANDIDATE),
            "passed": any(one.passed for one in attempts_of(visitor.candidate_id)), "most_months": MOST_MONTHS,
            "questions": [] if answers_from else attempts.result(row, row.language),
        },
    )  # fmt: skip


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: Any) -> HttpResponse:
    """Asked for by POST, and then sent by mail; read here as PDF."""
    visitor = _visitor(request)
    if request.method == "POST":
        try:
            certify(visitor=visitor, name=request.POST.get("name", ""), language=get_language() or "en", at=request.at)
            messages.success(request, _("Your certificate is made. It comes by mail too."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("assessment:invited_result")
    row = credentials.certificate_for(visitor.uuid, credentials.CANDIDATE)
    if row is None or row.revoked_at is not None:
        raise NotFound
    answer = HttpResponse(credentials.paper_of(row.uuid), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
