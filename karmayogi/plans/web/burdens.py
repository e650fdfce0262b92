"""What rehearsals weigh drafts against, as an office keeps it: peak duty, costs, limits of learning."""

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.dates import EARLIEST
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.orgs import api as orgs
from karmayogi.plans.actions import peaks as peak_actions
from karmayogi.plans.actions import rates as rate_actions
from karmayogi.plans.actions.sheets import MOST_BYTES
from karmayogi.plans.engine.terms import LATEST
from karmayogi.plans.models import LoadLimit, Peak, Rate
from karmayogi.plans.policies import can_write
from karmayogi.plans.queries.access import access_unit
from karmayogi.plans.queries.burdens import limit_list, peak_list, rate_list
from karmayogi.plans.web import words
from karmayogi.ui.api import pick, render

SHOWN = 200


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _kinds(values: list[str], say: Callable[[str], str]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(one, say(one)) for one in values]


def _states() -> list[tuple[str, str]]:
    found = [(one.code, pick(one.name_en, one.name_hi, one.name_ur)) for one in orgs.states()]
    return [("", _("of all States")), *found]


class PeakForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=_kinds(Peak.Kind.values, words.peak_in_words), initial="budget"
    )
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    name_hi = forms.CharField(label=gettext_lazy("Name in Hindi"), max_length=120, required=False)
    name_ur = forms.CharField(label=gettext_lazy("Name in Urdu"), max_length=120, required=False)
    from_on = _day(gettext_lazy("First day"))
    until_on = _day(gettext_lazy("Last day"))
    state = forms.ChoiceField(label=gettext_lazy("Offices"), choices=_states, required=False)
    service = forms.CharField(
        label=gettext_lazy("Service"), max_length=150, required=False,
        help_text=gettext_lazy("Only members of this service. Empty: everybody."),
    )  # fmt: skip
    designation = forms.CharField(
        label=gettext_lazy("Designation"), max_length=200, required=False,
        help_text=gettext_lazy("Only holders of this designation. Empty: everybody."),
    )  # fmt: skip


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file with the columns of the download"))


class RateForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=_kinds(Rate.Kind.values, words.rate_in_words))
    course = forms.CharField(
        label=gettext_lazy("Code of the course, programme, assessment or event"), max_length=40, required=False,
        help_text=gettext_lazy("Empty: all, or all of a provider."),
    )  # fmt: skip
    provider = forms.CharField(label=gettext_lazy("Code of the provider"), max_length=40, required=False)
    rupees = forms.CharField(
        label=gettext_lazy("Rupees"), max_length=20, help_text=gettext_lazy("0 where it is free: that is known, too.")
    )
    seats = forms.IntegerField(label=gettext_lazy("Seats of the room"), min_value=1, max_value=99_999, required=False)
    from_on = _day(gettext_lazy("Holds from"))
    source = forms.CharField(label=gettext_lazy("Order or contract"), max_length=200, required=False)


class LimitForm(forms.Form):
    per = forms.ChoiceField(
        label=gettext_lazy("Span of time"), choices=_kinds(LoadLimit.Per.values, words.per_in_words)
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours at most"), min_value=1, max_value=700, required=False,
        help_text=gettext_lazy("Empty: no limit from that day on."),
    )  # fmt: skip
    from_on = _day(gettext_lazy("Holds from"))


