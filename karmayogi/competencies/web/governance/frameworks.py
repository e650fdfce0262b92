"""Frameworks: the list, one of them as on a day, one competency with its history, the log, files in and out."""

import uuid as uuids
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.competencies.actions.governance.create_framework import create_framework
from karmayogi.competencies.actions.governance.imports.kind import import_framework
from karmayogi.competencies.actions.governance.imports.read_file import MOST_BYTES
from karmayogi.competencies.actions.governance.publish_version import publish_version
from karmayogi.competencies.actions.governance.retag.kind import retag
from karmayogi.competencies.actions.governance.versions import wordings
from karmayogi.competencies.engine.governance.sheet_columns import HEADINGS, to_cells
from karmayogi.competencies.policies import OVER_FRAMEWORK, can_over_framework
from karmayogi.competencies.queries.governance import frameworks as queries
from karmayogi.competencies.queries.governance.crosswalk import links_of
from karmayogi.competencies.queries.governance.history import (
    changes,
    changes_of,
    framework_of,
    retaggable,
    statement_on,
)
from karmayogi.competencies.queries.governance.occupations import has_occupations
from karmayogi.competencies.queries.governance.proposals import accepted, may_see_proposals
from karmayogi.competencies.web.governance import words
from karmayogi.kernel import bulk, clock, dates
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import act_in_words, render

PAGE = 50


