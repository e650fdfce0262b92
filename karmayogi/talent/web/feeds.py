"""Feeds to appraisal systems: state, lines, batches as files, acknowledgements; and the registered texts of SMS."""

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

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import attached, csv_stream
from karmayogi.orgs import api as orgs
from karmayogi.talent.actions import connect_feed as actions
from karmayogi.talent.actions.send_sms import sends_texts
from karmayogi.talent.actions.wishes import register_text
from karmayogi.talent.models import SmsTemplate
from karmayogi.talent.policies import CONNECT, WRITE
from karmayogi.talent.queries import wording as words
from karmayogi.talent.queries.digests import reached
from karmayogi.talent.queries.feeds import access_feed, batches_of, every_line, feed_row, feeds_within, lines_of
from karmayogi.talent.web.forms import FeedForm, TextForm
from karmayogi.ui.api import day, named, pick, render

PAGE = 50
BATCHES = 10
COUNTED_FOR = dt.timedelta(days=30)
STATES = ("waiting", "sent", "taken", "refused")
MOST_ACKNOWLEDGEMENT = 1_000_000


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """`?q=`: finds the organisation of a new feed."""
    if not request.actor.paths(*WRITE, *CONNECT):
        raise NotFound
    connects = bool(request.actor.paths(*CONNECT))
    chosen = read_uuid(request.GET.get("organisation", "")) if connects else None
    body = orgs.organisation(chosen) if chosen else None
    form = FeedForm(request.POST or None)
    if request.method == "POST":
        if body is None:
            raise NotFound
        if form.is_valid():
            try:
                made = actions.connect_feed(
                    actor=request.actor, organisation=body.uuid, **form.cleaned_data, at=request.at
                )
                return HttpResponseRedirect(reverse("talent:feed", args=(made,)))
            except Refused as refusal:
                form.add_error(None, str(refusal))
    code = request.GET.get("code", "").replace("\0", "").strip()[:60]
    if connects and code and body is None:
        body = orgs.organisation_by_code(code)
    context = {
        "nav": "admin", "lines": feeds_within(request.actor), "connects": connects, "body": body, "form": form,
        "code": code, "body_name": pick(body.name_en, body.name_hi, body.name_ur) if body else "",
    }  # fmt: skip
    return render(request, "talent/feeds.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, channel: uuids.UUID) -> HttpResponse:
    row = access_feed(request.actor, channel)
    q, state = _asked(request)
    before = number(request.GET.get("before", ""))
    found = lines_of(row.pk, state=state, q=q, before=before, limit=PAGE + 1)
    under = number(request.GET.get("under", ""))  # batches below that number
    batches = batches_of(row.pk, before=under, limit=BATCHES + 1)
    kept, here = {"q": q, "state": state}, reverse("talent:feed", args=(channel,))
    context = {
        "nav": "admin", "row": feed_row(row.pk), "batches": batches[:BATCHES], "q": q, "state": state,
        "here": here, "urlencode": urlencode, "public_key": row.public_key,
        "connects": bool(request.actor.paths(*CONNECT)),
        "states": [("", _("All")), *((each, words.line_in_words(each)) for each in STATES)],
        "lines": [
            (each, words.standing_in_words(each.standing), words.line_in_words(each.state)) for each in found[:PAGE]
        ],
        "older_href": f"{here}?{urlencode({'under': batches[BATCHES - 1].sequence})}#batches"
        if len(batches) > BATCHES else None,
        "newest_href": f"{here}#batches" if under else None,
        "csv_href": f"{reverse('talent:feed_csv', args=(channel,))}?{urlencode(kept)}",
        "next_href": f"{here}?{urlencode(kept | {'before': found[PAGE - 1].number})}" if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if before else None,
    }  # fmt: skip
    return render(request, "talent/feed.html", context)


@signed_in
def as_csv(request: SignedInRequest, channel: uuids.UUID) -> HttpResponse:
    row = access_feed(request.actor, channel)
    q, state = _asked(request)
    heads = [
        _("Line"), _("Corrects"), _("Officer"), _("Employee code"), _("Standing"), _("Contested"), _("Done"),
        _("Needed"), _("As on"), _("State"), _("Reason"), _("Batch"),
    ]  # fmt: skip
    lines = (
        [
            str(each.number), str(each.corrects or ""), named(each.name, each.name_native), each.employee_code,
            words.standing_in_words(each.standing), _("yes") if each.contested else "", str(each.done),
            str(each.needed), each.as_on.isoformat(), words.line_in_words(each.state), each.reason,
            str(each.sequence or ""),
        ]
        for each in every_line(row.pk, state=state, q=q)
    )  # fmt: skip
    return csv_stream(chain([heads], lines), f"appraisal-feed-{day(request.at)}")


@require_POST
@signed_in
def batch(request: SignedInRequest, channel: uuids.UUID) -> HttpResponse:
    """The open batch as a file, or the next one."""
    try:
        found = actions.batch_file(actor=request.actor, feed=channel, at=request.at)
    except Refused as refusal:
        found = None
        messages.error(request, str(refusal))
    else:
        if found is None:
            messages.success(request, _("There is nothing to tell."))
    if found is None:
        return HttpResponseRedirect(reverse("talent:feed", args=(channel,)))
    return attached(found.text, "application/jose", f"batch-{found.sequence}", "jws")


@require_POST
@signed_in
def act(request: SignedInRequest, channel: uuids.UUID) -> HttpResponse:
    """do: resume, end, again (a refused line), acknowledge (a file)."""
    said: dict[str, Any] = {"actor": request.actor, "feed": channel, "at": request.at}
    line = min(number(request.POST.get("line", "")) or 0, 2**31 - 1)
    file = request.FILES.get("file")
    if request.POST.get("do") == "acknowledge" and (file is None or (file.size or 0) > MOST_ACKNOWLEDGEMENT):
        access_feed(request.actor, channel)
        messages.error(request, _("Choose the file of the acknowledgement, of 1 MB at most."))
        return HttpResponseRedirect(reverse("talent:feed", args=(channel,)))
    text = file.read().decode(errors="replace").replace("\0", "") if file is not None else ""
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "resume": (lambda: actions.resume_feed(**said), _("It goes on within the hour.")),
        "end": (lambda: actions.end_feed(**said), _("Nothing is told any more.")),
        "again": (lambda: actions.send_line_again(**said, number=line), _("It is sent again as a new line.")),
        "acknowledge": (lambda: actions.bring_acknowledgement(**said, text=text), _("Acknowledged.")),
    }  # fmt: skip
    chosen = acts.get(request.POST.get("do", ""))
    if chosen is None:
        raise NotFound
    try:
        chosen[0]()
        messages.success(request, chosen[1])
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("talent:feed", args=(channel,)))


@signed_in
def texts(request: SignedInRequest) -> HttpResponse:
    """Registered texts of SMS: those in use first."""
    if not request.actor.paths(*CONNECT):
        raise NotFound
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            register_text(actor=request.actor, **form.cleaned_data, at=request.at)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("talent:texts"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    found = SmsTemplate.objects.order_by("-ended_at", "-pk")[:100]
    context = {
        "nav": "admin", "form": form, "lines": sorted(found, key=lambda one: one.ended_at is not None),
        "no_sms": not sends_texts(), "reached": reached(request.at - COUNTED_FOR), "days": COUNTED_FOR.days,
        "message_in_words": words.message_in_words,
    }  # fmt: skip
    return render(request, "talent/texts.html", context, status=422 if form.errors else 200)


def _asked(request: SignedInRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    return request.GET.get("q", "").replace("\0", "").strip()[:100], state if state in STATES else ""
