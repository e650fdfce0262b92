"""What waits for me: questions of a 360 round, each answered with one tap, judgements, and my own claims."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.competencies.actions.proof.answer_question import answer_question
from karmayogi.competencies.queries.proof.contests import contests_to_decide
from karmayogi.competencies.queries.proof.proofs import people_below, proofs_of, proofs_to_judge
from karmayogi.competencies.queries.proof.rounds import access_question, questions_for, results_about
from karmayogi.competencies.web.proof import words
from karmayogi.kernel import clock, slots
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
@require_safe
def asks(request: SignedInRequest) -> HttpResponse:
    actor, on = request.actor, clock.day(request.at)
    questions = questions_for(actor, on)
    return render(
        request,
        "competencies/proof/asks.html",
        {
            "nav": "asks",
            "question": questions[0] if questions else None,
            "left": len(questions),
            "levels": words.levels_in_words(questions[0].competency_id) if questions else (),
            "reviews": len(proofs_to_judge(actor, on)),
            "contests": len(contests_to_decide(actor)),
            "others": [line for offer in slots.every("competencies.asks") for line in offer(request) if line[1]],
            "team": people_below(actor, on),
            "mine": [(one, words.kind_in_words(one.source), words.status_in_words(one.status))
                     for one in proofs_of(actor.person_id)],
            "results": [(row, words.kind_in_words(row[5])) for row in results_about(actor.person_id)],
        },
    )  # fmt: skip


@signed_in
def question(request: SignedInRequest, question: uuid.UUID) -> HttpResponse:
    """One question by its address; a POST with `level` answers it and goes on to the next."""
    actor, on = request.actor, clock.day(request.at)
    found = access_question(actor, question, on)
    if request.method == "POST" and request.POST.get("level", "") in ("0", "1", "2", "3", "4", "5"):
        answer_question(actor=actor, question=question, level=int(request.POST["level"]), at=request.at)
        messages.success(request, _("Thank you. Your answer is in."))
        return redirect("competencies:asks")
    return render(
        request,
        "competencies/proof/question.html",
        {"nav": "asks", "question": found, "left": 1, "levels": words.levels_in_words(found.competency_id)},
    )
