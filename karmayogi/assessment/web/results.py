"""The result: score, verdict, every question with its reason, and what comes next."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from karmayogi.assessment.actions.submit import close_if_over
from karmayogi.assessment.queries import attempts, papers
from karmayogi.assessment.queries.forms import on_one_scale
from karmayogi.assessment.queries.proctored.seats import is_held
from karmayogi.assessment.queries.yearly.tests import told_from
from karmayogi.credentials import api as credentials
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@signed_in
@never_cache
@require_safe
def result(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    row = attempts.access_attempt(request.actor, attempt)
    if row.is_open:
        if not close_if_over(row, request.at):
            return redirect("assessment:attempt", attempt)
        row = attempts.access_attempt(request.actor, attempt)
    quiz = learning.part_for_quiz(row.part_uuid, request.actor.person_id)
    if row.is_waiting:
        context = {"nav": "learning", "quiz": quiz, "attempt": row, "held": is_held(row.id)}
        return render(request, "assessment/handed_in.html", context)
    answers_from = told_from(row.paper_id, request.at)
    return render(
        request,
        "assessment/result.html",
        {
            "nav": "learning",
            "quiz": quiz,
            "attempt": row,
            "standing": papers.standing(
                request.actor.person_id,
                quiz.part_id,
                renewed_from=learning.renews_from(request.actor.person_id, row.part_uuid, request.at),
            ),
            "questions": [] if answers_from else attempts.result(row, row.language),
            "answers_from": answers_from,
            "scaled": on_one_scale(row.id),
            "certificate": credentials.certificate_for(quiz.enrolment_uuid) if row.passed else None,
        },
    )
