"""Plain forms of demand."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karmayogi.demand.actions.set_terms import RANGES
from karmayogi.demand.types import Party
from karmayogi.ui.api import pick


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ToForm(forms.Form):
    """To whom, and by when."""

    provider = forms.ChoiceField(label=_("To whom"), required=False)
    due_on = _day(_("Last day"))

    def __init__(self, *args: Any, parties: Sequence[Party], due_on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = [  # type: ignore[attr-defined]
            ("", _("Open to all providers")),
            *((str(one.uuid), pick(one.name_en, one.name_hi, one.name_ur)) for one in parties),
        ]
        self.fields["due_on"].initial = due_on


class AskForm(ToForm):
    note = forms.CharField(
        label=_("Note to the provider"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _whole(name: str, label: Any) -> forms.IntegerField:
    least, most = RANGES[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most)


class TermsForm(forms.Form):
    least_people = _whole("least_people", _("Officers who lack it: from how many on it counts"))
    language_courses = _whole("language_courses", _("Courses in a language: fewer than this are a lack"))
    weak_ratings = _whole("weak_ratings", _("Ratings of a course: fewer than this say nothing"))
    weak_stars = forms.DecimalField(
        label=_("Mean of the ratings: below this a course is weak"), min_value=1, max_value=5, decimal_places=1
    )
    days = _whole("days", _("Days until a request is due, usually"))
    reason = forms.CharField(label=_("Reason"), max_length=500)
