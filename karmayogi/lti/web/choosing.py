"""Parts of a draft that a tool plays: chosen in the tool (deep linking), or entered by hand."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import Request, SignedInRequest, public, signed_in
from karmayogi.learning import api as learning
from karmayogi.lti.actions import add_parts, launch
from karmayogi.lti.actions.acquaint import agree
from karmayogi.lti.actions.take_items import take_items
from karmayogi.lti.engine.tokens import BadToken
from karmayogi.lti.queries.tools import acquaintance, agreed
from karmayogi.lti.web import words
from karmayogi.lti.web.forms import LinkForm
from karmayogi.ui.api import render


@never_cache
@signed_in
def choose(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """The tools that the author may use; a link by hand. ?tool= which."""
    actor = request.actor
    row = learning.writable_draft(actor, draft)
    usable = launch.choosable(actor, row.path, request.at)
    asked = request.POST.get("deployment") or request.GET.get("deployment", "")
    chosen = next((one for one in usable if str(one.uuid) == asked), None)
    form = LinkForm(request.POST if request.POST.get("act") == "link" else None)
    if request.method == "POST":
        if chosen is None:
            raise NotFound
        if request.POST.get("act") == "agree":
            agree(actor=actor, tool=chosen.tool, at=request.at)
            return HttpResponseRedirect(f"{reverse('lti:choose', args=[draft])}?deployment={chosen.uuid}")
        if form.is_valid():
            try:
                add_parts.add_by_hand(
                    actor=actor, draft=draft, deployment=chosen.uuid, terms=_terms(request), at=request.at,
                    **form.cleaned_data,
                )  # fmt: skip
                messages.success(request, _("The part is there, at the end."))
                return HttpResponseRedirect(reverse("learning:draft", args=[draft]) + "#parts")
            except Refused as refused:
                form.add_error(None, str(refused))
    context: dict[str, Any] = {
        "nav": "learning", "row": row, "usable": usable, "chosen": chosen, "form": form,
        "agreed": chosen is not None and agreed(acquaintance(actor.person_id, chosen.tool), chosen.tool),
        "told": words.told_in_words(chosen.tool) if chosen else [], "words": words,
    }  # fmt: skip
    return render(request, "lti/choose.html", context, 422 if form.errors else 200)


@never_cache
@signed_in
@require_safe
def begin(request: SignedInRequest, draft: uuids.UUID, deployment: uuids.UUID) -> HttpResponse:
    """On to the tool, to choose there; a link, since our forms end on our own pages only."""
    return HttpResponseRedirect(
        launch.begin_choosing(actor=request.actor, draft=draft, deployment=deployment, at=request.at)
    )


@never_cache
@csrf_exempt
@public
@require_POST
def take(request: Request) -> HttpResponse:
    """The tool's answer. The browser keeps our session cookie from it, so the author says yes on the next page."""
    try:
        offer = take_items(token=request.POST.get("JWT", ""), at=request.at)
    except BadToken as bad:
        return render(request, "lti/refused.html", {"nav": "learning", "why": str(bad), "code": bad.code}, 400)
    return HttpResponseRedirect(reverse("lti:offer", args=[offer]))


@signed_in
def offer(request: SignedInRequest, offer: uuids.UUID) -> HttpResponse:
    """What the tool sent: the author takes all or some."""
    row = add_parts.access_offer(request.actor, offer)
    if request.method == "POST":
        places = [int(one) for one in request.POST.getlist("item")[:50] if one.isascii() and one.isdigit()]
        draft = add_parts.take_offer(
            actor=request.actor, offer=offer, chosen=places, terms=_terms(request), at=request.at
        )
        return HttpResponseRedirect(reverse("learning:draft", args=[draft]) + "#parts")
    return render(request, "lti/offer.html", {"nav": "learning", "row": row, "tool": row.deployment.tool})


def _terms(request: SignedInRequest) -> add_parts.Terms:
    minutes = request.POST.get("minutes", "")
    return add_parts.Terms(
        minutes=max(1, min(600, int(minutes))) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 10,
        completes="launch" if request.POST.get("completes") == "launch" else "grade",
        language=request.POST.get("language", "en")[:10] or "en",
    )
