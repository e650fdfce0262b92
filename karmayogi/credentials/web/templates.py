"""For training admins: how the certificates of their organisations look."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from karmayogi.credentials.actions.preview_template import preview_template
from karmayogi.credentials.actions.save_template import Design, save_template
from karmayogi.credentials.engine.wording import LANGUAGES
from karmayogi.credentials.queries.templates import access_office, offices_of, template_of
from karmayogi.credentials.types import Accent
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

ACCENTS = {
    Accent.INDIGO: gettext_lazy("Indigo"),
    Accent.GREEN: gettext_lazy("Green"),
    Accent.MAROON: gettext_lazy("Maroon"),
    Accent.TEAL: gettext_lazy("Teal"),
    Accent.BROWN: gettext_lazy("Brown"),
    Accent.SLATE: gettext_lazy("Slate grey"),
}


class TemplateForm(forms.Form):
    line_en = forms.CharField(
        label=gettext_lazy("Your wording in English"),
        help_text=gettext_lazy("One line under the name of your organisation. Hindi and Urdu papers print their own."),
        max_length=120,
        required=False,
    )
    line_hi = forms.CharField(label=gettext_lazy("Your wording in Hindi"), max_length=120, required=False)
    line_ur = forms.CharField(label=gettext_lazy("Your wording in Urdu"), max_length=120, required=False)
    signatory = forms.CharField(label=gettext_lazy("Name of the signatory"), max_length=80, required=False)
    signatory_title = forms.CharField(label=gettext_lazy("Title of the signatory"), max_length=80, required=False)
    accent = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        widget=forms.RadioSelect,
        choices=[(a.value, words) for a, words in ACCENTS.items()],
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("A PNG or JPEG picture of at most 500 kB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        required=False,
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    in_use = forms.BooleanField(label=gettext_lazy("Use this for new certificates"), required=False)

    def design(self) -> Design:
        values = dict(self.cleaned_data)
        picture = values.pop("logo")
        return Design(logo=picture.read() if picture else None, **values)


@signed_in
@require_safe
def templates(request: SignedInRequest) -> HttpResponse:
    """Nothing is here for whoever is no training admin."""
    if not request.actor.paths(Role.MDO_ADMIN):
        raise NotFound
    return render(request, "credentials/templates.html", {"nav": "admin", "offices": offices_of(request.actor)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The form; sent with "preview" it answers with the paper and saves nothing."""
    office = access_office(request.actor, organisation)
    current = template_of(office.id)
    initial = {"accent": Accent.INDIGO.value, "in_use": True}
    if current is not None:
        initial = {name: getattr(current, name) for name in TemplateForm.base_fields if hasattr(current, name)}
        initial.pop("logo")
    posted = request.method == "POST"
    form = TemplateForm(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if posted and form.is_valid():
        try:
            design = form.design()
            if "preview" in request.POST:
                return _preview(request, organisation, design)
            save_template(actor=request.actor, organisation_uuid=organisation, design=design, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. Certificates issued from now on look like this."))
            return HttpResponseRedirect(reverse("credentials:template", args=[organisation]))
    context = {"nav": "admin", "office": office, "current": current, "form": form}
    return render(request, "credentials/template.html", context, status=422 if form.errors else 200)


def _preview(request: SignedInRequest, organisation: uuid.UUID, design: Design) -> HttpResponse:
    language = translation.get_language()
    content = preview_template(
        actor=request.actor,
        organisation_uuid=organisation,
        design=design,
        language=language if language in LANGUAGES else "en",
        at=request.at,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
