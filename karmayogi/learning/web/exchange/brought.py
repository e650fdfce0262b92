"""Bringing a course made elsewhere: upload, what was understood, keep it as a draft, and a second person's word."""

import uuid
from collections import Counter

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.exchange.bring import bring
from karmayogi.learning.actions.exchange.discard import discard as discard_action
from karmayogi.learning.actions.exchange.keep_draft import keep_draft
from karmayogi.learning.actions.exchange.publish_brought import publish_brought
from karmayogi.learning.actions.exchange.take_other import take_other
from karmayogi.learning.actions.exchange.wording import why_in_words
from karmayogi.learning.engine.media import MOST
from karmayogi.learning.policies import check_publish
from karmayogi.learning.queries.authoring.providers import ProviderRow, publishes_for
from karmayogi.learning.queries.exchange.brought import Brought, access_brought, latest_brought
from karmayogi.learning.types import Outcome
from karmayogi.learning.web import words as course_words
from karmayogi.learning.web.exchange import words
from karmayogi.ui.api import pick, render

_SHOWN = 100


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of the course"),
        help_text=gettext_lazy(
            "A .zip, .imscc, .mbz, .h5p, .tar.gz or cmi5.xml of at most 600 MB. It is checked before anything is kept, "
            "and nothing is published by it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.imscc,.mbz,.h5p,.gz,.tgz,.xml"}),
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MOST["package"]:
            raise forms.ValidationError(_("The file is larger than 600 MB."))
        return file


class DraftForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("With the code of a course that is there, this becomes its next version."),
    )
    title = forms.CharField(label=gettext_lazy("Title in English"), max_length=250)
    provider = forms.ChoiceField(
        label=gettext_lazy("Provider"),
        help_text=gettext_lazy("Providers for whom you publish; others are licensed first."),
    )
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=60, required=False)
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=[(n, str(n)) for n in range(1, 6)], coerce=int, initial=1
    )

    def __init__(self, *args: object, brought: Brought, mine: list[ProviderRow], **kwargs: object) -> None:
        taught = brought.plan.competencies
        initial: dict[str, object] = {
            "code": brought.code,
            "title": brought.title,
            "provider": brought.plan.provider,
            "licence": brought.plan.licence,
        }
        if taught:
            initial |= {"competency": taught[0][0], "level": taught[0][1]}
        super().__init__(*args, **kwargs | {"initial": initial})  # type: ignore[arg-type]
        provider = self.fields["provider"]
        assert isinstance(provider, forms.ChoiceField)
        provider.choices = [(row.name_en, pick(row.name_en, row.name_hi, row.name_ur)) for row in mine]
        if len(taught) > 1:  # more than the form can say: they stay as the file says
            del self.fields["competency"], self.fields["level"]
            return
        field = self.fields["competency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "–"),
            *((row.code, f"{row.code} {pick(row.name_en, row.name_hi, row.name_ur)}") for row in competencies.every()),
        ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: SignedInRequest) -> HttpResponse:
    check_publish(request.actor)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            now = bring(agent=request.actor, source=file, filename=file.name, at=request.at)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            if not now.new:
                messages.warning(request, _("This very file was brought before. Nothing was changed."))
            return redirect("learning:brought_one", now.uuid)
    return render(
        request,
        "learning/exchange/bring.html",
        {
            "nav": "admin",
            "form": form,
            "lines": latest_brought(50),
            "formats": words.FORMATS,
            "state_in_words": words.state_in_words,
        },
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedInRequest, brought: uuid.UUID) -> HttpResponse:
    """What was understood, item by item; POST keeps it as a draft."""
    row = access_brought(request.actor, brought)
    form = DraftForm(request.POST or None, brought=row, mine=publishes_for(request.actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        taught = row.plan.competencies
        if "competency" in given:
            taught = [(given["competency"], given["level"])] if given["competency"] else []
        try:
            keep_draft(
                agent=request.actor,
                brought_uuid=row.uuid,
                code=given["code"],
                title=given["title"],
                provider=given["provider"],
                licence=given["licence"],
                competencies_taught=taught,
                at=request.at,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept as a draft. Another publisher can publish it now."))
            return redirect("learning:brought_one", row.uuid)
    report = row.plan.report
    counts = Counter(line.outcome for line in report)
    lines = [line for line in report if line.outcome is not Outcome.IMPORTED]
    return render(
        request,
        "learning/exchange/one.html",
        {
            "nav": "admin",
            "row": row,
            "form": form,
            "mine": row.brought_by_id == request.actor.person_id,
            "languages": [
                name
                for code, name in course_words.LANGUAGE_NAMES.items()
                if any(code in part.variants for part in row.plan.parts)
            ],
            "counts": [(words.outcome_in_words(outcome), counts[outcome]) for outcome in Outcome if counts[outcome]],
            "lines": lines[:_SHOWN],
            "more": max(0, len(lines) - _SHOWN),
            "formats": words.FORMATS,
            "outcome_in_words": words.outcome_in_words,
            "state_in_words": words.state_in_words,
            "why_in_words": why_in_words,
            "kind_in_words": course_words.kind_in_words,
        },
        status=422 if form.errors else 200,
    )


@signed_in
@require_safe
def report(request: SignedInRequest, brought: uuid.UUID) -> HttpResponse:
    """Every item of the source with its result, as a workbook."""
    row = access_brought(request.actor, brought)
    return downloads.table(
        [_("In the file"), _("What it is there"), _("Result"), _("Why"), _("Detail")],
        (
            (
                line.source,
                line.kind,
                words.outcome_in_words(line.outcome),
                why_in_words(line.why) if line.why else "",
                line.detail,
            )
            for line in row.plan.report
        ),
        f"{row.title} report",
    )


@signed_in
@require_POST
def publish(request: SignedInRequest, brought: uuid.UUID) -> HttpResponse:
    row = access_brought(request.actor, brought)
    course = publish_brought(agent=request.actor, brought_uuid=row.uuid, at=request.at)
    messages.success(request, _("The course is published."))
    return redirect("learning:course", course.uuid)


@signed_in
@require_POST
def other(request: SignedInRequest, brought: uuid.UUID) -> HttpResponse:
    """The same file in the other way in which it can be taken."""
    row = access_brought(request.actor, brought)
    take_other(agent=request.actor, brought_uuid=row.uuid, at=request.at)
    messages.success(request, _("Taken the other way. Look at it and keep it as a draft."))
    return redirect("learning:brought_one", row.uuid)


@signed_in
@require_POST
def discard(request: SignedInRequest, brought: uuid.UUID) -> HttpResponse:
    row = access_brought(request.actor, brought)
    discard_action(agent=request.actor, brought_uuid=row.uuid, at=request.at)
    messages.success(request, _("Thrown away. Nothing of it is left but the entry in the trail."))
    return redirect(reverse("learning:brought"))
