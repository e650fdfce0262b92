"""A learner's course of units as those see it who answer for the learner; units are waived here."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.cmi5.waive import waive
from karmayogi.learning.engine.cmi5.names import REASONS
from karmayogi.learning.policies import can_waive
from karmayogi.learning.queries.cmi5.registration_page import RegistrationPage, registration_page
from karmayogi.ui.api import render


def reason_in_words(reason: str) -> str:
    return {
        "Tested Out": _("Passed a test elsewhere"),
        "Equivalent AU": _("Did an equal unit of this course"),
        "Equivalent Outside Activity": _("Did something equal outside of this course"),
        "Administrative": _("Decided by the office"),
    }.get(reason, reason)


def state_in_words(state: str) -> str:
    return {"open": _("Open"), "terminated": _("Ended"), "abandoned": _("Abandoned")}[state]


class WaiveForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    reason = forms.ChoiceField(label=gettext_lazy("Reason"))

    def __init__(self, *args: object, page: RegistrationPage, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        unit, reason = self.fields["unit"], self.fields["reason"]
        assert isinstance(unit, forms.ChoiceField) and isinstance(reason, forms.ChoiceField)
        unit.choices = [(str(row.uuid), row.title) for row in page.units if row.kind == "au" and not row.achieved]
        reason.choices = [(one, reason_in_words(one)) for one in REASONS]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: SignedInRequest, registration: uuid.UUID) -> HttpResponse:
    """POST waives a unit."""
    page = registration_page(request.actor, registration, get_language() or "en")
    registered = page.registered
    may = can_waive(request.actor, registered.person_id, registered.organisation_path)
    if request.method == "POST" and not may:
        raise NotFound
    form = WaiveForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            waive(
                actor=request.actor,
                registration=registered.uuid,
                unit=uuid.UUID(given["unit"]),
                reason=given["reason"],
                at=request.at,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The unit is waived."))
            return redirect("learning:registration", registered.uuid)
    return render(
        request,
        "learning/cmi5/registration.html",
        {
            "nav": "admin",
            "page": page,
            "form": form if may and form.fields["unit"].choices else None,  # type: ignore[attr-defined]
            "state_in_words": state_in_words,
        },
        status=422 if form.errors else 200,
    )
