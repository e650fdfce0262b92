"""Certificates for many: who of an office gets one of a course, a programme or a test; seen before it is done."""

import uuid as uuids

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.certificates.many import KIND, issue_many
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import (
    ACT_VERBS,
    SheetForm,
    act_file,
    act_in_words,
    act_lines,
    act_tone,
    pick,
    press,
    render,
    render_progress,
)


class ManyForm(SheetForm):
    """Who and what for. Nobody named: all who completed it."""

    office = forms.ChoiceField(label=gettext_lazy("Office"))
    code = forms.CharField(label=gettext_lazy("Code of the course, programme or test"), max_length=40)
    people = forms.CharField(
        label=gettext_lazy("People"),
        help_text=gettext_lazy(
            "E-mail address, mobile number or employee code, one a line. Empty: all of the office and below who"
            " completed it."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
        max_length=40_000,
        required=False,
    )
    restyle = forms.BooleanField(
        label=gettext_lazy("Also anew for those whose certificate does not look as their office has it now"),
        help_text=gettext_lazy("The earlier certificate is replaced: its page names the new one."),
        required=False,
    )
    field_order = ("office", "code", "people", "file", "restyle")

    def __init__(self, *args: object, offices: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["file"].required = False
        self.fields["file"].label = _("Or a file of people")
        self.fields["file"].help_text = _(
            "Excel (.xlsx), OpenDocument (.ods) or CSV in UTF-8; at most 10 MB and 20,000 rows. The first column says"
            " who."
        )
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)
        office.choices = offices

    def clean_file(self) -> UploadedFile | None:  # type: ignore[override]
        return super().clean_file() if self.cleaned_data["file"] else None


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if not request.actor.paths(Role.CERTIFICATE_ADMIN):
        return []
    told = _("Of a course, a programme or a test, for all of an office who fulfilled its rule.")
    return [(_("Certificates for many"), told, reverse("learning:certificates"))]


@signed_in
def certificates(request: SignedInRequest) -> HttpResponse:
    paths = request.actor.paths(Role.CERTIFICATE_ADMIN)
    if not paths:
        raise NotFound
    held = {one.organisation_id for one in request.actor.authorities if one.role is Role.CERTIFICATE_ADMIN}
    heads = sorted(orgs.organisations(held).values(), key=lambda one: one.path)
    offices = [(str(one.uuid), pick(one.name_en, one.name_hi, one.name_ur)) for one in heads]
    form = ManyForm(request.POST or None, request.FILES or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        given, file = form.cleaned_data, form.cleaned_data["file"]
        named = [line for text in given["people"].splitlines() if (line := text.replace("\0", "").strip()[:200])]
        try:
            made = issue_many(
                actor=request.actor, office=uuids.UUID(given["office"]), code=given["code"], named=named,
                sheet=file.read() if file else None, filename=file.name if file else "", restyle=given["restyle"],
                at=request.at,
            )  # fmt: skip
            return HttpResponseRedirect(reverse("learning:certificates_act", args=(made,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    acts = sorted((one for path in paths for one in bulk.acts_within(path, KIND, 20)), key=lambda one: -one.id)[:20]
    context = {
        "nav": "admin", "form": form, "acts": [(act_in_words(one.status), act_tone(one.status), one) for one in acts],
    }  # fmt: skip
    return render(request, "learning/certificates.html", context, status=422 if form.errors else 200)


@signed_in
def act(request: SignedInRequest, many: uuids.UUID) -> HttpResponse:
    """One of them: its progress while a job works, else row by row what it does or did."""
    found = bulk.access_act(request.actor, many)
    if found.kind != KIND:
        raise NotFound
    here = reverse("learning:certificates_act", args=(many,))
    if request.method == "POST":
        press(request, ACT_VERBS, request.POST.get("do", ""), many)
        return HttpResponseRedirect(here)
    if file := act_file(request, found):
        return file
    body = orgs.organisation(uuids.UUID(found.params["office"]))
    context = act_lines(request, found, here) | {
        "nav": "admin", "office": pick(body.name_en, body.name_hi, body.name_ur) if body else "",
    }  # fmt: skip
    return render_progress(request, "learning/certificates_act.html", context, at_work=found.at_work)
