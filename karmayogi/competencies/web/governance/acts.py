"""A bulk act over a framework: what it would do, approval, progress, result, undo."""

import uuid as uuids
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from karmayogi.competencies.policies import OVER_FRAMEWORK
from karmayogi.competencies.queries.governance.frameworks import framework_by_id
from karmayogi.competencies.web.governance import words
from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import ACT_VERBS, act_file, act_in_words, act_page, press, render_progress

KINDS = ("competencies.retag", "competencies.framework", "competencies.crosswalk")
PAGE = 50


@signed_in
def act(request: SignedInRequest, act: uuids.UUID) -> HttpResponse:
    found = _access(request, act)
    if file := act_file(request, found):
        return file
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    lines = [] if found.at_work else bulk.rows_of(found.id, after=number, limit=PAGE + 1)
    here = reverse("competencies:framework_act", args=(found.uuid,))
    may_change = request.actor.may(found.scope_path, *OVER_FRAMEWORK["admin"])
    context = act_page(request, found, here) | {
        "nav": "roles",
        "row": framework_by_id(found.params["framework_id"]),
        "status": act_in_words(found.status),
        "words": words,
        "lines": lines[:PAGE],
        "next_href": f"{here}?{urlencode({'after': lines[PAGE - 1].number})}" if len(lines) > PAGE else None,
        "first_href": here if number else None,
        "may_change": may_change,
        "may_undo": may_change and found.can_be_undone(request.at),
    }
    return render_progress(request, "competencies/governance/act.html", context, at_work=found.at_work)


@require_POST
@signed_in
def act_do(request: SignedInRequest, act: uuids.UUID, kind: str) -> HttpResponse:
    """kind: approve | cancel | undo."""
    found = _access(request, act)
    press(request, ACT_VERBS, kind, found.uuid)
    return HttpResponseRedirect(reverse("competencies:framework_act", args=(found.uuid,)))


def _access(request: SignedInRequest, uuid: uuids.UUID) -> bulk.Act:
    found = bulk.access_act(request.actor, uuid)
    if found.kind not in KINDS:
        raise NotFound
    return found
