"""Designations that look alike: a person of the platform decides about each pair."""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.actions.merge_designations import keep_both, merge_designations, undo_merge
from karmayogi.orgs.models import MergeProposal
from karmayogi.orgs.policies import can_curate
from karmayogi.orgs.queries.merges import merge_counts, merge_proposals
from karmayogi.orgs.web import above, words
from karmayogi.ui.api import render

_STATUSES = tuple(MergeProposal.Status.values)


@signed_in
def merges(request: SignedInRequest) -> HttpResponse:
    """The pairs, most alike first; those still to decide unless others are asked for."""
    if not can_curate(request.actor):
        raise NotFound
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    statuses = [value for value in request.GET.getlist("status") if value in _STATUSES] or ["open"]
    counts = merge_counts()
    reasons = [value for value in request.GET.getlist("reason") if value in counts["reason"]]
    after = request.GET.get("after", "").replace("\0", "")
    page = merge_proposals(q, statuses, reasons, after=after or None)
    kept = [("q", q)] * bool(q) + [("status", value) for value in statuses] + [("reason", value) for value in reasons]
    return render(
        request,
        "orgs/merges.html",
        {
            "nav": "admin",
            "administration": above.address(above.ADMINISTRATION),
            "page": page,
            "q": q,
            "back": f"?{urlencode(kept)}",
            "statuses": [
                (value, words.proposal_in_words(value), counts["status"].get(value, 0), value in statuses)
                for value in _STATUSES
            ],
            "reasons": [
                (value, words.reason_in_words(value), count, value in reasons)
                for value, count in sorted(counts["reason"].items())
            ],
            "next_href": f"?{urlencode([*kept, ('after', page.after)])}" if page.after else None,
            "first_href": f"?{urlencode(kept)}" if after else None,
            "reason_in_words": words.reason_in_words,
            "proposal_in_words": words.proposal_in_words,
        },
    )


@require_POST
@signed_in
def merge_decide(request: SignedInRequest, proposal: uuids.UUID) -> HttpResponse:
    """decision: merge | swap | keep | undo."""
    actor, at = request.actor, request.at
    try:
        match request.POST.get("decision"):
            case "merge":
                merge_designations(agent=actor, proposal_uuid=proposal, at=at)
                messages.success(request, _("Merged. It can be undone at any time."))
            case "swap":
                merge_designations(agent=actor, proposal_uuid=proposal, swap=True, at=at)
                messages.success(request, _("Merged the other way round. It can be undone at any time."))
            case "keep":
                keep_both(agent=actor, proposal_uuid=proposal, at=at)
                messages.success(request, _("Both are kept. They are not proposed again."))
            case "undo":
                undo_merge(agent=actor, proposal_uuid=proposal, at=at)
                messages.success(request, _("The decision is undone."))
            case _:
                raise NotFound
    except Refused as refusal:
        messages.error(request, str(refusal))
    back = request.POST.get("back", "")
    return HttpResponseRedirect(reverse("orgs:merges") + (back if back.startswith("?") else ""))
