"""Record stores that get our statements: named, resumed, ended."""

import uuid as uuids

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.ingest.actions.add_forward import add_forward, end_forward, resume_forward
from karmayogi.ingest.queries.forwards import MANY
from karmayogi.ingest.queries.forwards import forwards as listed
from karmayogi.ingest.web.administration import administrator, crumbs
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


class ForwardForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the store"), max_length=100)
    url = forms.CharField(
        label=gettext_lazy("Its address"),
        max_length=500,
        help_text=gettext_lazy("The part before /statements, for example https://lrs.example.org/xapi"),
    )
    key = forms.CharField(label=gettext_lazy("Key (user name)"), max_length=200)
    secret = forms.CharField(
        label=gettext_lazy("Secret (password)"), max_length=500, widget=forms.PasswordInput,
        help_text=gettext_lazy("Kept sealed and never shown again."),
    )  # fmt: skip
    from_beginning = forms.BooleanField(label=gettext_lazy("Send also what is stored already"), required=False)


@signed_in
def forwards(request: SignedInRequest) -> HttpResponse:
    administrator(request)
    form = ForwardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_forward(actor=request.actor, at=request.at, **form.cleaned_data)
            messages.success(request, _("The store is named. It gets its first statements within a minute."))
            return HttpResponseRedirect(reverse("ingest:forwards"))
        except Refused as refusal:
            form.add_error("url", str(refusal))
    context = {
        "nav": "admin",
        "crumbs": crumbs(_("Forwarding")),
        "form": form,
        "forwards": listed(),
        "many": MANY,
    }
    return render(request, "ingest/forwards.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def resume(request: SignedInRequest, forward: uuids.UUID) -> HttpResponse:
    resume_forward(actor=request.actor, forward_uuid=forward, at=request.at)
    messages.success(request, _("It is tried again within a minute, from where it stopped."))
    return HttpResponseRedirect(reverse("ingest:forwards"))


@require_POST
@signed_in
def end(request: SignedInRequest, forward: uuids.UUID) -> HttpResponse:
    end_forward(actor=request.actor, forward_uuid=forward, at=request.at)
    messages.success(request, _("Nothing is sent to this store any more."))
    return HttpResponseRedirect(reverse("ingest:forwards"))
