"""The days off by which working days are counted."""

import uuid as uuids

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.dates import EARLIEST
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.plans.actions.holidays import add_holiday, remove_holiday
from karmayogi.plans.engine.terms import LATEST
from karmayogi.plans.policies import can_write
from karmayogi.plans.queries.access import access_unit
from karmayogi.plans.queries.holidays import holiday_list
from karmayogi.plans.web.forms import day_field
from karmayogi.ui.api import pick, render


class HolidayForm(forms.Form):
    on = day_field(gettext_lazy("Day"), required=True)
    name = forms.CharField(label=gettext_lazy("Name of the day"), max_length=120)


@signed_in
def holidays(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    unit = access_unit(request.actor, organisation, "see")
    form = HolidayForm(request.POST if request.POST.get("do") == "add" else None)
    here = reverse("plans:holidays", args=(organisation,))
    if request.method == "POST" and request.POST.get("do") == "remove":
        gone = forms.DateField().to_python(request.POST.get("on")) if _is_day(request.POST.get("on", "")) else None
        if gone is not None:
            remove_holiday(actor=request.actor, organisation=organisation, on=gone, at=request.at)
        return HttpResponseRedirect(here)
    if request.method == "POST" and form.is_valid():
        try:
            add_holiday(
                actor=request.actor, organisation=organisation, on=form.cleaned_data["on"],
                name=form.cleaned_data["name"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("The day is added."))
            return HttpResponseRedirect(f"{here}?year={form.cleaned_data['on'].year}")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    year = chosen_year(request)
    return render(
        request,
        "plans/holidays.html",
        {
            "nav": "admin",
            "unit": unit,
            "name": pick(unit.name_en, unit.name_hi, unit.name_ur),
            "year": year,
            "lines": holiday_list(unit.id, year),
            "form": form,
            "may": can_write(request.actor, unit.path),
        },
        status=422 if form.errors else 200,
    )


def chosen_year(request: SignedInRequest) -> int:
    """`?year=2027` of a calendar; this year where it is none."""
    asked = number(request.GET.get("year", ""))
    return asked if asked and EARLIEST.year <= asked <= LATEST.year else clock.day(request.at).year


def _is_day(text: str) -> bool:
    try:
        forms.DateField().to_python(text)
    except forms.ValidationError:
        return False
    return True
