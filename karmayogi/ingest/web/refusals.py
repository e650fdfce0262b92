"""Statements that were refused: searched, paged by key, sent again."""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.ingest.actions.send_again import send_again
from karmayogi.ingest.queries.refusals import refusals as listed
from karmayogi.ingest.web.administration import administrator, asked, crumbs
from karmayogi.ingest.web.words import source_in_words
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

PAGE = 25


@signed_in
def refusals(request: SignedInRequest) -> HttpResponse:
    administrator(request)
    words, before = asked(request)
    lines, more = listed(words, before=before, limit=PAGE)
    here = reverse("ingest:refusals")
    context = {
        "nav": "admin",
        "crumbs": crumbs(_("Refused statements")),
        "q": words,
        "lines": lines,
        "source_in_words": source_in_words,
        "next_href": f"{here}?{urlencode({'q': words, 'before': more})}" if more is not None else None,
        "first_href": f"{here}?{urlencode({'q': words})}" if before is not None else None,
    }
    return render(request, "ingest/refusals.html", context)


@require_POST
@signed_in
def send(request: SignedInRequest, refusal: uuids.UUID) -> HttpResponse:
    why = send_again(actor=request.actor, refusal_uuid=refusal, at=request.at)
    if why:
        messages.error(request, _("It was refused again: %(why)s") % {"why": why})
    else:
        messages.success(request, _("The statement is stored."))
    return HttpResponseRedirect(reverse("ingest:refusals"))
