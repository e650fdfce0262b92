"""The crosswalk between two frameworks: links to decide, suggestions, a spreadsheet in and out."""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.competencies.actions.governance.crosswalk import decide_link, import_links, suggest_links
from karmayogi.competencies.engine.governance.sheet_columns import LINKS
from karmayogi.competencies.policies import can_over_framework
from karmayogi.competencies.queries.governance.crosswalk import links_between
from karmayogi.competencies.queries.governance.frameworks import access_framework
from karmayogi.competencies.web.governance import words
from karmayogi.competencies.web.governance.frameworks import FileForm
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

PAGE = 50


@signed_in
def crosswalk(request: SignedInRequest, framework: uuids.UUID, other: uuids.UUID) -> HttpResponse:
    """GET: the links. POST: suggest=1 asks for suggestions, a file for an import."""
    mine, theirs = access_framework(request.actor, framework), access_framework(request.actor, other)
    admin = can_over_framework(request.actor, mine.path, "admin")
    form = FileForm(request.POST or None, request.FILES or None)
    here = reverse("competencies:crosswalk", args=(mine.uuid, theirs.uuid))
    if request.method == "POST":
        if not admin:
            raise NotFound
        if request.POST.get("suggest"):
            made = suggest_links(actor=request.actor, framework=mine.uuid, other=theirs.uuid, at=request.at)
            messages.success(request, _("%(count)s new links are proposed. Somebody has to decide.") % {"count": made})
            return HttpResponseRedirect(here)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                act = import_links(
                    actor=request.actor, framework=mine.uuid, other=theirs.uuid, filename=file.name,
                    content=file.read(), at=request.at,
                )  # fmt: skip
                return HttpResponseRedirect(reverse("competencies:framework_act", args=(act.uuid,)))
            except Refused as refusal:
                form.add_error("file", str(refusal))
    status = request.GET.get("status", "")
    status = status if status in ("open", "accepted", "refused") else ("" if admin else "accepted")
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    found = links_between(mine.id, theirs.id, status=status, after=number, limit=PAGE + 1)
    kept = {"status": status} if status else {}
    context = {
        "nav": "roles", "row": mine, "other": theirs, "rows": found[:PAGE], "admin": admin, "form": form,
        "here": here, "words": words, "status": status,
        "next_href": f"?{urlencode({**kept, 'after': found[PAGE - 1].id})}" if len(found) > PAGE else None,
        "first_href": f"?{urlencode(kept)}" if number else None,
    }  # fmt: skip
    return render(request, "competencies/governance/crosswalk.html", context, status=422 if form.errors else 200)


@signed_in
def export(request: SignedInRequest, framework: uuids.UUID, other: uuids.UUID) -> HttpResponse:
    mine, theirs = access_framework(request.actor, framework), access_framework(request.actor, other)
    admin = can_over_framework(request.actor, mine.path, "admin")
    found = links_between(mine.id, theirs.id, status="" if admin else "accepted")
    lines = [(one.origin, one.target, one.relation, one.confidence, one.source, one.status) for one in found]
    return downloads.table((*LINKS, "state"), lines, f"crosswalk {mine.code} {theirs.code}")


@require_POST
@signed_in
def decide(request: SignedInRequest, link: uuids.UUID) -> HttpResponse:
    """decision: accept | refuse | reopen; back: the crosswalk's address."""
    decide_link(actor=request.actor, link=link, decision=request.POST.get("decision", ""), at=request.at)
    back = request.POST.get("back", "")
    own = back.startswith("/") and not back.startswith("//")
    return HttpResponseRedirect(back if own else reverse("competencies:frameworks"))
