"""Administration of tools: the list, one by hand, one that registers itself, and a tool with all that is granted."""

import json
import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import Request, SignedInRequest, public, signed_in
from karmayogi.lti import conf
from karmayogi.lti.actions import invite, keys, register_tool
from karmayogi.lti.engine import registration
from karmayogi.lti.policies import TOOLS, can_platforms, check_platforms
from karmayogi.lti.queries.keys import all_keys
from karmayogi.lti.queries.tools import access_tool, deployments_of, tools_of
from karmayogi.lti.web import words
from karmayogi.lti.web.forms import ToolForm, initial_of
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import pick, render

MOST_BYTES = 64_000


def crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Administration"), reverse("portal:administration")), *steps]


def offices_of(request: SignedInRequest) -> list[tuple[str, str]]:
    """Organisations over which the actor holds a role for tools, as choices. Raises NotFound without any."""
    ids = {held.organisation_id for held in request.actor.authorities if held.role in TOOLS}
    if not ids:
        raise NotFound
    found = sorted(orgs.organisations(ids).values(), key=lambda row: (len(row.path), row.name_en))
    return [(str(row.uuid), pick(row.name_en, row.name_hi, row.name_ur)) for row in found]


@never_cache
@signed_in
def tools(request: SignedInRequest) -> HttpResponse:
    """All tools; a form that leads to the registration page of one that registers itself."""
    rows = tools_of(request.actor)
    problem, onward = "", ""
    if request.method == "POST":
        try:
            onward = invite.invite_tool(
                actor=request.actor, organisation=_uuid(request.POST.get("organisation", "")),
                url=request.POST.get("url", "").strip(), at=request.at,
            )  # fmt: skip
        except Refused as refused:
            problem = str(refused)
    return render(
        request,
        "lti/tools.html",
        {
            "nav": "admin", "crumbs": crumbs((_("Learning tools"), None)), "tools": rows, "words": words,
            "offices": offices_of(request), "problem": problem, "onward": onward,
            "may_keys": can_platforms(request.actor),
        },
        422 if problem else 200,
    )  # fmt: skip


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    form = ToolForm(request.POST or None, offices=offices_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = register_tool.register(
                actor=request.actor, organisation=_uuid(form.cleaned_data["organisation"]), given=form.given(),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The tool is registered. Enter these addresses on its side."))
            return HttpResponseRedirect(reverse("lti:tool", args=[made]))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "nav": "admin", "form": form, "action": reverse("lti:tool_new"), "heading": _("Register a tool"),
        "crumbs": crumbs((_("Learning tools"), reverse("lti:tools")), (_("Register a tool"), None)),
    }  # fmt: skip
    return render(request, "lti/form.html", context, 422 if form.errors else 200)


@signed_in
def change(request: SignedInRequest, tool: uuids.UUID) -> HttpResponse:
    row = access_tool(request.actor, tool)
    form = ToolForm(request.POST or None, offices=[], initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            register_tool.change(actor=request.actor, tool=tool, given=form.given(), at=request.at)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("lti:tool", args=[tool]))
        except Refused as refused:
            form.add_error(None, str(refused))
    here = reverse("lti:tool", args=[tool])
    context = {
        "nav": "admin", "form": form, "action": reverse("lti:tool_change", args=[tool]), "heading": row.name,
        "crumbs": crumbs((_("Learning tools"), reverse("lti:tools")), (row.name, here), (_("Change"), None)),
    }  # fmt: skip
    return render(request, "lti/form.html", context, 422 if form.errors else 200)


@signed_in
@require_safe
def tool(request: SignedInRequest, tool: uuids.UUID) -> HttpResponse:
    row = access_tool(request.actor, tool)
    return render(
        request,
        "lti/tool.html",
        {
            "nav": "admin", "tool": row, "words": words, "deployments": deployments_of(row),
            "crumbs": crumbs((_("Learning tools"), reverse("lti:tools")), (row.name, None)),
            "ours": _ours(), "told": words.told_in_words(row),
            "office": pick(row.organisation.name_en, row.organisation.name_hi, row.organisation.name_ur),
        },
    )  # fmt: skip


def _ours() -> list[tuple[str, str]]:
    """What is entered on the side of a tool."""
    return [
        (_("Issuer"), conf.issuer()),
        (_("Authorization address"), conf.address("authorize/")),
        (_("Token address"), conf.address("token/")),
        (_("Address of our keys (JWKS)"), conf.address("jwks/")),
    ]


@signed_in
@require_POST
def act(request: SignedInRequest, tool: uuids.UUID) -> HttpResponse:
    """act: confirm | on | off | deploy | end."""
    access_tool(request.actor, tool)
    actor, at, given = request.actor, request.at, request.POST
    try:
        match given.get("act", ""):
            case "confirm":
                register_tool.confirm(
                    actor=actor, tool=tool, scopes=given.getlist("scope"), name="name" in given,
                    email="email" in given, at=at,
                )  # fmt: skip
                messages.success(request, _("The tool is in force."))
            case "on" | "off" as way:
                register_tool.switch(actor=actor, tool=tool, on=way == "on", at=at)
            case "deploy":
                code = given.get("code", "").replace("\0", "").strip()[:60]
                office = orgs.organisation_by_code(code)
                if office is None:
                    raise Refused(_("There is no organisation with the code %(code)s.") % {"code": code})
                register_tool.deploy(
                    actor=actor, tool=tool, organisation=office.uuid, label=given.get("label", ""), at=at
                )
            case "end":
                register_tool.end_deployment(
                    actor=actor, tool=tool, deployment=_uuid(given.get("deployment", "")), at=at
                )
            case _:
                raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("lti:tool", args=[tool]))


