"""Tokens of HR systems, and what their systems state that has not taken effect."""

import uuid as uuids

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from karmayogi.feeds.actions.issue_token import issue_token, revoke_token
from karmayogi.feeds.queries.scim_waiting import waiting_users
from karmayogi.feeds.queries.tokens import token, tokens_within
from karmayogi.feeds.web.index import crumbs, name_of, organisation_for
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import render


class TokenForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Which system will hold it"),
        max_length=100,
        help_text=gettext_lazy("One token for each system, so that one can be ended without the others."),
    )
    days = forms.IntegerField(label=gettext_lazy("For how many days"), min_value=1, max_value=366, initial=180)


@never_cache
@signed_in
def tokens(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The list; issuing one shows its secret on this page, once."""
    row = organisation_for(request, organisation)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _uuid, secret = issue_token(
                actor=request.actor, organisation_uuid=row.uuid, label=form.cleaned_data["label"],
                days=form.cleaned_data["days"], at=request.at,
            )  # fmt: skip
            form = TokenForm()
        except Refused as refusal:
            form.add_error("label", str(refusal))
    context = {
        "nav": "admin",
        "row": row,
        "name": name_of(row),
        "crumbs": crumbs(row, _("Tokens")),
        "form": form,
        "secret": secret,
        "tokens": tokens_within(row.path),
        "now": request.at,
        "waiting": waiting_users(row.path),
    }
    return render(request, "feeds/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: SignedInRequest, hr_token: uuids.UUID) -> HttpResponse:
    revoke_token(actor=request.actor, token_uuid=hr_token, at=request.at)
    messages.success(request, _("The token is ended. The system that holds it is refused from now on."))
    found = token(hr_token)
    if found is None:
        raise NotFound
    office = orgs.organisations([found.organisation_id])[found.organisation_id]
    return HttpResponseRedirect(reverse("feeds:tokens", args=(office.uuid,)))
