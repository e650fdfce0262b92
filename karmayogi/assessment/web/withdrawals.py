"""The withdrawal of a question: asking for it, what it would change, approval, progress, and taking it back."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karmayogi.assessment.actions.withdraw_question import withdraw_question
from karmayogi.assessment.queries.withdrawals import KIND, access_question, acts_about, effect_of, is_over, left_in_pool
from karmayogi.kernel import bulk, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import ACT_VERBS, act_file, act_in_words, act_page, is_fragment, press, render, render_progress


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, part: uuids.UUID, item: uuids.UUID) -> HttpResponse:
    test, question = access_question(request.actor, part, item, clock.day(request.at))
    reason = request.POST.get("reason", "").replace("\x00", "")
    if request.method == "POST":
        try:
            act = withdraw_question(actor=request.actor, part_uuid=part, item_uuid=item, reason=reason, at=request.at)
            return redirect("assessment:withdrawal", act.uuid)
        except Refused as refusal:
            messages.error(request, str(refusal))
    acts = acts_about(question.id)
    context = {
        "nav": "learning", "test": test, "question": question,
        "left": left_in_pool(test.part_id, question.id, request.at),
        "acts": acts, "over": is_over(question, acts), "act_in_words": act_in_words, "reason": reason,
    }  # fmt: skip
    return render(request, "assessment/withdraw.html", context)


@signed_in
@require_safe
def withdrawal(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    found = _access(request, act)
    if file := act_file(request, found):
        return file
    here = reverse("assessment:withdrawal", args=(found.uuid,))
    context = act_page(request, found, here) | {
        "nav": "learning",
        "status": act_in_words(found.status),
        "effect": effect_of(found) if found.planned_at and not is_fragment(request) else None,
    }
    return render_progress(request, "assessment/withdrawal.html", context, at_work=found.at_work)


@require_POST
@signed_in
def withdrawal_do(request: SignedInRequest, act: uuids.UUID, kind: str) -> HttpResponse:
    """kind: approve | cancel | undo."""
    found = _access(request, act)
    press(request, ACT_VERBS, kind, found.uuid)
    return redirect("assessment:withdrawal", found.uuid)


def _access(request: SignedInRequest, uuid: uuids.UUID) -> bulk.Act:
    found = bulk.access_act(request.actor, uuid)
    if found.kind != KIND:
        raise NotFound
    return found
