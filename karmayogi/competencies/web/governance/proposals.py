"""Proposals: the form with its search for overlaps, the queue, one with effect, reviews and comments."""

import dataclasses
import uuid as uuids
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.competencies.actions.governance.propose import SHAPE, propose, send_again
from karmayogi.competencies.actions.governance.review import comment_on, may_review, review, withdraw
from karmayogi.competencies.actions.governance.versions import wordings
from karmayogi.competencies.engine.governance.overlap import Overlap, Said, overlaps
from karmayogi.competencies.engine.governance.wording import Wording, difference
from karmayogi.competencies.queries.competencies import by_ids
from karmayogi.competencies.queries.governance import effect as effects
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow, access_framework, everything_said
from karmayogi.competencies.queries.governance.proposals import (
    ItemRow,
    access_proposal,
    items_of,
    proposals,
    steps_of,
)
from karmayogi.competencies.types import CompetencyRow
from karmayogi.competencies.web.governance import words
from karmayogi.competencies.web.governance.forms import ProposalForm, prefilled, wordings_of
from karmayogi.kernel import clock, dates
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import named, render

PAGE = 25
WAITING = ["sent", "first", "returned", "accepted"]


@signed_in
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first; ?status=all shows what is over too."""
    status = request.GET.get("status", "")
    statuses = {"all": [], "": WAITING}.get(status, [status])
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    found = proposals(request.actor, statuses=statuses, after=number, limit=PAGE + 1)
    if request.GET.get("form") == "xlsx":
        lines = [
            (
                one.framework,
                words.kind_in_words(one.kind),
                one.title,
                words.status_in_words(one.status),
                named(one.proposer, one.proposer_native),
                one.sent_at.date(),
            )
            for one in proposals(request.actor, statuses=statuses, limit=20_000)
        ]
        return downloads.table(("framework", "change", "title", "state", "proposer", "sent"), lines, "proposals")
    kept = {"status": status} if status else {}
    return render(
        request,
        "competencies/governance/queue.html",
        {
            "nav": "roles", "rows": found[:PAGE], "words": words, "status": status,
            "next_href": f"?{urlencode({**kept, 'after': found[PAGE - 1].id})}" if len(found) > PAGE else None,
            "first_href": f"?{urlencode(kept)}" if number else None,
        },
    )  # fmt: skip


@signed_in
def propose_form(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    """?kind= and ?code= fill it. The first sending shows what may overlap; sending again sends it."""
    row = access_framework(request.actor, framework, to="propose")
    kind = request.GET.get("kind", "")
    kind = kind if kind in SHAPE else "add"
    form = ProposalForm(row, kind, request.POST or None, initial=prefilled(row, kind, request.GET.get("code", "")))
    return _form(request, row, kind, form, None)


@signed_in
def edit(request: SignedInRequest, amendment: uuids.UUID) -> HttpResponse:
    """The proposer changes a returned proposal and sends it again."""
    found, row = access_proposal(request.actor, amendment)
    if found.proposer_id != request.actor.person_id or found.status != "returned":
        raise NotFound
    initial = {"title": found.title, "reason": found.reason} | wordings_of(found.kind, items_of(found.id))
    form = ProposalForm(row, found.kind, request.POST or None, initial=initial)
    return _form(request, row, found.kind, form, amendment)


def _form(
    request: SignedInRequest, row: FrameworkRow, kind: str, form: ProposalForm, amendment: uuids.UUID | None
) -> HttpResponse:
    alike: list[tuple[str, list[tuple[Overlap, CompetencyRow]]]] = []
    if request.method == "POST" and form.is_valid():
        try:
            items = form.items()
            new = [item.wording for item in items if item.wording is not None]
            alike = [] if request.POST.get("seen") else _alike(new, form.subject_ids())
            if not alike:
                values = {
                    "actor": request.actor, "title": form.cleaned_data["title"],
                    "reason": form.cleaned_data["reason"], "items": items, "at": request.at,
                }  # fmt: skip
                if amendment is None:
                    amendment = propose(framework=row.uuid, kind=kind, **values)
                else:
                    send_again(proposal=amendment, **values)
                messages.success(request, _("Sent to the first review."))
                return HttpResponseRedirect(reverse("competencies:proposal", args=(amendment,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "competencies/governance/propose.html",
        {
            "nav": "roles", "row": row, "kind": kind, "kinds": list(SHAPE), "form": form, "alike": alike,
            "words": words, "fresh": amendment is None, "seen": bool(alike),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _alike(new: list[Wording], besides: set[int]) -> list[tuple[str, list[tuple[Overlap, CompetencyRow]]]]:
    """Name of each new wording -> what may say the same already."""
    against = [one for one in everything_said() if one.id not in besides]
    found = [
        (one.name_en, overlaps(Said(0, (one.name_en, one.name_hi, one.name_ur), (one.gloss_en, one.gloss_hi)), against))
        for one in new
    ]
    rows = by_ids({hit.id for _name, hits in found for hit in hits})
    return [(name, [(hit, rows[hit.id]) for hit in hits]) for name, hits in found if hits]


@dataclasses.dataclass(frozen=True, slots=True)
class _Shown:
    """An item with what differs from the present wording (subjects) or what it may overlap with (new ones)."""

    item: ItemRow
    fields: list[tuple[str, Any, Any]]
    alike: list[tuple[Overlap, CompetencyRow]]


@signed_in
def proposal(request: SignedInRequest, amendment: uuids.UUID) -> HttpResponse:
    found, row = access_proposal(request.actor, amendment)
    items = items_of(found.id)
    on = dates.as_on(request.GET.get("on"), clock.day(request.at))
    subjects = [item.competency_id for item in items if item.part == "subject" and item.competency_id]
    present = _present(row, subjects)
    shown = []
    for item in items:
        was = present.get(item.competency_id or 0)
        fields: list[tuple[str, Any, Any]] = []
        if item.wording is not None:
            changed = difference(was or Wording(area=item.wording.area), item.wording)
            fields = [(name, before, after) for name, (before, after) in changed.items()]
        alike = _alike([item.wording], set(subjects)) if item.part == "new" and item.wording else []
        shown.append(_Shown(item, fields, alike[0][1] if alike else []))
    context = {
        "nav": "roles", "found": found, "row": row, "shown": shown, "steps": steps_of(found.id), "words": words,
        "on": on, "today": clock.day(request.at), "effect": effects.effect(subjects, on) if subjects else None,
        "may_review": may_review(request.actor, found, row),
        "is_mine": found.proposer_id == request.actor.person_id,
    }  # fmt: skip
    return render(request, "competencies/governance/proposal.html", context)


def _present(row: FrameworkRow, subjects: list[int]) -> dict[int, Wording]:
    """What the version in force says of the subjects."""
    said = wordings(row.version_id)
    return {one: said[one][1] for one in subjects if one in said}


@require_POST
@signed_in
def decide(request: SignedInRequest, amendment: uuids.UUID) -> HttpResponse:
    """decision: approve | return | refuse | withdraw | comment."""
    actor, at = request.actor, request.at
    decision, comment = request.POST.get("decision", ""), request.POST.get("comment", "")
    try:
        if decision == "comment":
            comment_on(actor=actor, proposal=amendment, comment=comment, at=at)
        elif decision == "withdraw":
            withdraw(actor=actor, proposal=amendment, comment=comment, at=at)
        else:
            review(actor=actor, proposal=amendment, decision=decision, comment=comment, at=at)
        messages.success(request, _("Noted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("competencies:proposal", args=(amendment,)))


@signed_in
def effect_page(request: SignedInRequest, amendment: uuids.UUID, kind: str) -> HttpResponse:
    """The list behind a figure: profiles, posts, courses, people (as figures by ministry); as a sheet by ?form=xlsx."""
    found, row = access_proposal(request.actor, amendment)
    if kind not in effects.LISTS:
        raise NotFound
    on = dates.as_on(request.GET.get("on"), clock.day(request.at))
    ids = [item.competency_id for item in items_of(found.id) if item.part == "subject" and item.competency_id]
    sheet = request.GET.get("form") == "xlsx"
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else -1
    courses = [one for one in effects.touched_above(ids) if one.what == "courses"] if kind == "courses" else []
    lines = [] if kind == "courses" else effects.effect_list(
        kind, ids, on, after=-1 if sheet else number, limit=None if sheet else PAGE * 2 + 1
    )  # fmt: skip
    if sheet:
        cells = [(one.title_en, "", "", "") for one in courses] + [
            (line.title_en, line.place_en, line.code, _count(kind, line.count)) for line in lines
        ]
        return downloads.table(("name", "office", "code", "count"), cells, f"effect {kind}")
    kept = urlencode({"on": on.isoformat()})
    return render(
        request,
        "competencies/governance/effect.html",
        {
            "nav": "roles", "found": found, "row": row, "kind": kind, "on": on, "courses": courses,
            "lines": [(line, _count(kind, line.count)) for line in lines[: PAGE * 2]],
            "next_href": f"?{kept}&after={lines[PAGE * 2 - 1].key}" if len(lines) > PAGE * 2 else None,
            "first_href": f"?{kept}" if number >= 0 else None,
        },
    )  # fmt: skip


def _count(kind: str, count: int | None) -> str:
    """Few persons of an office are not told apart."""
    if count is None:
        return ""
    if kind == "people" and count < effects.SMALL:
        return _("fewer than %(count)s") % {"count": effects.SMALL}
    return str(count)
