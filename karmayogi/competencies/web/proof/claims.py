"""Adding a proof of a competency: a self-rating, a piece of work, prior learning, a certificate."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.competencies.actions.proof.claims import CLAIMS, claim, rate_self, take_back
from karmayogi.competencies.models import Competency
from karmayogi.competencies.queries import competencies as queries
from karmayogi.competencies.types import CompetencyRow, Source
from karmayogi.competencies.web.proof import words
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

ABOUT = {
    Source.SELF: gettext_lazy("Compare yourself with the five descriptions. Alone it shows nothing."),
    Source.WORK_PRODUCT: gettext_lazy("Upload something you made at work. Your supervisor or an assessor judges it."),
    Source.PRIOR_LEARNING: gettext_lazy("Say what you learned earlier and how it shows. An assessor decides."),
    Source.EXTERNAL_CERTIFICATE: gettext_lazy("A signed Open Badge (JSON) is checked at once; a person reads a scan."),
}  # fmt: skip


def _level_field(competency_id: int) -> forms.TypedChoiceField:
    levels = words.levels_in_words(competency_id)
    return forms.TypedChoiceField(
        label=_("Level"), coerce=int, widget=forms.RadioSelect,
        choices=[(one.number, f"{one.number} {one.name}: {one.text} {one.english}".strip()) for one in levels],
    )  # fmt: skip


class RatingForm(forms.Form):
    def __init__(self, competency_id: int, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["level"] = _level_field(competency_id)


class ClaimForm(forms.Form):
    statement = forms.CharField(
        label=gettext_lazy("What you did, and what came of it"), max_length=4000, widget=forms.Textarea
    )
    happened_on = forms.DateField(
        label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(self, source: Source, competency_id: int, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["level"] = _level_field(competency_id)
        self.order_fields(["level", "statement", "happened_on", "file"])
        file = self.fields["file"]
        file.required = source is not Source.PRIOR_LEARNING
        if source is Source.EXTERNAL_CERTIFICATE:
            file.help_text = _("Open Badges 3.0 (JSON), PDF, PNG or JPEG, at most 10 MB.")
            file.widget.attrs["accept"] = ".json,.pdf,.png,.jpg,.jpeg"


@signed_in
def add(request: SignedInRequest, competency: uuid.UUID) -> HttpResponse:
    """The choices."""
    row = _competency(competency)
    kinds = [(kind.value, words.kind_in_words(kind), about) for kind, about in ABOUT.items()]
    return render(request, "competencies/proof/add.html", {"nav": "roles", "competency": row, "kinds": kinds})


@signed_in
def add_kind(request: SignedInRequest, competency: uuid.UUID, kind: str) -> HttpResponse:
    row = _competency(competency)
    if kind not in ABOUT:
        raise NotFound
    source = Source(kind)
    post, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RatingForm(row.id, post) if source is Source.SELF else ClaimForm(source, row.id, post, files)
    if request.method == "POST" and form.is_valid():
        try:
            _enter(request, competency, source, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("competencies:evidence", competency)
    return render(
        request,
        "competencies/proof/add_kind.html",
        {
            "nav": "roles", "competency": row, "form": form, "kind": kind, "title": words.kind_in_words(kind),
            "about": ABOUT[source],
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _enter(request: SignedInRequest, competency: uuid.UUID, source: Source, given: dict[str, Any]) -> None:
    actor, at = request.actor, request.at
    if source not in CLAIMS:
        rate_self(actor=actor, competency=competency, level=given["level"], at=at)
        messages.success(request, _("Your rating is entered."))
        return
    file = given["file"]
    claim(
        actor=actor, competency=competency, source=source, level=given["level"], statement=given["statement"],
        happened_on=given["happened_on"], content=file.read() if file else b"", file_name=file.name if file else "",
        at=at,
    )  # fmt: skip
    messages.success(request, _("Your proof is handed in."))


@signed_in
@require_POST
def claim_back(request: SignedInRequest, proof: uuid.UUID) -> HttpResponse:
    take_back(actor=request.actor, proof=proof, at=request.at)
    return redirect("competencies:asks")


def _competency(uuid: uuid.UUID) -> CompetencyRow:
    found = Competency.objects.filter(uuid=uuid).values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return queries.by_ids([found])[found]
