"""What a version of a plan has otherwise than an earlier one."""

import uuid as uuids

from django.http import HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.capacity.models import Plan
from karmayogi.capacity.policies import sees_persons
from karmayogi.capacity.queries import compare
from karmayogi.capacity.web import acts
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.ui.api import render


@signed_in
def changes(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?with=` the number of an earlier version; the last one before it otherwise."""
    row, body = acts.open_plan(request, plan)
    context = acts.about(request, row, body)
    earlier, old = _against(request, row)
    found = compare.changes(old, row, whole=context["persons"])
    context |= {
        "old": old,
        "earlier": earlier,
        "groups": [
            (compare.part_in_words(part), [(one, compare.kind_in_words(one.kind)) for one in found if one.part == part])
            for part in compare.PARTS
        ],
        "tones": {compare.ADDED: "ok", compare.DROPPED: "bad", compare.CHANGED: "info"},
        "here": acts.page_of(plan, "changes"),
        "csv_href": f"{acts.page_of(plan, 'changes_csv')}?{urlencode({'with': old.version})}",
    }
    return render(request, "capacity/changes.html", context)


@signed_in
def as_csv(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = acts.open_plan(request, plan)
    _earlier, old = _against(request, row)
    lines = [[_("Part"), _("What"), _("Change"), _("Of it"), _("Before"), _("Now")]]
    for one in compare.changes(old, row, whole=sees_persons(request.actor, body.path)):
        part, kind = compare.part_in_words(one.part), compare.kind_in_words(one.kind)
        lines.append([part, one.subject, kind, one.field, one.was, one.now])
    return csv_file(lines, f"changes-{row.title_en}")


def _against(request: SignedInRequest, row: Plan) -> tuple[list[Plan], Plan]:
    """NotFound: a first version has nothing before it."""
    earlier = compare.earlier_versions(row)
    chosen = number(request.GET.get("with", ""))
    old = next((one for one in earlier if chosen in (None, one.version)), None)
    if old is None:
        raise NotFound
    return earlier, old
