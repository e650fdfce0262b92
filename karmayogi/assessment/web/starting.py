"""The first page of a test: its terms, what happens, where the learner stands, and the button that starts the clock."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karmayogi.assessment.actions.check_door import door_in_words
from karmayogi.assessment.actions.start import start as start_attempt
from karmayogi.assessment.actions.submit import close_if_over
from karmayogi.assessment.conf import EXTRA, GRACE_MINUTES
from karmayogi.assessment.engine.permission import Next
from karmayogi.assessment.queries import marking, papers
from karmayogi.assessment.queries.venue.state import weight
from karmayogi.assessment.queries.yearly.tests import told_from
from karmayogi.assessment.web.practice import offered
from karmayogi.assessment.web.words import language_names
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedInRequest, part: uuid.UUID) -> HttpResponse:
    if request.method == "POST":
        language = request.POST.get("language", "")
        opened = start_attempt(actor=request.actor, part_uuid=part, language=language, at=request.at)
        return redirect("assessment:attempt", opened)
    quiz = learning.part_for_quiz(part, request.actor.person_id)
    renewed_from = learning.renews_from(request.actor.person_id, part, request.at)
    standing = papers.standing(request.actor.person_id, quiz.part_id, renewed_from=renewed_from)
    if standing.open is not None and close_if_over(standing.open, request.at):
        standing = papers.standing(request.actor.person_id, quiz.part_id, renewed_from=renewed_from)
    languages = standing.paper.languages
    closed = ""
    if standing.next is Next.START:
        closed = door_in_words(person_id=request.actor.person_id, paper_id=standing.paper.id, at=request.at)
    wished = [get_language() or "en", quiz.language, "en"]
    return render(
        request,
        "assessment/start.html",
        {
            "nav": "learning",
            "quiz": quiz,
            "standing": standing,
            "paper": standing.paper,
            "sections": papers.sections(standing.paper.id),
            "weight": weight(standing.paper.id) if standing.next is Next.START else 0,
            "extra": EXTRA,
            "step": "closed" if closed else standing.next.value,
            "closed": closed,
            "answers_from": told_from(standing.paper.id, request.at),
            "practice": offered([quiz.part_id], request.actor.person_id).get(quiz.part_id),
            "lent": marking.lent(request.actor) > 0,
            "grace_minutes": GRACE_MINUTES,
            "languages": [(code, name) for code, name in language_names() if code in languages],
            "language": next((code for code in wished if code in languages), "en"),
        },
    )
