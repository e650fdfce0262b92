"""Forms for planning tests: plain fields, in the reader's language. Times are those of India."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel.clock import IST


class Moment(forms.CharField):
    """A day and time of the clock in India, as `datetime-local` sends it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def clean(self, value: Any) -> dt.datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return dt.datetime.fromisoformat(text[:16]).replace(tzinfo=IST).astimezone(dt.UTC)
        except ValueError:
            raise forms.ValidationError(_("Write a day and a time.")) from None


def _number(label: Any, least: int, most: int, initial: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial, help_text=help_text)


class _Office(forms.Form):
    office = forms.CharField(
        label=gettext_lazy("Code of the office"), max_length=60,
        help_text=gettext_lazy("The test is for this office and all below it."),
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "offices", "autocomplete": "off"}),
    )  # fmt: skip


class _Test(_Office):
    test = forms.CharField(
        label=gettext_lazy("Code of the test"), max_length=60,
        help_text=gettext_lazy("A published test that stands alone."),
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "tests", "autocomplete": "off"}),
    )  # fmt: skip


class YearForm(_Office):
    year = _number(gettext_lazy("Financial year that begins in April"), 2020, 2100, 2026)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200)
    title_hi = forms.CharField(
        label=gettext_lazy("Title in Hindi"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"lang": "hi"}),
    )  # fmt: skip
    title_ur = forms.CharField(
        label=gettext_lazy("Title in Urdu"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"lang": "ur", "dir": "rtl"}),
    )  # fmt: skip
    courses = forms.CharField(
        label=gettext_lazy("Courses of the plan"), max_length=4000,
        help_text=gettext_lazy(
            "One code a line, and how many questions of its test each paper gets: KY-1 5. A course that only opens the"
            " test gets 0."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip
    needed = _number(
        gettext_lazy("Completed courses that open it"), 1, 25, 1,
        gettext_lazy("Courses completed in this financial year or the one before it count."),
    )  # fmt: skip
    minutes = _number(gettext_lazy("Minutes"), 1, 300, 60)
    attempts = _number(gettext_lazy("Attempts"), 1, 10, 2)
    pass_percent = _number(gettext_lazy("Per cent to pass"), 0, 100, 60)
    opens_at = Moment(label=gettext_lazy("Opens"))
    closes_at = Moment(label=gettext_lazy("Closes"))
    at_sittings = forms.BooleanField(label=gettext_lazy("Taken at sittings with a proctor alone"), required=False)

    def clean_courses(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, re.split(r"[\n;]", self.cleaned_data["courses"].replace("\0", "")))):
            code, _space, count = line.partition(" ")
            code = code[:40].upper()  # the same course in small letters is the same course
            count = count.strip() or "5"
            if not (count.isascii() and count.isdigit() and len(count) < 4) or code in found:
                raise forms.ValidationError(_("Write a code and a number on each line, each code once: %s") % line[:60])
            found[code] = int(count)
        return found


class SittingForm(_Test):
    venue = forms.CharField(label=gettext_lazy("Place"), max_length=200)
    starts_at = Moment(label=gettext_lazy("Begins"))
    ends_at = Moment(label=gettext_lazy("Ends"))
    late_minutes = _number(
        gettext_lazy("Late entry, in minutes"), 0, 120, 15,
        gettext_lazy("So long after the beginning the code still lets somebody in."),
    )  # fmt: skip
    places = _number(gettext_lazy("Seats"), 1, 500, 30)
    proctors = forms.CharField(
        label=gettext_lazy("Proctors"), max_length=2000,
        help_text=gettext_lazy(
            "E-mail address, mobile number or employee code, one a line. They need the role of an instructor or"
            " coordinator for the office."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip


class PublicForm(_Test):
    opens_at = Moment(label=gettext_lazy("Opens"))
    closes_at = Moment(label=gettext_lazy("Closes"))