class FrameworkForm(forms.Form):
    owner = forms.CharField(label=gettext_lazy("Code of the owner organisation"), max_length=30)
    code = forms.CharField(label=gettext_lazy("Code of the framework"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("What it is for"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet (.xlsx, .ods, .csv) or CASE package (.json)"),
        help_text=gettext_lazy("At most 10 MB. Nothing changes before you have seen the plan and approved it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.json"}),
        allow_empty_file=True,
    )


@signed_in
def frameworks(request: SignedInRequest) -> HttpResponse:
    """Those that the actor may see; who looks after one may begin another."""
    actor = request.actor
    form = FrameworkForm(request.POST or None)
    may_create = bool(actor.paths(*OVER_FRAMEWORK["admin"]))
    if request.method == "POST":
        if not may_create:
            raise NotFound
        if form.is_valid():
            try:
                made = create_framework(
                    actor=actor, owner_code=form.cleaned_data["owner"], code=form.cleaned_data["code"],
                    name=form.cleaned_data["name"], summary=form.cleaned_data["summary"], at=request.at,
                )  # fmt: skip
                return HttpResponseRedirect(reverse("competencies:framework", args=(made.uuid,)))
            except NotFound:
                form.add_error("owner", _("There is no such organisation in your charge."))
            except Refused as refusal:
                form.add_error("code", str(refusal))
    rows = [one for one in queries.frameworks() if queries.may_see(actor, one)]
    context = {
        "nav": "roles", "rows": rows, "form": form, "may_create": may_create,
        "reviews": any(may_see_proposals(actor, one) for one in rows),
    }  # fmt: skip
    return render(request, "competencies/governance/frameworks.html", context, status=422 if form.errors else 200)


@signed_in
def framework(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    """What it says on a day (?on=), or its draft (?draft=1) for those who work on it."""
    actor = request.actor
    row = queries.access_framework(actor, framework)
    on = dates.as_on(request.GET.get("on"), clock.day(request.at))
    works = can_over_framework(actor, row.path, "discuss")
    draft = row.draft_id if works and (request.GET.get("draft") or row.version_id is None) else None
    version = queries.version_by_id(draft) if draft else queries.version_on(row.id, on)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    area = request.GET.get("area", "") if request.GET.get("area") in ("behavioural", "functional", "domain") else ""
    after = request.GET.get("after", "").replace("\0", "")[:60]
    found = queries.statements(version.id, q=q, area=area, after=after, limit=PAGE + 1) if version else []
    kept = [(name, value) for name, value in (("q", q), ("area", area), ("on", request.GET.get("on", ""))) if value]
    kept += [("draft", "1")] if draft else []
    admin = can_over_framework(actor, row.path, "admin")
    replaced = retaggable(row.id) if admin else {}
    versions = queries.versions_of(row.id)
    return render(
        request,
        "competencies/governance/framework.html",
        {
            "nav": "roles", "row": row, "version": version, "on": on, "today": clock.day(request.at), "draft": draft,
            "rows": found[:PAGE], "q": q, "area": area, "words": words, "works": works, "admin": admin,
            "act_in_words": act_in_words, "areas": ("behavioural", "functional", "domain"),
            "may_propose": row.version_id is not None
            and can_over_framework(actor, row.path, "propose", national=row.national),
            "may_see_proposals": may_see_proposals(actor, row),
            "may_import": admin and (row.version_id is None or row.kind == "reference"),
            "accepted": accepted(row.id) if admin else [],
            "versions": [one for one in versions if one.published_at or works],
            "retaggable": [one for one in versions if one.number in replaced],
            "others": [one for one in queries.frameworks() if one.id != row.id and queries.may_see(actor, one)],
            "next_href": f"?{urlencode([*kept, ('after', found[PAGE - 1].code)])}" if len(found) > PAGE else None,
            "first_href": f"?{urlencode(kept)}" if after else None,
            "occupations": has_occupations(row.id),
            "acts": [
                act
                for kind in ("competencies.retag", "competencies.framework", "competencies.crosswalk")
                for act in (bulk.acts_within(row.path, kind, 10) if admin else [])
                if act.params.get("framework_id") == row.id
            ],
        },
    )  # fmt: skip


@signed_in
def competency(request: SignedInRequest, competency: uuids.UUID) -> HttpResponse:
    """What a version says of it: description, levels, history, links to other frameworks."""
    ids = framework_of(competency)
    if ids is None:
        raise NotFound
    row = queries.framework_by_id(ids[1])
    if not queries.may_see(request.actor, row):
        raise NotFound
    on = dates.as_on(request.GET.get("on"), clock.day(request.at))
    said = statement_on(ids[0], on)
    if said is None and row.draft_id and can_over_framework(request.actor, row.path, "discuss"):
        said = next((one for one in queries.statements(row.draft_id) if one.competency_id == ids[0]), None)
    if said is None:
        raise NotFound
    return render(
        request,
        "competencies/governance/competency.html",
        {
            "nav": "roles", "row": row, "said": said, "on": on, "today": clock.day(request.at), "words": words,
            "descriptors": queries.descriptors_of([said.id]).get(said.id, {}),
            "changes": changes_of(ids[0]), "links": links_of(ids[0]),
            "may_propose": said.status == "published" and row.version_id is not None
            and can_over_framework(request.actor, row.path, "propose", national=row.national),
            "may_see_proposals": may_see_proposals(request.actor, row),
        },
    )  # fmt: skip


@signed_in
def log(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    """What changed, newest first, up to a day; as a sheet with ?form=xlsx."""
    row = queries.access_framework(request.actor, framework)
    on = dates.as_on(request.GET.get("on"), clock.day(request.at))
    if request.GET.get("form") == "xlsx":
        lines = (
            (one.version, one.at.date(), one.code, one.name_en, one.kind, field, was, becomes, one.title)
            for one in changes(row.id, on, limit=20_000)
            for field, was, becomes in (one.fields or [("", "", "")])
        )
        return downloads.table(
            ("version", "day", "code", "name", "change", "field", "was", "becomes", "proposal"), lines,
            f"log {row.code}",
        )  # fmt: skip
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    found = changes(row.id, on, before=number, limit=PAGE + 1)
    kept = urlencode([("on", on.isoformat())])
    return render(
        request,
        "competencies/governance/log.html",
        {
            "nav": "roles", "row": row, "rows": found[:PAGE], "on": on, "today": clock.day(request.at), "words": words,
            "may_see_proposals": may_see_proposals(request.actor, row),
            "next_href": f"?{kept}&before={found[PAGE - 1].id}" if len(found) > PAGE else None,
            "first_href": f"?{kept}" if number else None,
        },
    )  # fmt: skip


@signed_in
def export(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    """What it says on a day, in the columns that an import reads; the draft with ?draft=1."""
    row = queries.access_framework(request.actor, framework)
    on = dates.as_on(request.GET.get("on"), clock.day(request.at))
    version = queries.version_on(row.id, on)
    which = version.id if version else None
    works = can_over_framework(request.actor, row.path, "discuss")
    if works and row.draft_id and (request.GET.get("draft") or which is None):
        which = row.draft_id
    lines = [to_cells(said.code, wording) for said, wording in wordings(which).values() if said.status == "published"]
    return downloads.table(HEADINGS, lines, f"competencies {row.code}")


@signed_in
def import_file(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    row = queries.access_framework(request.actor, framework, to="admin")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise Refused(_("The file is larger than 10 MB."))
            act = import_framework(
                actor=request.actor, framework=row.uuid, filename=file.name, content=file.read(), at=request.at
            )
            return HttpResponseRedirect(reverse("competencies:framework_act", args=(act.uuid,)))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(
        request,
        "competencies/governance/import.html",
        {"nav": "roles", "row": row, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@signed_in
def publish(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    try:
        version = publish_version(
            actor=request.actor, framework=framework, note=request.POST.get("note", ""), at=request.at
        )
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("competencies:framework", args=(framework,)))


@require_POST
@signed_in
def retag_ask(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    """Asks for the plan of re-tagging what a version replaced."""
    row = queries.access_framework(request.actor, framework, to="admin")
    number = request.POST.get("version", "")
    version = next((one for one in queries.versions_of(row.id) if one.number == number and one.published_at), None)
    if version is None:
        raise NotFound
    try:
        act = retag(actor=request.actor, framework=framework, edition=version.uuid, at=request.at)
        return HttpResponseRedirect(reverse("competencies:framework_act", args=(act.uuid,)))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("competencies:framework", args=(framework,)))
