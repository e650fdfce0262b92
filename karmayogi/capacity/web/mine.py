"""What an officer has to do with plans: a survey to answer, interventions that she answers for; notes on Today."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.capacity.actions import survey as actions
from karmayogi.capacity.engine.year import label
from karmayogi.capacity.policies import LEAST
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.surveys import Asked, asked_of, unanswered
from karmayogi.capacity.queries.told import mine as mine_of
from karmayogi.capacity.queries.told import notes_of, words_of
from karmayogi.capacity.types import Hinders
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import day, pick, render


@signed_in
def answer(request: SignedInRequest, survey: uuids.UUID) -> HttpResponse:
    """Her own answer to an open survey of her organisation; she changes it or takes it back until it closes."""
    asked = asked_of(request.actor.person_id, survey, clock.day(request.at))
    if asked is None:
        raise NotFound
    refused = ""
    said, hinders = dict(asked.said), asked.hinders
    if request.method == "POST":
        try:
            if request.POST.get("do") == "back":
                actions.take_answer_back(actor=request.actor, survey=survey, at=request.at)
                messages.success(request, _("Your answer is taken back."))
                return HttpResponseRedirect(request.path)
            said, hinders = _given(request, asked)
            actions.answer_survey(actor=request.actor, survey=survey, ratings=said, hinders=hinders, at=request.at)
            messages.success(
                request, _("Thank you. You can change your answer until %(day)s.") % {"day": day(asked.closes_on)}
            )
            return HttpResponseRedirect(reverse("portal:today"))
        except Refused as refusal:
            refused = str(refusal)
    context = {
        "nav": "today",
        "asked": asked,
        "body_name": pick(asked.organisation_en, asked.organisation_hi, asked.organisation_ur),
        "designation": pick(asked.designation_en, asked.designation_hi, asked.designation_ur),
        "lines": [(one, pick(one.name_en, one.name_hi, one.name_ur), said.get(one.code)) for one in asked.requirements],
        "ratings": [(n, words.rating_in_words(n)) for n in range(1, 6)],
        "hindrances": [(one.value, words.hinders_in_words(one)) for one in Hinders],
        "hinders": hinders,
        "refused": refused,
        "least": LEAST,
        "here": request.path,
    }
    return render(request, "capacity/answer.html", context, status=422 if refused else 200)


@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """Interventions of plans in force that she, or whoever holds her post, answers for."""
    lines = [
        {
            "one": one,
            "title": pick(one.title_en, one.title_hi, one.title_ur),
            "plan": pick(one.plan_en, one.plan_hi, one.plan_ur),
            "body": pick(one.organisation_en, one.organisation_hi, one.organisation_ur),
            "quarter": words.quarter_in_words(one.quarter),
            "year": label(one.year),
        }
        for one in mine_of(request.actor.person_id, clock.day(request.at))
    ]
    return render(request, "capacity/mine.html", {"nav": "today", "lines": lines})


NOTED = """exists (select from capacity_told where person_id = %(person)s) or exists (
  select from capacity_survey where closed_at is null and %(on)s between opens_on and closes_on)"""


def notes(actor: Actor) -> list[tuple[str, str, str]]:
    """Slot "portal.today": a survey that waits for her, and what she was told of plans as long as it holds."""
    at = clock.now()
    found = []
    for one in unanswered(actor.person_id, clock.day(at)):
        body = pick(one.organisation_en, one.organisation_hi, one.organisation_ur)
        text = _("%(organisation)s asks what you need. It takes a minute; until %(day)s.") % {
            "organisation": body, "day": day(one.closes_on),
        }  # fmt: skip
        found.append((_("A short survey"), text, reverse("capacity:answer", args=(one.uuid,))))
    for note in notes_of(actor.person_id, at):
        address = reverse("capacity:mine")
        if note.what == "agree":
            address = reverse("capacity:plan", args=(note.plan_uuid,))
        elif note.what == "review":
            address = reverse("capacity:review", args=(note.plan_uuid, note.quarter))
        found.append((*words_of(note), address))
    return found


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "competencies.asks": surveys that wait for her."""
    found = unanswered(request.actor.person_id, clock.day(request.at))
    if not found:
        return []
    address = reverse("capacity:answer", args=(found[0].uuid,))
    return [(ngettext("A survey of needs", "Surveys of needs", len(found)), len(found), address)]


def _given(request: SignedInRequest, asked: Asked) -> tuple[dict[str, int], str]:
    """What the form says of what was asked: code -> 1 to 5, and what hinders; what she left open is left out."""
    said = {}
    for one in asked.requirements:
        found = number(request.POST.get(f"rating_{one.code}", ""))
        if found is not None:
            said[one.code] = found
    return said, request.POST.get("hinders", "")[:8]
