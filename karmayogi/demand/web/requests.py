"""Requests for courses: the list of both sides, one with its arithmetic and history, and what each side does."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.demand.actions import answer as answers
from karmayogi.demand.actions import ask
from karmayogi.demand.actions import decide as decisions
from karmayogi.demand.models import ScanTerms
from karmayogi.demand.policies import can_ask
from karmayogi.demand.queries.access import access_request, answers_for, reach
from karmayogi.demand.queries.answers import answers_of, offered_to
from karmayogi.demand.queries.lists import REQUESTS_BY, every_request, request_lines, steps_of
from karmayogi.demand.queries.scan import terms_of
from karmayogi.demand.types import ENDED, State
from karmayogi.demand.web import words
from karmayogi.demand.web.forms import ToForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_stream
from karmayogi.ui.api import day, pick, render


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    mine, kept = _reach(request), _asked(request)
    lines, after = request_lines(mine, **kept, after=request.GET.get("after", ""))
    here = reverse("demand:requests")
    return render(
        request,
        "demand/requests.html",
        {
            "nav": "admin", "lines": lines, "kept": kept, "here": here, "words": words, "tones": words.TONES,
            "asks": mine is None, "today": clock.day(request.at), "urlencode": urlencode,
            "states": [
                ("live", _("Running")), *((one.value, words.state_in_words(one)) for one in State), ("", _("All")),
            ],
            "orders": [
                ("due", _("Nearest day first")), ("newest", _("Newest first")), ("greatest", _("Most officers first")),
            ],
            "csv_href": f"{reverse('demand:requests_csv')}?{urlencode(kept)}",
            "next_href": f"{here}?{urlencode(kept | {'after': after})}" if after else None,
            "first_href": f"{here}?{urlencode(kept)}" if request.GET.get("after") else None,
        },
    )  # fmt: skip


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    heads = [
        _("Competency"), _("Code"), _("Level"), _("Language"), _("What is lacking"), _("Provider"), _("State"),
        _("Asked on"), _("Last day"), _("Officers who lack it"), _("Course"), _("Reason"),
    ]  # fmt: skip
    lines = (
        [
            words.name_of(one), one.code, str(one.level), words.language_of(one.language),
            words.kind_in_words(one.kind), words.provider_of(one), words.state_in_words(one.state),
            day(one.asked_at), day(one.due_on), str(one.figures.lacking), one.course_code, one.reason,
        ]
        for one in every_request(_reach(request), **_asked(request))
    )  # fmt: skip
    return csv_stream(chain([heads], lines), f"requests-for-courses-{day(request.at)}")


@signed_in
def one(request: SignedInRequest, content_request: uuids.UUID) -> HttpResponse:
    line = access_request(request.actor, content_request)
    today = clock.day(request.at)
    asks, running = can_ask(request.actor), line.state not in ENDED
    mine = answers_for(request.actor, None) if running else []
    parties = [one for one in mine if line.provider in (None, one.uuid)]
    taken = parties[0] if parties and line.accepted else None
    terms = terms_of(ScanTerms.objects.get(pk=line.terms_id))
    steps = steps_of(line.id, reach(request.actor))
    return render(
        request,
        "demand/request.html",
        {
            "nav": "admin", "one": line, "words": words, "tones": words.TONES, "asks": asks, "running": running,
            "why": words.why(line, terms), "left": words.left(line.due_on, today),
            "steps": [
                (words.act_in_words(s.act), pick(s.provider_en, s.provider_hi, s.provider_ur), s,
                 words.short_in_words(s.short))
                for s in steps
            ],
            "parties": parties, "may_accept": line.state == State.OPEN and bool(parties),
            "may_decline": bool(parties) and line.state in (State.OPEN, State.ACCEPTED, State.LAPSED),
            "answers": answers_of(taken.id) if taken else [], "may_link": taken is not None,
            "course": pick(line.course_en, line.course_hi, line.course_ur) or line.course_code,
            "may_extend": asks and line.state in (State.OPEN, State.ACCEPTED, State.LAPSED),
            "offer": ToForm(parties=offered_to(today), due_on=max(line.due_on, today + dt.timedelta(days=30)))
            if asks and running and line.state != State.ACCEPTED
            else None,
            "tomorrow": today + dt.timedelta(days=1), "pick": pick,
        },
    )  # fmt: skip


@require_POST
@signed_in
def answer(request: SignedInRequest, content_request: uuids.UUID) -> HttpResponse:
    """What a provider says: accept, decline, link."""
    said: dict[str, Any] = {"actor": request.actor, "request": content_request, "at": request.at}
    provider = read_uuid(request.POST.get("provider", "")) or uuids.UUID(int=0)
    reason = request.POST.get("reason", "")
    acts: dict[str, tuple[Callable[[], None], str]] = {
        "accept": (lambda: answers.accept(**said, provider=provider), _("Accepted.")),
        "decline": (lambda: answers.decline(**said, provider=provider, reason=reason), _("Declined.")),
        "link": (lambda: answers.link(**said, code=request.POST.get("code", "")), _("Kept.")),
    }
    return _acted(request, content_request, acts)


@require_POST
@signed_in
def decide(request: SignedInRequest, content_request: uuids.UUID) -> HttpResponse:
    """What the Commission says: extend, offer, close."""
    said: dict[str, Any] = {"actor": request.actor, "request": content_request, "at": request.at}
    said["reason"] = request.POST.get("reason", "")
    try:
        due = dt.date.fromisoformat(request.POST.get("due_on", ""))
    except ValueError:
        due = dt.date.min
    named = request.POST.get("provider", "")
    # Nothing named is all of them; what cannot be read is none that there is.
    provider = (read_uuid(named) or uuids.UUID(int=0)) if named else None
    acts: dict[str, tuple[Callable[[], None], str]] = {
        "extend": (lambda: decisions.extend(**said, due_on=due), _("It has more time.")),
        "offer": (lambda: ask.offer(**said, provider=provider, due_on=due), _("Asked anew.")),
        "close": (lambda: decisions.close(**said), _("Closed.")),
    }
    return _acted(request, content_request, acts)


def _acted(
    request: SignedInRequest, content_request: uuids.UUID, acts: dict[str, tuple[Callable[[], None], str]]
) -> HttpResponse:
    """Does it, says that it was done or why not, and shows the request, or the list for whom it is no more."""
    access_request(request.actor, content_request)
    act, done = acts.get(request.POST.get("do", ""), (None, ""))
    if act is None:
        raise NotFound
    try:
        act()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("demand:request", args=(content_request,)))


def _reach(request: SignedInRequest) -> list[int] | None:
    mine = reach(request.actor)
    if mine is not None and not mine:
        raise NotFound
    return None if mine is None else list(mine)


def _asked(request: SignedInRequest) -> dict[str, Any]:
    get = request.GET.get
    state, by = get("state", "live"), get("by", "")
    return {
        "q": get("q", "").replace("\0", "").strip()[:100],
        "state": state if state in ("", *State) else "live",
        "by": by if by in REQUESTS_BY else "due",
    }
