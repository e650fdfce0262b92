"""Progress: the share of posts with an approved profile, unit by unit, as on a day."""

import uuid as uuids

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.competencies.policies import OVER_ORDER, can_over_order
from karmayogi.competencies.queries.workbench.progress import designations_in, progress
from karmayogi.competencies.web.workbench import words
from karmayogi.competencies.web.workbench.orders import name_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.dates import as_on
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import day, pick, render


@signed_in
@require_safe
def progress_index(request: SignedInRequest) -> HttpResponse:
    """The organisations over which the actor has a role that may see it."""
    ids = {held.organisation_id for held in request.actor.authorities if held.role in OVER_ORDER["see"]}
    if not ids:
        raise NotFound
    mine = sorted(orgs.organisations(ids).values(), key=lambda row: (len(row.path), row.name_en))
    if len(mine) == 1:
        return HttpResponse(status=302, headers={"Location": reverse("competencies:progress", args=(mine[0].uuid,))})
    on = clock.day(request.at)
    lines = [progress(row.id, row.path, on)[0] for row in mine]
    return render(request, "competencies/workbench/progress_index.html", {"nav": "admin", "lines": lines, "on": on})


@signed_in
@require_safe
def progress_of(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = _seen(request, organisation)
    today = clock.day(request.at)
    on = as_on(request.GET.get("on"), today)
    whole, *below = progress(row.id, row.path, on)
    return render(
        request,
        "competencies/workbench/progress.html",
        {
            "nav": "admin", "row": row, "name": name_of(row), "whole": whole, "below": below, "on": on, "today": today,
            "crumbs": [
                (name_of(unit), reverse("competencies:progress", args=(unit.uuid,)))
                for unit in orgs.line_of(row.path)
                if unit.path != row.path and can_over_order(request.actor, unit.path, "see")
            ],
            "designations": designations_in(row.path, on),
            "status_in_words": words.status_in_words,
            "may_draft": can_over_order(request.actor, row.path, "draft"),
            "sheet_href": reverse("competencies:progress_sheet", args=(row.uuid,)) + f"?on={on}",
        },
    )  # fmt: skip


@signed_in
@require_safe
def progress_sheet(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = _seen(request, organisation)
    on = as_on(request.GET.get("on"), clock.day(request.at))
    headings = [
        _("Organisation"), _("As on"), _("Posts"), _("Posts with an approved profile"), _("Share in per cent"),
        _("Posts with a proposed profile"), _("Designations"), _("Designations with an approved profile"),
    ]  # fmt: skip
    lines = [
        (
            pick(one.name_en, one.name_hi, one.name_ur), day(on), one.posts, one.posts_approved,
            round(100 * (one.share or 0), 1), one.posts_proposed, one.designations, one.approved,
        )
        for one in progress(row.id, row.path, on)
    ]  # fmt: skip
    return downloads.table(headings, lines, f"progress {row.code} {on}")


def _seen(request: SignedInRequest, organisation: uuids.UUID) -> OrganisationRow:
    row = orgs.organisation(organisation)
    if row is None or not can_over_order(request.actor, row.path, "see"):
        raise NotFound
    return row