@signed_in
def peaks(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The calendar of an office with those above it; `?file=csv` its own as a file."""
    unit = access_unit(request.actor, organisation, "see")
    here = reverse("plans:peaks", args=(organisation,))
    if request.method == "GET" and request.GET.get("file") == "csv":
        lines = [list(peak_actions.COLUMNS)]
        lines += [
            [one.kind, one.name_en, one.name_hi, one.name_ur, one.from_on.isoformat(), one.until_on.isoformat(),
             one.state, one.service, one.designation]
            for one in peak_list(unit.path, own=True)
        ]  # fmt: skip
        return csv_file(lines, f"peak-duty-{unit.code}")
    do = request.POST.get("do", "")
    form, file = PeakForm(request.POST if do == "add" else None), FileForm(*_given(request, do == "import"))
    if do == "remove":
        peak = read_uuid(request.POST.get("peak", ""))
        if peak is not None:
            peak_actions.remove_peak(actor=request.actor, organisation=organisation, peak=peak, at=request.at)
        return HttpResponseRedirect(here)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            named: dict[str, Any] = {
                f"{one}_id": peak_actions.named(one, values.pop(one)) for one in ("state", "service", "designation")
            }
            peak_actions.add_peak(
                actor=request.actor, organisation=organisation, terms=peak_actions.PeakTerms(**values, **named),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(f"{here}?year={values['from_on'].year}")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if file.is_valid() and _read(request, file, lambda content: peak_actions.import_peaks(
        actor=request.actor, organisation=organisation, content=content, at=request.at
    )):  # fmt: skip
        return HttpResponseRedirect(here)
    q, asked = _text(request, "q"), number(request.GET.get("year", ""))
    year = asked if asked and EARLIEST.year <= asked <= LATEST.year else clock.day(request.at).year
    return render(
        request,
        "plans/peaks.html",
        _of(unit, request) | {
            "year": year, "q": q, "form": form, "file": file, "peak_in_words": words.peak_in_words,
            "lines": peak_list(unit.path, year=year, q=q, limit=SHOWN), "most": SHOWN,
        },
        status=422 if form.errors or file.errors else 200,
    )  # fmt: skip


@signed_in
def rates(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """What training costs an office, and how much of it is too much; `?file=csv` its own rates as a file."""
    unit = access_unit(request.actor, organisation, "see")
    here, today = reverse("plans:rates", args=(organisation,)), clock.day(request.at)
    if request.method == "GET" and request.GET.get("file") == "csv":
        lines = [list(rate_actions.COLUMNS)]
        lines += [
            [one.kind, one.course, one.provider, f"{one.paise / 100:.2f}", str(one.seats or ""),
             one.from_on.isoformat(), one.source]
            for one in rate_list(unit.path, today, own=True)
        ]  # fmt: skip
        return csv_file(lines, f"rates-{unit.code}")
    do = request.POST.get("do", "")
    form, file = RateForm(request.POST if do == "add" else None), FileForm(*_given(request, do == "import"))
    limit = LimitForm(request.POST if do == "limit" else None, auto_id="id_limit_%s")
    acting: dict[str, Any] = {"actor": request.actor, "organisation": organisation, "at": request.at}
    if do == "remove":
        rate_actions.remove_rate(**acting, rate=number(request.POST.get("rate", "")) or 0)
        return HttpResponseRedirect(here)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            coded: dict[str, Any] = {
                f"{one}_id": rate_actions.coded(one, values.pop(one)) for one in ("course", "provider")
            }
            paise = rate_actions.paise_of(values.pop("rupees"))
            rate_actions.set_rate(**acting, terms=rate_actions.RateTerms(paise=paise, **values, **coded))
            return _saved(request, here)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if limit.is_valid():
        given = limit.cleaned_data
        minutes = given["hours"] * 60 if given["hours"] else None
        try:
            rate_actions.set_limit(**acting, per=given["per"], minutes=minutes, from_on=given["from_on"])
            return _saved(request, here)
        except Refused as refusal:
            limit.add_error(None, str(refusal))
    if file.is_valid() and _read(request, file, lambda content: rate_actions.import_rates(**acting, content=content)):
        return HttpResponseRedirect(here)
    q = _text(request, "q")
    return render(
        request,
        "plans/rates.html",
        _of(unit, request) | {
            "q": q, "form": form, "file": file, "limit": limit, "lines": rate_list(unit.path, today, q=q, limit=SHOWN),
            "most": SHOWN, "limits": limit_list(unit.path), "rupees": words.rupees,
            "rate_in_words": words.rate_in_words, "per_in_words": words.per_in_words, "today": today,
        },
        status=422 if form.errors or file.errors or limit.errors else 200,
    )  # fmt: skip


def _given(request: SignedInRequest, posted: bool) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if posted else (None, None)


def _read(request: SignedInRequest, file: FileForm, act: Callable[[bytes], int]) -> bool:
    try:
        count = act(file.cleaned_data["file"].read(MOST_BYTES + 1))
    except Refused as refusal:
        file.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(count)s lines are saved.") % {"count": count})
    return True


def _saved(request: SignedInRequest, here: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(here)


def _text(request: SignedInRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def _of(unit: Any, request: SignedInRequest) -> dict[str, Any]:
    return {
        "nav": "admin", "unit": unit, "name": pick(unit.name_en, unit.name_hi, unit.name_ur),
        "may": can_write(request.actor, unit.path), "urlencode": urlencode,
    }  # fmt: skip
