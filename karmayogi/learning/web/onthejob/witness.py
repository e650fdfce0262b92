"""One entry of learning at work, for its officer and for who was there: what waits, the entry, its file."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.onthejob.confirm_entry import confirm_entry, decline_entry, instrument_of
from karmayogi.learning.queries.onthejob.entries import access_entry, count_to_confirm, entries_to_confirm
from karmayogi.learning.web.onthejob import words
from karmayogi.learning.web.onthejob.files import download
from karmayogi.ui.api import render


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "competencies.asks"."""
    return [(_("Learning at work to confirm"), count_to_confirm(request.actor), reverse("learning:entries_asked"))]


@signed_in
@require_safe
def entries_asked(request: SignedInRequest) -> HttpResponse:
    found = entries_to_confirm(request.actor)
    return render(
        request,
        "learning/onthejob/asked.html",
        {"nav": "asks", "rows": found, "kind_words": words.kinds_in_words()},
    )


@signed_in
def entry(request: SignedInRequest, entry: uuids.UUID) -> HttpResponse:
    actor = request.actor
    found = access_entry(actor, entry)
    problem = ""
    if request.method == "POST":
        try:
            _decide(request, entry)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your word is recorded."))
            return redirect("learning:entries_asked")
    mine = found.person_id == actor.person_id
    judges = not mine and instrument_of(actor, found.person_id, found.path, clock.day(request.at)) is not None
    language = get_language() or "en"
    return render(
        request,
        "learning/onthejob/entry.html",
        {
            "nav": "learning" if mine else "asks",
            "one": found,
            "mine": mine,
            "kind_words": words.kinds_in_words(),
            "state": words.entry_state(found.state),
            "levels": competencies.descriptors_for(found.competency_id, language if language in ("hi", "ur") else "en")
            if judges
            else (),
            "problem": problem,
            "given": request.POST,
        },
        status=422 if problem else 200,
    )


@signed_in
@require_safe
def entry_file(request: SignedInRequest, entry: uuids.UUID) -> HttpResponse:
    """That somebody else opened it is recorded for the officer."""
    found = access_entry(request.actor, entry)
    if not found.file_sha256:
        raise NotFound
    if found.person_id != request.actor.person_id:
        audit.record(
            "learning:job_entry:open", agent=request.actor, at=request.at, kind="job entry", subject=found.uuid,
            label=found.file_name, concerns=found.person_id,
        )  # fmt: skip
    return download(found.file_sha256, found.file_type, "work")


def _decide(request: SignedInRequest, entry: uuids.UUID) -> None:
    actor, note = request.actor, request.POST.get("note", "")
    if request.POST.get("decision") == "decline":
        decline_entry(actor=actor, entry=entry, reason=note, at=request.at)
        return
    level = request.POST.get("level", "")
    confirm_entry(
        actor=actor, entry=entry, minutes=_minutes(request.POST.get("hours", "")), note=note, at=request.at,
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
    )  # fmt: skip


def _minutes(text: str) -> int:
    """Hours as they were typed, in minutes; 0 for what is no number, which nobody can confirm."""
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        return 0
    return round(hours * 60) if 0 < hours < 1000 else 0
