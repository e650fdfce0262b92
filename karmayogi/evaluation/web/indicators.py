"""Service indicators: the list, one with its figures and where they come from, files of open feeds."""

import datetime as dt
import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.bring_service import bring_service, define_service
from karmayogi.evaluation.actions.fetch_service import end_feed, set_feed
from karmayogi.evaluation.actions.read_table import MOST_BYTES
from karmayogi.evaluation.queries.indicators import access_service, feed_of, figure_lines, service_lines, sources_of
from karmayogi.evaluation.queries.studies import check_evaluates
from karmayogi.evaluation.web import words
from karmayogi.evaluation.web.forms import FeedForm, ServiceForm, SourceForm
from karmayogi.evaluation.web.lists import MOST, after_of, paged, search_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.ui.api import day, num, render


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    check_evaluates(request.actor)
    kept = {"q": search_of(request)}
    lines, after = service_lines(q=kept["q"], after=after_of(request))
    context = {"nav": "admin", "lines": lines, **paged(reverse("evaluation:services"), kept, after, request)}
    return render(request, "evaluation/services.html", context)


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    check_evaluates(request.actor)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = define_service(actor=request.actor, at=request.at, **form.cleaned_data)
            return HttpResponseRedirect(reverse("evaluation:service", args=[made]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"nav": "admin", "form": form}
    return render(request, "evaluation/service_form.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, service: uuids.UUID) -> HttpResponse:
    row = access_service(request.actor, service)
    here = reverse("evaluation:service", args=[service])
    post = request.method == "POST"
    form = SourceForm(request.POST if post else None, request.FILES if post else None)
    if post and form.is_valid():
        said = form.cleaned_data
        try:
            if said["file"].size > MOST_BYTES:
                raise Refused(_("The file is larger than 5 MB."))
            fetched = dt.datetime.combine(said["fetched_at"], dt.time(), tzinfo=clock.IST)
            made = bring_service(
                actor=request.actor, service=service, content=said["file"].read(), publisher=said["publisher"],
                address=said["address"], licence=said["licence"], fetched_at=fetched, at=request.at,
            )  # fmt: skip
            messages.success(
                request, _("%(kept)s lines kept, %(refused)s refused.")
                % {"kept": num(made.rows), "refused": num(made.refused)},
            )  # fmt: skip
            return HttpResponseRedirect(here)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    kept = {"q": search_of(request)}
    lines, after = figure_lines(row.pk, q=kept["q"], after=request.GET.get("after", ""))
    context = {
        "nav": "admin", "row": row, "lines": lines, "form": form, "sources": sources_of(row), "words": words,
        "feed": feed_of(row),
        "book_href": f"{reverse('evaluation:service_book', args=[service])}?{urlencode(kept)}",
        **paged(here, kept, after, request),
    }  # fmt: skip
    return render(request, "evaluation/service.html", context, status=422 if form.errors else 200)


@signed_in
def feed(request: SignedInRequest, service: uuids.UUID) -> HttpResponse:
    """Where it is fetched from each night: entered, or ended."""
    row = access_service(request.actor, service)
    here = HttpResponseRedirect(reverse("evaluation:service", args=[service]))
    now = feed_of(row)
    first = {"address": now.address, "publisher": now.publisher, "licence": now.licence} if now else None
    form = FeedForm(request.POST if request.method == "POST" and "end" not in request.POST else None, initial=first)
    if request.method == "POST" and "end" in request.POST:
        end_feed(actor=request.actor, service=service, at=request.at)
        messages.success(request, _("The feed is fetched no more."))
        return here
    if request.method == "POST" and form.is_valid():
        try:
            set_feed(actor=request.actor, service=service, at=request.at, **form.cleaned_data)
            messages.success(request, _("The feed is fetched each night."))
            return here
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"nav": "admin", "row": row, "form": form, "feed": now}
    return render(request, "evaluation/feed.html", context, status=422 if form.errors else 200)


@signed_in
def as_book(request: SignedInRequest, service: uuids.UUID) -> HttpResponse:
    row = access_service(request.actor, service)
    lines = [
        [line.unit, f"{line.month:%Y-%m}", line.value, line.publisher, line.licence, day(line.fetched_at)]
        for line in figure_lines(row.pk, q=search_of(request), limit=MOST)[0]
    ]
    return table(["unit", "month", "value", "publisher", "licence", "fetched"], lines, f"service-{row.code}")
