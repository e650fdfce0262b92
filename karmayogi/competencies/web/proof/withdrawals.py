"""The withdrawal of an instrument: who would move, approval, progress, and taking it back."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.proof.withdrawals import undo_withdrawal
from karmayogi.competencies.queries.proof.withdrawals import KIND, effect_of
from karmayogi.competencies.web.governance.words import act_in_words
from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import is_fragment, render, render_block

AT_WORK = ("planning", "running", "undoing")
VERBS = {"approve": bulk.approve, "cancel": bulk.cancel, "undo": undo_withdrawal}


@signed_in
@require_safe
def withdrawal(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    found = _access(request, act)
    at_work = found.status in AT_WORK
    context = {
        "nav": "admin",
        "act": found,
        "at_work": at_work,
        "uses_htmx": at_work,
        "here": reverse("competencies:withdrawal", args=(found.uuid,)),
        "status": act_in_words(found.status),
        "effect": effect_of(found) if found.planned_at else None,
        "done": found.undone_rows if found.status == "undoing" else found.applied_rows + found.failed_rows,
        "may_approve": not (found.needs_second and found.asked_by_id == request.actor.person_id),
        "may_undo": found.status in ("done", "cancelled", "failed")
        and found.undo_until is not None
        and request.at < found.undo_until
        and found.applied_rows > 0,
    }
    if is_fragment(request):
        response = render_block(request, "competencies/proof/withdrawal.html", "progress", context)
        if not at_work:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "competencies/proof/withdrawal.html", context)


@require_POST
@signed_in
def withdrawal_do(request: SignedInRequest, act: uuids.UUID, kind: str) -> HttpResponse:
    """kind: approve | cancel | undo."""
    found = _access(request, act)
    if kind not in VERBS:
        raise NotFound
    try:
        VERBS[kind](actor=request.actor, uuid=found.uuid, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("competencies:withdrawal", found.uuid)


def _access(request: SignedInRequest, uuid: uuids.UUID) -> bulk.Act:
    found = bulk.access_act(request.actor, uuid)
    if found.kind != KIND:
        raise NotFound
    return found
