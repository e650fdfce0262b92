"""The withdrawal of an instrument: who would move, approval, progress, and taking it back."""

import uuid as uuids

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.proof.withdrawals import undo_withdrawal
from karmayogi.competencies.queries.proof.withdrawals import KIND, effect_of
from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import ACT_VERBS, act_file, act_in_words, act_page, is_fragment, press, render_progress

VERBS = {**ACT_VERBS, "undo": undo_withdrawal}


@signed_in
@require_safe
def withdrawal(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    found = _access(request, act)
    if file := act_file(request, found):
        return file
    here = reverse("competencies:withdrawal", args=(found.uuid,))
    context = act_page(request, found, here) | {
        "nav": "admin",
        "status": act_in_words(found.status),
        "effect": effect_of(found) if found.planned_at and not is_fragment(request) else None,
    }
    return render_progress(request, "competencies/proof/withdrawal.html", context, at_work=found.at_work)


@require_POST
@signed_in
def withdrawal_do(request: SignedInRequest, act: uuids.UUID, kind: str) -> HttpResponse:
    """kind: approve | cancel | undo."""
    found = _access(request, act)
    press(request, VERBS, kind, found.uuid)
    return redirect("competencies:withdrawal", found.uuid)


def _access(request: SignedInRequest, uuid: uuids.UUID) -> bulk.Act:
    found = bulk.access_act(request.actor, uuid)
    if found.kind != KIND:
        raise NotFound
    return found
