"""Uploading a package of any standard, for whoever writes courses: it becomes the first part of a draft."""

import uuid as uuids

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.door import signed_in
from karmayogi.learning.actions.authoring.begin import begin_package
from karmayogi.learning.engine.media import MOST
from karmayogi.learning.queries.authoring.providers import ProviderRow, writes_for
from karmayogi.learning.queries.packages import latest_packages
from karmayogi.learning.web.authoring import uploads
from karmayogi.ui.api import pick, render


class PackageForm(forms.Form):
    provider = forms.ChoiceField(label=gettext_lazy("Provider"))
    file = forms.FileField(
        label=gettext_lazy("Package (.zip, .h5p)"),
        help_text=gettext_lazy(
            "SCORM 1.2, SCORM 2004, H5P, cmi5 or xAPI, at most 600 MB. It is checked before anything is kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.h5p,application/zip"}),
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=250, required=False)
    title_hi = forms.CharField(label=gettext_lazy("Title in Hindi"), max_length=250, required=False)
    title_ur = forms.CharField(label=gettext_lazy("Title in Urdu"), max_length=250, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes a learner needs"), min_value=1, max_value=6000, initial=20)
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=[(n, str(n)) for n in range(1, 6)], coerce=int, initial=1
    )

    def __init__(self, *args: object, mine: list[ProviderRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        provider = self.fields["provider"]
        assert isinstance(provider, forms.ChoiceField)
        provider.choices = [(str(row.uuid), pick(row.name_en, row.name_hi, row.name_ur)) for row in mine]
        field = self.fields["competency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "–"),
            *((row.code, f"{row.code} {pick(row.name_en, row.name_hi, row.name_ur)}") for row in competencies.every()),
        ]

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MOST["package"]:
            raise forms.ValidationError(_("The file is larger than 600 MB."))
        return file


@signed_in
def packages(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = writes_for(actor)
    if not mine:
        raise NotFound
    form = PackageForm(request.POST or None, request.FILES or None, mine=mine)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = begin_package(
                actor=actor,
                provider=uuids.UUID(given["provider"]),
                content=uploads.whole(given["file"]),
                filename=given["file"].name,
                titles={language: given[f"title_{language}"] for language in ("en", "hi", "ur")},
                competencies=[(given["competency"], given["level"])] if given["competency"] else [],
                minutes=given["minutes"],
                at=request.at,  # type: ignore[attr-defined]
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The package is in a draft. Complete it and send it to review."))
            return HttpResponseRedirect(reverse("learning:draft", args=[draft]))
    return render(
        request,
        "learning/packages.html",
        {
            "nav": "admin" if actor.authorities else "learning",
            "form": form,
            "packages": latest_packages([row.id for row in mine], 20),
            "standards": {
                "scorm12": "SCORM 1.2",
                "scorm2004": "SCORM 2004",
                "h5p": "H5P",
                "cmi5": "cmi5",
                "xapi": "xAPI",
            },
        },
        status=422 if form.errors else 200,
    )
