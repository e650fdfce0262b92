"""The quality form of a draft, and how reviewers agree."""

import uuid as uuids
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring.quality import give_marks
from karmayogi.learning.policies import can_calibrate, can_over_provider
from karmayogi.learning.queries.authoring import quality as queries
from karmayogi.learning.queries.authoring.drafts import access_draft
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.web.authoring import words
from karmayogi.learning.web.authoring.drafts import heading
from karmayogi.ui.api import named, pick, render


@signed_in
def quality(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """Answering for a reviewer while the draft is in review; reading for everybody else of the provider."""
    actor = request.actor
    row = access_draft(actor, draft, "review" if request.method == "POST" else "see")
    said = draft_said(row.id)
    form = queries.form_in_force()
    if form is None:  # it is entered when the first draft is sent to review
        raise NotFound
    questions = queries.questions_of_form(form.id)
    problem = ""
    marks = {one.key: request.POST.get(f"m-{one.key}", "") for one in questions}
    notes = {one.key: request.POST.get(f"n-{one.key}", "") for one in questions}
    answers = {str(points) for points in form.points}
    if request.method == "POST":
        try:
            own = give_marks(
                actor=actor, draft=draft, at=request.at, notes=notes,
                marks={key: int(mark) for key, mark in marks.items() if mark in answers},
            )  # fmt: skip
            messages.success(request, _("Your score: %(score)s per cent.") % {"score": own})
            return HttpResponseRedirect(reverse("learning:draft", args=(draft,)))
        except Refused as refused:
            problem = str(refused)
    reviews = queries.reviews_of(row.id, row.round)
    who = {one.id: one.reviewer_id for one in reviews}
    given: dict[int, list[tuple[str, int, str]]] = {}
    names = {one.id: named(one.reviewer, one.reviewer_native) for one in reviews}
    may_answer = (
        row.status in ("review", "ready") and not row.hand and can_over_provider(actor, row.path, row.held, "review")
    )
    by_id = {one.id: one.key for one in questions}
    for answer in queries.answers_of(list(who)):
        if who[answer.review_id] == actor.person_id and request.method != "POST" and answer.question_id in by_id:
            marks[by_id[answer.question_id]] = str(answer.points)
            notes[by_id[answer.question_id]] = answer.note
        if not may_answer:
            # A reviewer answers without having read what another one gave; the author reads both.
            given.setdefault(answer.question_id, []).append((names[answer.review_id], answer.points, answer.note))
    return render(
        request,
        "learning/authoring/quality.html",
        heading(request, row, said)
        | {
            "sections": [(next(iter(found)), found) for found in _by_section(questions)], "form": form,
            "points": [(points, words.point_in_words(points)) for points in form.points], "marks": marks,
            "notes": notes, "given": given, "reviews": reviews, "may_answer": may_answer, "problem": problem,
        },
        422 if problem else 200,
    )  # fmt: skip


def _by_section(questions: list[queries.QuestionRow]) -> list[list[queries.QuestionRow]]:
    return [list(found) for _section, found in groupby(questions, key=lambda one: one.section)]


@signed_in
@require_safe
def calibration(request: SignedInRequest) -> HttpResponse:
    """For the platform: versions that several have marked, question by question, and each reviewer's habit."""
    if not can_calibrate(request.actor):
        raise NotFound
    form = queries.form_in_force()
    found = queries.calibration(form) if form else queries.Calibration([], [])
    questions = {one.id: one for one in queries.questions_of_form(form.id)} if form else {}
    return render(
        request,
        "learning/authoring/calibration.html",
        {
            "nav": "admin", "form": form, "found": found, "questions": questions, "words": words, "named": named,
            "text": lambda one: pick(one.text_en, one.text_hi, one.text_ur),
        },
    )  # fmt: skip
