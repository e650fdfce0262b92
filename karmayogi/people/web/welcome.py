"""The page behind an invitation: choose the first password, and be signed in."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import public
from karmayogi.people.actions.accept_invitation import accept_invitation
from karmayogi.people.links import read_invitation
from karmayogi.people.queries.persons import person
from karmayogi.people.web.forms import FirstPasswordForm
from karmayogi.ui.api import render


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def welcome(request: Any, token: str) -> HttpResponse:
    if refused := ratelimit.consume_or_429(request, action="invitation"):
        return refused
    opened = read_invitation(token)
    if opened is None:
        return render(request, "people/link_dead.html", {"invitation": True}, status=404)
    account, contact = opened
    form = FirstPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = accept_invitation(token=token, password=form.cleaned_data["password1"], at=request.at)
        except NotFound:
            return render(request, "people/link_dead.html", {"invitation": True}, status=404)
        response: HttpResponse = perform_login(request, Login(user=account))
        return response
    name = person(account.person_id).name if account.person_id else ""
    context = {"form": form, "name": name, "contact": contact}
    return render(request, "people/welcome.html", context, status=422 if form.errors else 200)