@signed_in
def our_keys(request: SignedInRequest) -> HttpResponse:
    """The keys that sign our messages, and another one from now on."""
    check_platforms(request.actor)
    if request.method == "POST":
        keys.rotate(agent=request.actor, at=request.at, why=request.POST.get("why", "")[:300])
        messages.success(request, _("Another key signs from now on."))
        return HttpResponseRedirect(reverse("lti:keys"))
    context: dict[str, Any] = {
        "nav": "admin", "keys": all_keys(), "address": conf.address("jwks/"), "now": request.at,
        "shown": conf.RETIRED_KEY_SHOWN,
        "crumbs": crumbs((_("Learning tools"), reverse("lti:tools")), (_("Our keys"), None)),
    }  # fmt: skip
    return render(request, "lti/keys.html", context)


@public
@require_safe
def openid_configuration(request: Request) -> HttpResponse:
    """Who we are as platform (Dynamic Registration 1.0, 2.1)."""
    answer = JsonResponse(registration.platform_document(conf.issuer()))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@never_cache
@csrf_exempt
@public
@require_POST
def register(request: Request) -> HttpResponse:
    """A tool registers itself with the token of its invitation (Dynamic Registration 1.0, 3.5)."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        sent = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        sent = None
    try:
        row, deployment = invite.register_invited(
            secret=secret.strip() if scheme.lower() == "bearer" else "", sent=sent, at=request.at
        )
    except invite.NotInvited:
        why = {"error": "invalid_token", "error_description": "no invitation in force has this registration token"}
        return JsonResponse(why, status=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    except registration.BadRegistration as bad:
        return JsonResponse({"error": bad.code, "error_description": str(bad)}, status=400)
    assert isinstance(sent, dict)
    return JsonResponse(registration.answer_to_tool(sent, row.client_id, str(deployment.uuid), row.scopes), status=201)


def _uuid(text: str) -> uuids.UUID:
    """Raises NotFound."""
    try:
        return uuids.UUID(text)
    except ValueError as error:
        raise NotFound from error
