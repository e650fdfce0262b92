"""Where somebody with a delegated authority is led when an administration page stays closed: show a second factor,
or set one up first."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from karmayogi.kernel.web.door import signed_in
from karmayogi.people.queries.factors import factors_of
from karmayogi.people.web.sign_in import passkeys_work
from karmayogi.ui.api import render


@require_safe
@never_cache
@signed_in
def second_factor(request: Any) -> HttpResponse:
    """next: the page that stayed closed. Whoever has shown a factor meanwhile goes on to it."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = "/"
    if not request.actor.withheld:
        return HttpResponseRedirect(wanted)
    following = "?" + urlencode({"next": wanted})
    factors = factors_of(request.actor.account_id)
    context = {
        "nav": "security",
        "lost": "lost" in request.GET,
        "kept": "kept" in request.GET,
        "code_href": reverse("mfa_reauthenticate") + following if factors.app_since else None,
        "passkey_href": reverse("mfa_reauthenticate_webauthn") + following if factors.passkeys else None,
        "passkeys_work": passkeys_work(request),
        "back_href": reverse("people:second_factor") + following,
    }
    return render(request, "people/second_factor.html", context)
