"""Occupations of a reference framework: the list, and one with its tasks and needs."""

import uuid as uuids
from urllib.parse import urlencode

from django.http import HttpResponse

from karmayogi.competencies.queries.governance import frameworks as queries
from karmayogi.competencies.queries.governance.occupations import (
    needs_of,
    occupation_by_uuid,
    occupations,
    tasks_of,
    titles_of,
)
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

PAGE = 50


@signed_in
def occupation_list(request: SignedInRequest, framework: uuids.UUID) -> HttpResponse:
    row = queries.access_framework(request.actor, framework)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = request.GET.get("after", "").replace("\0", "")[:20]
    if request.GET.get("form") == "xlsx":
        lines = [
            (one.code, one.title, one.zone, one.tasks, one.needs) for one in occupations(row.id, q=q, limit=20_000)
        ]
        return downloads.table(("code", "title", "zone", "tasks", "needs"), lines, f"occupations {row.code}")
    found = occupations(row.id, q=q, after=after, limit=PAGE + 1)
    kept = [("q", q)] if q else []
    return render(
        request,
        "competencies/governance/occupations.html",
        {
            "nav": "roles", "row": row, "rows": found[:PAGE], "q": q,
            "next_href": f"?{urlencode([*kept, ('after', found[PAGE - 1].code)])}" if len(found) > PAGE else None,
            "first_href": f"?{urlencode(kept)}" if after else None,
        },
    )  # fmt: skip


@signed_in
def occupation(request: SignedInRequest, occupation: uuids.UUID) -> HttpResponse:
    found = occupation_by_uuid(occupation)
    if found is None:
        raise NotFound
    row = queries.framework_by_id(found.framework_id)
    if not queries.may_see(request.actor, row):
        raise NotFound
    return render(
        request,
        "competencies/governance/occupation.html",
        {
            "nav": "roles", "row": row, "found": found, "tasks": tasks_of(found.id), "needs": needs_of(found.id),
            "titles": titles_of(found.id),
        },
    )  # fmt: skip
