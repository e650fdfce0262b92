"""The queue of requests of an office: approve one or many, or return with what is missing."""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.feeds.actions.decide_request import access_request, approve_many, approve_request, return_request
from karmayogi.feeds.queries import requests as queries
from karmayogi.feeds.web import words
from karmayogi.feeds.web.index import crumbs, name_of, organisation_for
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import named, num, render

PAGE = 50


@signed_in
def queue(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """What waits, oldest first; the chosen ones are approved together."""
    row = organisation_for(request, organisation)
    here = reverse("feeds:queue", args=(row.uuid,))
    if request.method == "POST":
        chosen = [uuid for text in request.POST.getlist("request")[:500] if (uuid := _uuid(text))]
        done, problems = approve_many(actor=request.actor, request_uuids=chosen, at=request.at)
        if done:
            messages.success(request, _("Approved: %(count)s.") % {"count": num(done)})
        for name, native, why in problems[:20]:
            messages.error(request, f"{named(name, native)}: {why}")
        if not chosen:
            messages.error(request, _("Choose at least one request."))
        return HttpResponseRedirect(here)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    lines = queries.queue(row.path, after=number, limit=PAGE + 1, q=q)
    kept = {"q": q} if q else {}
    context = {
        "nav": "admin",
        "row": row,
        "name": name_of(row),
        "crumbs": crumbs(row, _("Requests")),
        "lines": lines[:PAGE],
        "q": q,
        "next_href": f"{here}?{urlencode(kept | {'after': lines[PAGE - 1].key})}" if len(lines) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if number else None,
        "field_in_words": words.field_in_words,
        "was_in_words": words.was_in_words,
        "wanted_in_words": words.wanted_in_words,
    }
    return render(request, "feeds/queue.html", context)


@signed_in
def one(request: SignedInRequest, correction: uuids.UUID) -> HttpResponse:
    """A request with all that was said, and the decision."""
    row = access_request(request.actor, correction)
    office = _office(row.path)
    context = {
        "nav": "admin",
        "one": row,
        "crumbs": crumbs(office, named(row.person_name, row.person_native)),
        "field": words.field_in_words(row.field),
        "was": words.was_in_words(row),
        "wanted": words.wanted_in_words(row),
        "state": words.request_in_words(row.status),
        "tone": words.request_tone(row.status),
        "own": row.person_id == request.actor.person_id,
    }
    return render(request, "feeds/request.html", context)


@require_POST
@signed_in
def decide(request: SignedInRequest, correction: uuids.UUID) -> HttpResponse:
    """decision: approve | return (with a comment)."""
    row = access_request(request.actor, correction)
    try:
        if request.POST.get("decision") == "approve":
            approve_request(actor=request.actor, request_uuid=correction, at=request.at)
            messages.success(request, _("Approved. The record is changed."))
        else:
            comment = request.POST.get("comment", "")
            return_request(actor=request.actor, request_uuid=correction, comment=comment, at=request.at)
            messages.success(request, _("Returned. The officer sees your comment and can send it again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("feeds:request", args=(correction,)))
    return HttpResponseRedirect(reverse("feeds:queue", args=(_office(row.path).uuid,)))


def _office(path: str) -> OrganisationRow:
    return orgs.line_of(path)[-1]


def _uuid(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None
