"""Credentials of systems: issued, renewed, ended. A secret is shown on the page that made it, once."""

import uuid as uuids
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from karmayogi.ingest.actions.issue_client import end_client, issue_client, rotate_client
from karmayogi.ingest.queries.clients import clients as listed
from karmayogi.ingest.types import Issued, Scope
from karmayogi.ingest.web.administration import administrator, crumbs
from karmayogi.ingest.web.words import scope_in_words
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


def _scopes() -> list[tuple[str, str]]:
    return [(scope.value, scope_in_words(scope)) for scope in Scope]


class ClientForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Which system will hold it"),
        max_length=100,
        help_text=gettext_lazy("One credential for each system, so that one can be ended without the others."),
    )
    organisation = forms.CharField(label=gettext_lazy("Whose system it is"), max_length=200, required=False)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=_scopes, widget=forms.CheckboxSelectMultiple,
        initial=[Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE],
    )  # fmt: skip
    rate = forms.IntegerField(
        label=gettext_lazy("Requests in a minute at most"), min_value=1, max_value=1_000_000, required=False
    )


@never_cache
@signed_in
def clients(request: SignedInRequest) -> HttpResponse:
    """The list; issuing one shows its secret on this page, once."""
    administrator(request)
    form = ClientForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            issued = issue_client(
                agent=request.actor, name=given["name"], scopes=[Scope(one) for one in given["scopes"]],
                organisation=given["organisation"], rate=given["rate"], at=request.at,
            )  # fmt: skip
            form = ClientForm()
        except Refused as refusal:
            form.add_error("name", str(refusal))
    return _page(request, form, issued)


@never_cache
@require_POST
@signed_in
def rotate(request: SignedInRequest, xapi_client: uuids.UUID) -> HttpResponse:
    """Answers the page itself, since the new secret must be shown and kept nowhere."""
    issued = rotate_client(agent=request.actor, client_uuid=xapi_client, at=request.at)
    return _page(request, ClientForm(), issued)


@require_POST
@signed_in
def end(request: SignedInRequest, xapi_client: uuids.UUID) -> HttpResponse:
    end_client(agent=request.actor, client_uuid=xapi_client, at=request.at)
    messages.success(request, _("The credential is ended. The system that holds it is refused from now on."))
    return HttpResponseRedirect(reverse("ingest:clients"))


def _page(request: SignedInRequest, form: Any, issued: Issued | None) -> HttpResponse:
    context = {
        "nav": "admin",
        "crumbs": crumbs(_("Credentials")),
        "form": form,
        "issued": issued,
        "clients": listed(),
        "now": request.at,
        "scope_in_words": scope_in_words,
    }
    return render(request, "ingest/clients.html", context, status=422 if form.errors else 200)
