"""The e-HRMS exchange: sending a feed, what it would change, the breaker, progress, what needs fixing, undo."""

import uuid as uuids
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.feeds.actions.send_feed import access_feed, approve_feed, send_feed, set_breaker
from karmayogi.feeds.engine.drop import HEADINGS, MOST_BYTES
from karmayogi.feeds.policies import can_feed
from karmayogi.feeds.queries.feeds import feeds_within, setting_of
from karmayogi.feeds.queries.requests import waiting_in
from karmayogi.feeds.web import words
from karmayogi.feeds.web.index import crumbs, name_of, organisation_for
from karmayogi.kernel import audit, bulk
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import act_file, act_page, act_tone, render, render_progress

_TABS: dict[str, dict[str, list[str]]] = {
    "queued": {"outcomes": ["error"]},
    "failed": {"states": ["failed"]},
    "kept": {"states": ["kept"]},
    "changed": {"outcomes": ["changed"]},
    "joined": {"outcomes": ["new"]},
}


class DropForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The feed"),
        help_text=gettext_lazy("All officers of the organisation: Excel, OpenDocument, CSV in UTF-8, or JSON; 40 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.json"}),
        allow_empty_file=True,
    )
    trial = forms.BooleanField(
        label=gettext_lazy("Only show me the difference: nothing can be applied"), required=False
    )


class BreakerForm(forms.Form):
    percent = forms.IntegerField(
        label=gettext_lazy("Stop a feed when more than this share of officers would leave or move (per cent)"),
        min_value=1,
        max_value=100,
    )
    system = forms.CharField(label=gettext_lazy("Name of the system whose codes they are"), max_length=60)


@signed_in
def organisation(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The way in: what waits, sending a feed, earlier feeds, the breaker."""
    row = organisation_for(request, organisation)
    form = DropForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise Refused(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024})
            act = send_feed(
                actor=request.actor, organisation_uuid=row.uuid, filename=file.name, content=file.read(),
                trial=form.cleaned_data["trial"], at=request.at,
            )  # fmt: skip
            return HttpResponseRedirect(reverse("feeds:drop", args=(act.uuid,)))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    setting = setting_of(row.id)
    now_percent = setting.percent_for(request.at)
    context = {
        "nav": "admin",
        "row": row,
        "name": name_of(row),
        "crumbs": crumbs(row),
        "form": form,
        "breaker": BreakerForm(initial={"percent": setting.percent, "system": setting.system}),
        "percent": now_percent,
        "setting": setting,
        "rises": setting.percent > now_percent,
        "may_confirm": setting.wanted_by_id != request.actor.person_id,
        "feeds": feeds_within(row.path),
        "waiting": waiting_in(row.path),
        "act_in_words": words.act_in_words,
        "act_tone": act_tone,
    }
    return render(request, "feeds/organisation.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def breaker(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = organisation_for(request, organisation)
    form = BreakerForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a share from 1 to 100 per cent, and name the system."))
        if set_breaker(actor=request.actor, organisation_uuid=row.uuid, at=request.at, **form.cleaned_data):
            messages.success(request, _("The setting is saved."))
        else:
            messages.warning(request, _("A larger share waits until a second person confirms it on this page."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("feeds:organisation", args=(row.uuid,)))


@signed_in
def template(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The headings, as a CSV that Excel opens in UTF-8."""
    row = organisation_for(request, organisation)
    return csv_file([list(HEADINGS)], f"feed {row.code}")


@signed_in
def drop(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    """One feed: its progress while a job works, else what it changes or changed, officer by officer."""
    feed = access_feed(request.actor, act)
    found = bulk.access_act(request.actor, act)
    if file := act_file(request, found):
        return file
    row = orgs.organisations([feed.organisation_id])[feed.organisation_id]
    counts = {
        "queued": found.error_rows,
        "failed": found.failed_rows,
        "kept": found.applied_rows - found.undone_rows if found.status == "undone" else 0,
        "changed": found.changed_rows,
        "joined": found.new_rows,
    }
    tab = request.GET.get("show", "")
    if not counts.get(tab):
        tab = next((name for name, count in counts.items() if count), "joined")
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    lines = [] if found.at_work else bulk.rows_of(found.id, after=number, limit=51, **_TABS[tab])
    here = reverse("feeds:drop", args=(act,))
    may_change = can_feed(request.actor, feed.path)
    context = act_page(request, found, here) | {
        "nav": "admin",
        "feed": feed,
        "row": row,
        "name": name_of(row),
        "crumbs": crumbs(row if may_change else None, found.label),
        "state": words.act_in_words(found.status),
        "tone": act_tone(found.status),
        "tabs": [(name, words.what_in_words(name), count) for name, count in counts.items() if count],
        "tab": tab,
        "lines": lines[:50],
        "what_in_words": words.what_in_words,
        "next_href": f"{here}?{urlencode({'show': tab, 'after': lines[49].number})}" if len(lines) > 50 else None,
        "first_href": f"{here}?{urlencode({'show': tab})}" if number else None,
        "may_change": may_change,
        "own": feed.asked_by_id == request.actor.person_id,
    }
    return render_progress(request, "feeds/drop.html", context, at_work=found.at_work)


@require_POST
@signed_in
def approve(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    access_feed(request.actor, act)
    try:
        approve_feed(actor=request.actor, act_uuid=act, reason=request.POST.get("reason", ""), at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("feeds:drop", args=(act,)))


@require_POST
@signed_in
def cancel(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    access_feed(request.actor, act)
    bulk.cancel(actor=request.actor, uuid=act, at=request.at)
    return HttpResponseRedirect(reverse("feeds:drop", args=(act,)))


@require_POST
@signed_in
def undo(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    access_feed(request.actor, act)
    try:
        bulk.undo(actor=request.actor, uuid=act, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("feeds:drop", args=(act,)))


@signed_in
def to_fix(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    """The rows that wait, with what to fix in the last column; the corrected rows belong into the next feed."""
    access_feed(request.actor, act)
    found = bulk.access_act(request.actor, act)
    lines = [[*HEADINGS, _("What to fix")]]
    chosen = [
        *bulk.rows_of(found.id, outcomes=["error"], limit=50_000),
        *bulk.rows_of(found.id, states=["failed"], limit=50_000),
    ]
    for line in sorted(chosen, key=lambda one: one.number):
        said = "; ".join(f"{field}: {text}" for field, text in line.messages)
        lines.append([*(line.raw or [""] * len(HEADINGS)), line.message or said])
    audit.record(
        "feeds:feed:export", agent=request.actor, at=request.at, kind="feed", subject=found.uuid, label=found.label
    )
    # Cells that look like a formula begin with an apostrophe in it; reading the next feed takes it off again.
    return csv_file(lines, f"to fix {found.label}")
