"""Checks whether a course was applied at work: one's own, those that one is asked to judge, those to decide."""

import uuid as uuids

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.onthejob.answer_ask import answer_ask, stand_aside
from karmayogi.learning.actions.onthejob.decide_check import decide_check
from karmayogi.learning.actions.onthejob.hand_in import appeal_check, hand_in, may_appeal, may_write, until
from karmayogi.learning.queries.onthejob import checks as queries
from karmayogi.learning.web.onthejob import words
from karmayogi.learning.web.onthejob.files import download
from karmayogi.ui.api import render


class ApplicationForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What you applied, and what came of it"), max_length=4000, widget=forms.Textarea,
        help_text=gettext_lazy("One example is enough. Leave out names: those who judge do not know you."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy(
            "PDF, PNG or JPEG, at most 10 MB. Without names, signature or letterhead: colleagues open it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )  # fmt: skip


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "competencies.asks"."""
    address, on = reverse("learning:checks"), clock.day(request.at)
    return [
        (_("Courses: say what you applied"), queries.count_to_write(request.actor, on), address),
        (_("Applications of a course to judge"), queries.count_asks(request.actor), address),
    ]


def to_decide(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting"."""
    if not queries.may_decide(request.actor):
        return []
    count = len(queries.appeals_for(request.actor, clock.day(request.at)))
    return [(_("Applications of a course to decide on"), count, reverse("learning:check_appeals"))]


@signed_in
@require_safe
def checks(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "learning/onthejob/checks.html",
        {
            "nav": "learning",
            "rows": [(one, words.check_state(one.state)) for one in queries.checks_of(request.actor.person_id)],
            "asks": queries.asks_of(request.actor.person_id),
        },
    )


@signed_in
def check(request: SignedInRequest, check: uuids.UUID) -> HttpResponse:
    found = queries.access_check(request.actor, check)
    tries, on = queries.tries_of(found.id), clock.day(request.at)
    form = None
    if request.method == "POST" and request.POST.get("act") == "appeal":
        try:
            appeal_check(actor=request.actor, check=check, reason=request.POST.get("reason", ""), at=request.at)
            messages.success(request, _("Somebody of your office decides."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("learning:check", check)
    if request.method == "POST":
        form = ApplicationForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                hand_in(
                    actor=request.actor, check=check, words=form.cleaned_data["words"],
                    content=file.read() if file else b"", at=request.at,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("It is handed in. Colleagues are drawn by lot; they are not told who you are.")
                )
                return redirect("learning:check", check)
    elif may_write(found.state, len(tries) + 1, found.closes_on, found.decided_at, on):
        form = ApplicationForm()
    return render(
        request,
        "learning/onthejob/check.html",
        {
            "nav": "learning",
            "one": found,
            "state": words.check_state(found.state),
            "tries": tries,
            "form": form,
            "appeals": may_appeal(found.state, len(tries), found.decided_at, on),
            "until": until(found.state, found.closes_on, found.decided_at),
        },
        status=422 if form is not None and form.errors else 200,
    )


@signed_in
@require_safe
def check_file(request: SignedInRequest, check: uuids.UUID, position: int) -> HttpResponse:
    """Of a try, for its officer and for who decides. That somebody else opened it is recorded for the officer."""
    actor = request.actor
    try:
        found = queries.access_check(actor, check)
    except NotFound:
        found = queries.access_appeal(actor, check)
    file = next((one for one in queries.tries_of(found.id) if one.number == position and one.file_sha256), None)
    if file is None:
        raise NotFound
    if found.person_id != actor.person_id:
        audit.record(
            "learning:check:open_file", agent=actor, at=request.at, kind="application check", subject=found.uuid,
            concerns=found.person_id,
        )  # fmt: skip
    return download(file.file_sha256, file.file_type, "application")


@signed_in
def asked(request: SignedInRequest, asked: uuids.UUID) -> HttpResponse:
    found = queries.access_ask(request.actor, asked)
    problem = ""
    if request.method == "POST":
        try:
            _answer(request, asked)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Thank you. Your answer is in."))
            return redirect("learning:checks")
    return render(
        request,
        "learning/onthejob/judge.html",
        {"nav": "asks", "one": found, "rubric": words.rubric(), "problem": problem, "given": request.POST},
        status=422 if problem else 200,
    )


@signed_in
@require_safe
def asked_file(request: SignedInRequest, asked: uuids.UUID) -> HttpResponse:
    """While it waits: nobody keeps an address to somebody else's work."""
    found = queries.access_ask(request.actor, asked)
    if not found.file_sha256 or found.state != "waiting":
        raise NotFound
    return download(found.file_sha256, found.file_type, "application")


@signed_in
@require_safe
def appeals(request: SignedInRequest) -> HttpResponse:
    if not queries.may_decide(request.actor):
        raise NotFound
    found = queries.appeals_for(request.actor, clock.day(request.at))
    return render(request, "learning/onthejob/appeals.html", {"nav": "admin", "rows": found})


@signed_in
def appeal(request: SignedInRequest, check: uuids.UUID) -> HttpResponse:
    found = queries.access_appeal(request.actor, check)
    problem = ""
    if request.method == "POST":
        try:
            decide_check(
                actor=request.actor, check=check, shown=request.POST.get("decision") == "shown",
                reason=request.POST.get("note", ""), declared=request.POST.get("declared") == "on", at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your judgement is recorded."))
            return redirect("learning:check_appeals")
    return render(
        request,
        "learning/onthejob/appeal.html",
        {
            "nav": "admin", "one": found, "tries": queries.tries_of(found.id), "problem": problem,
            "note": request.POST.get("note", ""),
        },
        status=422 if problem else 200,
    )  # fmt: skip


def _answer(request: SignedInRequest, asked: uuids.UUID) -> None:
    post = request.POST
    if post.get("decision") == "aside":
        stand_aside(actor=request.actor, ask=asked, at=request.at)
        return
    given = [post.get(f"answer{number}", "") for number in range(1, len(words.rubric()) + 1)]
    answer_ask(
        actor=request.actor, ask=asked, answers=[one == "yes" for one in given if one in ("yes", "no")],
        reason=post.get("note", ""), declared=post.get("declared") == "on", at=request.at,
    )  # fmt: skip
