"""The officer's own page: how far her profile is verified, what she asked for, and asking."""

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.feeds.actions.send_request import FIELDS, ask_correction, ask_transfer, withdraw
from karmayogi.feeds.queries.requests import find_offices, requests_of, verification_of
from karmayogi.feeds.queries.requests import request as request_row
from karmayogi.feeds.types import RequestRow
from karmayogi.feeds.web import words
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import pick, render


class CorrectionForm(forms.Form):
    field = forms.ChoiceField(label=gettext_lazy("What is wrong"))
    value = forms.CharField(
        label=gettext_lazy("What it should be"),
        max_length=200,
        help_text=gettext_lazy(
            "A date as year-month-day, e.g. 1985-04-03. Group: A, B, C, D, Contractual Staff or Others. "
            "Designation: as in the list of designations."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, and where the office can see it (order, service book)"), max_length=500, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [(field, words.field_in_words(field)) for field in FIELDS]  # type: ignore[attr-defined]


class TransferForm(forms.Form):
    office = forms.UUIDField(widget=forms.HiddenInput)
    designation = forms.CharField(label=gettext_lazy("Designation there"), max_length=200)
    effective_on = forms.DateField(
        label=gettext_lazy("Day of joining"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    order_number = forms.CharField(label=gettext_lazy("Number of the transfer order"), max_length=120)
    reason = forms.CharField(label=gettext_lazy("Anything the office should know"), max_length=500, required=False)


@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    states = verification_of(request.actor.person_id, clock.day(request.at))
    lines = [
        {
            "label": words.field_in_words(one.part),
            "value": pick(one.value, one.value_hi, one.value_ur),
            "state": words.state_in_words(one.state),
            "tone": words.state_tone(one.state),
            "since": one.since,
            "why": words.why(one.part, one.state, one.transfer),
            "href": reverse("people:contact", args=(one.part,))
            if one.part in ("email", "mobile") and one.state != "verified"
            else None,
        }
        for one in states
    ]
    return render(
        request,
        "feeds/mine.html",
        {
            "nav": "people",
            "lines": lines,
            "verified": bool(states) and all(one.state == "verified" for one in states),
            "requests": requests_of(request.actor.person_id),
            "field_in_words": words.field_in_words,
            "was_in_words": words.was_in_words,
            "wanted_in_words": words.wanted_in_words,
            "request_in_words": words.request_in_words,
            "request_tone": words.request_tone,
        },
    )


@signed_in
def correct(request: SignedInRequest) -> HttpResponse:
    """Asking for a correction; `?again=` fills in a request that was returned."""
    before = _before(request, "correct")
    initial = {"field": before.field, "value": before.wanted, "reason": before.reason} if before else {}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        return _sent(
            request, form, "value",
            lambda: ask_correction(
                actor=request.actor, field=values["field"], value=values["value"], reason=values["reason"],
                again_of=before.uuid if before else None, at=request.at,
            ),
            "feeds/correct.html", {"before": before},
        )  # fmt: skip
    return _form(request, form, "feeds/correct.html", {"before": before})


@signed_in
def transfer(request: SignedInRequest) -> HttpResponse:
    """First the office is found by its name, then the order is written down."""
    before = _before(request, "transfer")
    q = (request.GET.get("q", "") or request.POST.get("q", "")).replace("\0", "").strip()[:100]
    offices = [
        (uuid, code, pick(name, hi, ur), above) for uuid, code, name, hi, ur, above in (find_offices(q) if q else [])
    ]
    initial: dict[str, Any] = {"office": request.GET.get("office", "")}
    if before:
        initial |= {
            "designation": before.designation, "effective_on": before.effective_on, "reason": before.reason,
            "order_number": before.order_number,
        }  # fmt: skip
    form = TransferForm(request.POST or None, initial=initial)
    chosen = _uuid(request.POST.get("office") or request.GET.get("office", ""))
    more = {"q": q, "offices": offices, "chosen": _office(chosen), "before": before}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        return _sent(
            request, form, "designation",
            lambda: ask_transfer(
                actor=request.actor, organisation_uuid=values["office"], designation=values["designation"],
                effective_on=values["effective_on"], order_number=values["order_number"], reason=values["reason"],
                again_of=before.uuid if before else None, at=request.at,
            ),
            "feeds/transfer.html", more,
        )  # fmt: skip
    return _form(request, form, "feeds/transfer.html", more)


@require_POST
@signed_in
def take_back(request: SignedInRequest, correction: uuids.UUID) -> HttpResponse:
    try:
        withdraw(actor=request.actor, request_uuid=correction, at=request.at)
        messages.success(request, _("The request is withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("feeds:mine"))


def _sent(
    request: SignedInRequest, form: forms.Form, field: str, send: Callable[[], object], template: str,
    context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    try:
        send()
    except Refused as refusal:
        form.add_error(field, str(refusal))
        return _form(request, form, template, context)
    messages.success(request, _("The request is sent. You see here when it is decided."))
    return HttpResponseRedirect(reverse("feeds:mine"))


def _form(request: SignedInRequest, form: forms.Form, template: str, context: dict[str, Any]) -> HttpResponse:
    steps = [(_("My details"), reverse("people:me")), (_("Verification and requests"), reverse("feeds:mine"))]
    whole = {"nav": "people", "form": form, "steps": steps, **context}
    return render(request, template, whole, status=422 if form.errors else 200)


def _before(request: SignedInRequest, kind: str) -> RequestRow | None:
    """One's own request of that kind that is sent again."""
    uuid = _uuid(request.GET.get("again", ""))
    row = request_row(uuid) if uuid else None
    if row is not None and (row.person_id != request.actor.person_id or row.kind != kind):
        raise NotFound
    return row


def _office(uuid: uuids.UUID | None) -> str:
    row = orgs.organisation(uuid) if uuid else None
    return pick(row.name_en, row.name_hi, row.name_ur) if row else ""


def _uuid(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None
