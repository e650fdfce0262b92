"""Changing or confirming one's e-mail address or mobile number by a code sent to it."""

import hmac
import secrets
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import signed_in
from karmayogi.people.actions.change_contact import change_contact
from karmayogi.people.actions.write_letter import write_letter
from karmayogi.people.models import Account
from karmayogi.people.web.forms import ContactCodeForm, ContactForm
from karmayogi.people.web.me import own_account
from karmayogi.ui.api import render

KINDS = ("email", "mobile")
LASTS = 15 * 60
TRIES = 5
_STATE = "people.contact"


def _digest(code: str) -> str:
    return salted_hmac("people.contact", code, algorithm="sha256").hexdigest()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def change(request: Any, kind: str) -> HttpResponse:
    """Asks for the contact and sends a code there. Needs a fresh password or passkey: it is a way into the account."""
    if kind not in KINDS:
        raise NotFound
    raise_if_reauthentication_required(request, app="karmayogi.people")
    mine = own_account(request.actor)
    form = ContactForm(request.POST or None, kind=kind, initial={"value": getattr(mine, kind) or ""})
    if request.method == "POST" and form.is_valid():
        if refused := ratelimit.consume_or_429(request, action="contact_code"):
            return refused
        value = form.cleaned_data["value"]
        code = "".join(secrets.choice("0123456789") for _digit in range(6))
        request.session[_STATE] = {
            "kind": kind,
            "value": value,
            "code": _digest(code),
            "until": request.at.timestamp() + LASTS,
            "tries": TRIES,
        }
        text = _("%(code)s is your Karmayogi code. Tell it to nobody.") % {"code": code}
        write_letter(Account.objects.get(pk=mine.id), _("Your Karmayogi code"), text, to=value)
        return HttpResponseRedirect(reverse("people:contact_code", args=[kind]))
    context = {"nav": "people", "kind": kind, "form": form}
    return render(request, "people/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def code(request: Any, kind: str) -> HttpResponse:
    state = request.session.get(_STATE)
    if kind not in KINDS or not state or state["kind"] != kind:
        return HttpResponseRedirect(reverse("people:me"))
    form = ContactCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # `tries` is in the session, which requests sent at once read together; this counter they cannot pass.
        if refused := ratelimit.consume_or_429(request, action="contact_try"):
            return refused
        typed = "".join(form.cleaned_data["code"].split())
        if request.at.timestamp() > state["until"] or state["tries"] <= 0:
            del request.session[_STATE]
            messages.error(request, _("This code is no longer good. Ask for another."))
            return HttpResponseRedirect(reverse("people:me"))
        if hmac.compare_digest(_digest(typed), state["code"]):
            del request.session[_STATE]
            try:
                change_contact(actor=request.actor, kind=kind, value=state["value"], at=request.at)
                messages.success(request, _("Confirmed. You can sign in with it now."))
            except Refused as refusal:
                messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("people:me"))
        request.session[_STATE] = {**state, "tries": state["tries"] - 1}
        form.add_error("code", _("This code is not right."))
    context = {"nav": "people", "kind": kind, "value": state["value"], "form": form}
    return render(request, "people/contact_code.html", context, status=422 if form.errors else 200)
