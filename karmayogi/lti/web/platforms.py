"""Administration of platforms that open our courses."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.lti import conf
from karmayogi.lti.actions import invite, register_platform
from karmayogi.lti.policies import check_platforms
from karmayogi.lti.queries.platforms import access_platform, guests_of, waiting_of
from karmayogi.lti.queries.platforms import platforms as listed
from karmayogi.lti.web import words
from karmayogi.lti.web.forms import PlatformForm
from karmayogi.lti.web.tools import crumbs
from karmayogi.ui.api import render


def _title() -> str:
    return _("Platforms that open our courses")


def _ours() -> list[tuple[str, str]]:
    """What is entered on the side of a platform."""
    return [
        (_("Login address (OIDC initiation)"), conf.address("tool/login/")),
        (_("Launch address (target link)"), conf.address("tool/launch/")),
        (_("Addresses to which answers go (redirect URIs)"), conf.address("tool/launch/")),
        (_("Address for choosing content (deep linking)"), conf.address("tool/launch/")),
        (_("Address of our keys (JWKS)"), conf.address("jwks/")),
    ]


@never_cache
@signed_in
def platforms(request: SignedInRequest) -> HttpResponse:
    """The list; an invitation is shown on the page that made it, once."""
    rows = listed(request.actor)
    invitation = invite.invite_platform(actor=request.actor, at=request.at) if request.method == "POST" else ""
    context = {
        "nav": "admin", "crumbs": crumbs((_title(), None)), "platforms": rows, "words": words, "ours": _ours(),
        "invitation": invitation,
    }  # fmt: skip
    return render(request, "lti/platforms.html", context)


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    check_platforms(request.actor)
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = dict(form.cleaned_data)
            given["deployments"] = _lines(given["deployments"])
            made = register_platform.enter(
                actor=request.actor, entered=register_platform.Entered(**given), at=request.at
            )
            messages.success(request, _("The platform may open our courses from now on."))
            return HttpResponseRedirect(reverse("lti:platform", args=[made]))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "nav": "admin", "form": form, "action": reverse("lti:platform_new"), "heading": _("Enter a platform"),
        "crumbs": crumbs((_title(), reverse("lti:platforms")), (_("Enter a platform"), None)),
    }  # fmt: skip
    return render(request, "lti/form.html", context, 422 if form.errors else 200)


@signed_in
@require_safe
def platform(request: SignedInRequest, platform: uuids.UUID) -> HttpResponse:
    row = access_platform(request.actor, platform)
    context = {
        "nav": "admin", "row": row, "words": words, "guests": guests_of(row), "waiting": waiting_of(row),
        "crumbs": crumbs((_title(), reverse("lti:platforms")), (row.name, None)), "ours": _ours(),
    }  # fmt: skip
    return render(request, "lti/platform.html", context)


@signed_in
@require_POST
def act(request: SignedInRequest, platform: uuids.UUID) -> HttpResponse:
    """act: confirm | on | off | send."""
    access_platform(request.actor, platform)
    actor, at = request.actor, request.at
    try:
        match request.POST.get("act", ""):
            case "confirm":
                deployments = _lines(request.POST.get("deployments", "")[:20_000].replace("\0", ""))
                register_platform.confirm(actor=actor, platform=platform, deployments=deployments, at=at)
                messages.success(request, _("Saved."))
            case "on" | "off" as way:
                register_platform.switch(actor=actor, platform=platform, on=way == "on", at=at)
            case "send":
                register_platform.send_again(actor=actor, platform=platform, at=at)
            case _:
                raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("lti:platform", args=[platform]))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
