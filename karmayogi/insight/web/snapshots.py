"""Frozen figures: freezing them, looking at them, what each would be today, checking a file, the annual report."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karmayogi.insight.actions.freeze import LONGEST, freeze
from karmayogi.insight.actions.print_report import PAPERS, paper_of, report_of
from karmayogi.insight.policies import can_freeze
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.restated import places_of, restated
from karmayogi.insight.queries.snapshots import PAGE, access_snapshot, check_row, check_text, see_country, snapshots
from karmayogi.insight.registry import THEMES
from karmayogi.insight.types import Check, Frozen
from karmayogi.kernel.access import Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import Request, SignedInRequest, public, signed_in
from karmayogi.kernel.web.downloads import attached
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import num, render

PLACES = 50  # on a page
MOST_MB = 2  # of a file that is checked: ten times what a snapshot is, and not a second of work for anybody who asks


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """The list; the Commission freezes here. A form that is sent twice freezes once: it carries the number."""
    see_country(request.actor)
    refusal, name = "", ""
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            row = freeze(
                agent=request.actor, number=read_uuid(request.POST.get("number", "")) or uuid7(), name=name,
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("Frozen and signed."))
            return HttpResponseRedirect(reverse("insight:snapshot", args=[row.uuid]))
        except Refused as refused:
            refusal = str(refused)
    search = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    found = snapshots(search, request.GET.get("before", ""))
    context = {
        "nav": "insight", "lines": found[:PAGE], "search": search, "name": name, "refusal": refusal,
        "more": found[PAGE - 1].key if len(found) > PAGE else "", "freshness": boards.freshness(),
        "may_freeze": can_freeze(request.actor, orgs.country_path()), "number": uuid7(), "longest": str(LONGEST),
    }  # fmt: skip
    return render(request, "insight/snapshots.html", context, status=422 if refusal else 200)


@signed_in
@may_be_late
def one(request: SignedInRequest, snapshot: uuid.UUID) -> HttpResponse:
    row = access_snapshot(request.actor, snapshot)
    frozen = row.frozen
    themes = {code: theme for code, theme in THEMES.items() if not frozen.metrics.keys().isdisjoint(theme.codes)}
    theme = themes.get(request.GET.get("theme", "")) or next(iter(themes.values()))
    context = {
        "nav": "insight", "frozen": frozen, "checked": check_row(row), "good": Check.GENUINE,
        "themes": themes, "theme": theme, **_places(request, frozen),
        "metrics": {code: metric for code, metric in frozen.metrics.items() if code in theme.codes},
    }  # fmt: skip
    return render(request, "insight/snapshot.html", context)


def _places(request: SignedInRequest, frozen: Frozen) -> dict[str, Any]:
    """One kind of places, and as many of them as a page holds; a frozen list does not move, so its numbers are keys."""
    tables = places_of(frozen)
    group = next((one for one in tables if one.heading == request.GET.get("group")), tables[0] if tables else None)
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 6 else 0
    there = group.places if group else ()
    return {
        "tables": tables, "group": group, "shown": there[start : start + PLACES],
        "further": str(start + PLACES) if start + PLACES < len(there) else "",
    }  # fmt: skip


@signed_in
@may_be_late
def document(request: SignedInRequest, snapshot: uuid.UUID) -> HttpResponse:
    """The signed file, as it was made."""
    row = access_snapshot(request.actor, snapshot)
    return attached(row.document, "application/json", f"frozen-figures-{row.on}-{row.name}", "json")


@signed_in
def today(request: SignedInRequest, snapshot: uuid.UUID) -> HttpResponse:
    """What each frozen figure would be today, and what came since."""
    row = access_snapshot(request.actor, snapshot)
    frozen = row.frozen
    chosen = frozen.metrics.get(request.GET.get("metric", ""), next(iter(frozen.metrics.values())))
    places = _places(request, frozen)
    context = {
        "nav": "insight", "frozen": frozen, "freshness": boards.freshness(), "chosen": chosen, **places,
        **restated(row, frozen, chosen.code, places["shown"]),
    }  # fmt: skip
    return render(request, "insight/restated.html", context)


@public
def check(request: Request) -> HttpResponse:
    """Whether a file holds frozen figures of ours, unchanged. For anybody; the file is read and not kept."""
    checked, problem = None, ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            problem = _("Choose a file.")
        elif (file.size or 0) > MOST_MB * 1_000_000:
            problem = _("The file is larger than %(most)s MB.") % {"most": num(MOST_MB)}
        else:
            checked = check_text(file.read())
    context = {"nav": "insight", "checked": checked, "problem": problem}
    return render(request, "insight/check.html", context, status=422 if problem else 200)


@signed_in
@may_be_late
def report(request: SignedInRequest, snapshot: uuid.UUID) -> HttpResponse:
    row = access_snapshot(request.actor, snapshot)
    context = {"nav": "insight", "name": row.name, "uuid": row.uuid, "report": report_of(row)}
    return render(request, "insight/report.html", context)


@signed_in
def paper(request: SignedInRequest, snapshot: uuid.UUID) -> HttpResponse:
    """`?language=hi` for Hindi; otherwise that of the reader, English where the paper is not set in it."""
    row = access_snapshot(request.actor, snapshot)
    asked = request.GET.get("language", get_language() or "")
    language = asked if asked in PAPERS else "en"
    pdf = paper_of(row, language, request.at)
    return attached(pdf, "application/pdf", f"civil-services-{row.on}-{language}", "pdf")
