"""What was spent of the budget lines beside what is planned, and the vouchers."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.spend import counter_entry, spend
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.plans import interventions_of
from karmayogi.capacity.queries.spending import entries_of, spending_of
from karmayogi.capacity.types import Status
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import SpendForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.ui.api import pick, render

PAGE = 50


@signed_in
def spending(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?q=` searches vouchers, `?before=` goes on."""
    row, body = acts.open_plan(request, plan, "write" if request.method == "POST" else "see")
    here = acts.page_of(plan, "spending")
    if request.method == "POST" and request.POST.get("do") == "counter":
        entry = read_uuid(request.POST.get("entry", ""))
        if entry is None:
            raise NotFound
        reason = request.POST.get("reason", "")
        return acts.acted(
            request, here,
            lambda: counter_entry(actor=request.actor, plan=plan, entry=entry, reason=reason, at=request.at),
            _("The entry is taken back."),
        )  # fmt: skip
    lines = spending_of(row.pk)
    form = SpendForm(
        [(str(one.uuid), f"{one.scheme} · {one.sanction}") for one in lines],
        [
            (str(one.uuid), f"{one.number} · {pick(one.title_en, one.title_hi, one.title_ur)}")
            for one in interventions_of(row.pk)
        ],
        request.POST or None,
        initial={"entry": uuid7(), "spent_on": clock.day(request.at)},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        line, intervention = read_uuid(given.pop("line")), read_uuid(given.pop("intervention"))
        assert line is not None, "one of the choices of the form"
        try:
            spend(actor=request.actor, plan=plan, line=line, intervention=intervention, **given, at=request.at)
            messages.success(request, _("Entered."))
            return HttpResponseRedirect(here)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    q, before = request.GET.get("q", "").replace("\0", "").strip()[:100], number(request.GET.get("before", ""))
    found = entries_of(row.pk, q=q, before=before, limit=PAGE + 1)
    kept = {"q": q} if q else {}
    enters = row.status == Status.PUBLISHED and acts.may(request, body, "write")
    context = acts.about(request, row, body) | {
        "lines": lines,
        "quarters": [(n, words.quarter_in_words(n)) for n in range(1, 5)],
        "planned": [sum(one.planned[n] for one in lines) for n in range(4)],
        "spent": [sum(one.spent[n] for one in lines) for n in range(4)],
        "entries": [(one, pick(one.title_en, one.title_hi, one.title_ur)) for one in found[:PAGE]],
        "q": q,
        "enters": enters,
        "form": form,
        "here": here,
        "next_href": f"{here}?{urlencode(kept | {'before': found[PAGE - 1].id})}" if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if before else None,
        "csv_href": f"{acts.page_of(plan, 'spending_csv')}?{urlencode(kept)}",
    }
    return render(request, "capacity/spending.html", context, status=422 if form.errors else 200)


@signed_in
def as_csv(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, _body = acts.open_plan(request, plan)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    lines = [[_("Day"), _("Voucher"), _("Scheme"), "#", _("Intervention"), _("Amount, ₹"), _("Reason")]]
    for one in entries_of(row.pk, q=q, limit=20_000):
        title = pick(one.title_en, one.title_hi, one.title_ur)
        cells = [one.spent_on.isoformat(), one.voucher, one.scheme, str(one.number or ""), title]
        lines.append([*cells, str(one.amount), one.reason])
    return csv_file(lines, f"spending-{row.title_en}")
