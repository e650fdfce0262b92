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
from karmayogi.ui.api import is_fragment, render_progress

VERBS = {"approve": bulk.approve, "cancel": bulk.cancel, "undo": undo_withdrawal}


@signed_in
@require_safe
def withdrawal(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    found = _access(request, act)
    context = {
        "nav": "admin",
        "act": found,
        "at_work": found.at_work,
        "uses_htmx": found.at_work,
        "here": reverse("competencies:withdrawal", args=(found.uuid,)),
        "status": act_in_words(found.status),
        "effect": effect_of(found) if found.planned_at and not is_fragment(request) else None,
        "done": found.done_rows,
        "may_approve": found.may_be_approved_by(request.actor.person_id),
        "may_undo": found.can_be_undone(request.at),
    }
    return render_progress(request, "competencies/proof/withdrawal.html", context, at_work=found.at_work)


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
