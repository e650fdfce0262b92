"""Budget lines of a plan with the share of 2.5 %."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import budget as actions
from karmayogi.capacity.engine.budget import share
from karmayogi.capacity.queries.plans import BudgetRow, budget_of
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import BudgetForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import chosen_uuid, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

_NAMES = ("scheme", "head", "salary", "training", "sanction", "sanctioned_on", "valid_until")


@signed_in
def budget(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?line=` a line to change."""
    row, body = acts.open_plan(request, plan)
    if request.method == "POST":
        acts.draft_of(request, plan)
    lines = budget_of(row.pk)
    gone = read_uuid(request.POST.get("gone", ""))
    if request.method == "POST" and gone is not None:
        return acts.acted(
            request, acts.page_of(plan, "budget"), lambda: actions.remove_line(**acts.said(request, plan), line=gone)
        )
    chosen = chosen_uuid(request, "line")
    line = next((one for one in lines if one.uuid == chosen), None)
    if chosen is not None and line is None:
        raise NotFound
    form = BudgetForm(request.POST or None, initial=_initial(row.revision, line))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        seen = given.pop("revision")
        try:
            actions.save_line(
                actor=request.actor, plan=plan, revision=seen, line=chosen, money=actions.Money(**given), at=request.at
            )
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(acts.page_of(plan, "budget"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    today = clock.day(request.at)
    context = acts.about(request, row, body) | {
        "lines": [(one, share(one.salary, one.training), one.valid_until < today) for one in lines],
        "total": share(sum(one.salary for one in lines), sum(one.training for one in lines)),
        "charged": sum(one.charged for one in lines),
        "form": form,
        "line": line,
        "here": request.get_full_path(),
    }
    return render(request, "capacity/budget.html", context, status=422 if form.errors else 200)


def _initial(revision: int, line: BudgetRow | None) -> dict[str, Any]:
    return {"revision": revision} | ({name: getattr(line, name) for name in _NAMES} if line else {})
