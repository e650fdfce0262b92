"""Importing officers: template, upload, what would change, approval, progress, errors, undo."""

import uuid as uuids
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import audit, bulk
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.actions.import_officers import import_officers
from karmayogi.orgs.actions.officers.kind import OFFICERS
from karmayogi.orgs.queries.designations import designation_names
from karmayogi.orgs.queries.organisations import access_organisation, organisations
from karmayogi.orgs.types import OrganisationRow
from karmayogi.orgs.web import sheets, words
from karmayogi.orgs.web.organisations import crumbs
from karmayogi.ui.api import SheetForm, act_file, act_page, act_tone, pick, render, render_progress

# What the tabs show -> how the rows are chosen.
_TABS: dict[str, dict[str, list[str]]] = {
    "error": {"outcomes": ["error"]},
    "failed": {"states": ["failed"]},
    "kept": {"states": ["kept"]},
    "changed": {"outcomes": ["changed"]},
    "new": {"outcomes": ["new"]},
    "unchanged": {"outcomes": ["unchanged"]},
}


@signed_in
def officers(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The way in: template, upload, earlier imports."""
    row = access_organisation(request.actor, organisation, to="staff")
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            act = import_officers(
                actor=request.actor, organisation_uuid=row.uuid, filename=file.name, content=file.read(), at=request.at
            )
            return HttpResponseRedirect(reverse("orgs:import", args=(act.uuid,)))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(
        request,
        "orgs/officers.html",
        {
            "nav": "admin",
            "row": row,
            "name": _name(row),
            "crumbs": crumbs(request, row, _("Import officers")),
            "form": form,
            "acts": bulk.acts_within(row.path, OFFICERS.name),
            "act_in_words": words.act_in_words,
            "act_tone": act_tone,
        },
        status=422 if form.errors else 200,
    )


@signed_in
def officers_template(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_organisation(request.actor, organisation, to="staff")
    content = sheets.template(designation_names(), row.name_en)
    return downloads.attached(content, downloads.XLSX, f"officers {row.code}", "xlsx")


@signed_in
def officers_import(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    """One import: its progress while a job works, else what it changes or changed, row by row."""
    found = _access(request, act)
    if file := act_file(request, found):
        return file
    row = organisations([found.params["organisation_id"]])[found.params["organisation_id"]]
    counts = {
        "error": found.error_rows,
        "failed": found.failed_rows,
        "kept": found.applied_rows - found.undone_rows if found.status == "undone" else 0,
        "changed": found.changed_rows,
        "new": found.new_rows,
        "unchanged": found.unchanged_rows,
    }
    tab = request.GET.get("show", "")
    if not counts.get(tab):
        tab = next((name for name, count in counts.items() if count), "new")
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    lines = [] if found.at_work else bulk.rows_of(found.id, after=number, limit=51, **_TABS[tab])
    here = reverse("orgs:import", args=(found.uuid,))
    context = act_page(request, found, here) | {
        "nav": "admin",
        "row": row,
        "name": _name(row),
        "crumbs": _crumbs(request, row, found),
        "state": words.act_in_words(found.status),
        "tone": act_tone(found.status),
        "tabs": [(name, words.outcome_in_words(name), count) for name, count in counts.items() if count],
        "tab": tab,
        "lines": lines[:50],
        "next_href": f"{here}?{urlencode({'show': tab, 'after': lines[49].number})}" if len(lines) > 50 else None,
        "first_href": f"{here}?{urlencode({'show': tab})}" if number else None,
        "may_change": _may_change(request, found),
    }
    return render_progress(request, "orgs/import.html", context, at_work=found.at_work)


@signed_in
def import_errors(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    """The rows that need fixing, as a sheet that can be uploaded again as it is. In the audit trail: it leaves us."""
    found = _access(request, act)

    def rows() -> Iterator[tuple[int, list[str], str]]:
        chosen = [
            *bulk.rows_of(found.id, outcomes=["error"], limit=20_000),
            *bulk.rows_of(found.id, states=["failed"], limit=20_000),
        ]
        for row in sorted(chosen, key=lambda row: row.number):
            said = [f"{field}: {text}" for field, text in row.messages] if row.outcome == "error" else [row.message]
            yield row.number, row.raw, "\n".join(said)

    audit.record(
        "orgs:import:errors", agent=request.actor, at=request.at, kind="import", subject=found.uuid, label=found.label
    )
    content = sheets.error_sheet(rows(), found.label)
    return downloads.attached(content, downloads.XLSX, f"to fix {found.label.rpartition('.')[0]}", "xlsx")


@require_POST
@signed_in
def import_approve(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    return _act(request, act, bulk.approve)


@require_POST
@signed_in
def import_cancel(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    return _act(request, act, bulk.cancel)


@require_POST
@signed_in
def import_undo(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    return _act(request, act, bulk.undo)


def _act(request: SignedInRequest, uuid: uuids.UUID, verb: Callable[..., bulk.Act]) -> HttpResponse:
    found = _access(request, uuid)
    try:
        verb(actor=request.actor, uuid=found.uuid, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("orgs:import", args=(found.uuid,)))


def _access(request: SignedInRequest, uuid: uuids.UUID) -> bulk.Act:
    act = bulk.access_act(request.actor, uuid)
    if act.kind != OFFICERS.name:
        raise NotFound
    return act


def _may_change(request: SignedInRequest, act: bulk.Act) -> bool:
    return request.actor.may(act.scope_path, *OFFICERS.roles)


def _crumbs(request: SignedInRequest, row: OrganisationRow, act: bulk.Act) -> list[tuple[str, str | None]]:
    steps = crumbs(request, row, _("Import officers"), act.label)
    if not _may_change(request, act):
        return steps
    return [
        (label, reverse("orgs:officers", args=(row.uuid,)) if label == _("Import officers") else href)
        for label, href in steps
    ]


def _name(row: OrganisationRow) -> str:
    return pick(row.name_en, row.name_hi, row.name_ur)
