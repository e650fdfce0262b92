"""Plain forms of evaluation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karmayogi.evaluation.engine.dictionary import COLUMNS
from karmayogi.evaluation.queries.dictionary import column_in_words, table_in_words
from karmayogi.evaluation.types import Assumptions, Design, IndicatorTerms, StudyTerms, WaveKind, WaveTerms
from karmayogi.evaluation.web import words


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _long(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class StudyForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    question = _long(_("Question"), 1000, _("What changes, where, by when, through which training."))
    course = forms.CharField(label=_("Code of the course"), max_length=40, required=False)
    design = forms.ChoiceField(label=_("How it is decided who is trained"), widget=forms.RadioSelect)
    sample = forms.IntegerField(
        label=_("Units drawn in each stratum"), min_value=0, max_value=5000, initial=0,
        help_text=_("0: all that the list names. A stratum is a State, for instance."),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("Seats: units that can be trained"), min_value=0, max_value=5000, initial=0,
        help_text=_("Of a lottery."),
    )  # fmt: skip
    steps = forms.IntegerField(
        label=_("Turns"), min_value=1, max_value=12, initial=1, help_text=_("Of a stepped wedge."),
    )  # fmt: skip
    effect = forms.FloatField(
        label=_("Smallest effect worth finding, in standard deviations"), min_value=0.001, max_value=10, initial=0.3
    )
    answers = forms.IntegerField(
        label=_("Answers in a unit and wave"), min_value=1, max_value=100_000, initial=20,
        help_text=_("1 where the indicator is one number of the whole office."),
    )  # fmt: skip
    icc = forms.FloatField(
        label=_("Share of the variance that lies between units (ICC)"), min_value=0, max_value=0.999, initial=0.1
    )
    stability = forms.FloatField(
        label=_("Correlation of a unit with itself over waves"), min_value=0, max_value=0.999, initial=0.5
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["design"].choices = [(one.value, words.design_in_words(one)) for one in Design]  # type: ignore[attr-defined]

    def terms(self) -> StudyTerms:
        said = self.cleaned_data
        return StudyTerms(
            title=said["title"], question=said["question"], design=Design(said["design"]), sample=said["sample"],
            seats=said["seats"], steps=said["steps"], course=said["course"].strip(),
            assumptions=Assumptions(said["effect"], said["answers"], said["icc"], said["stability"]),
        )  # fmt: skip


class IndicatorForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200)
    definition = _long(_("Definition: how it is measured"), 500)
    service = forms.ChoiceField(label=_("Taken from service figures"), required=False)
    higher_is_better = forms.BooleanField(label=_("More is better"), required=False, initial=True)
    primary = forms.BooleanField(label=_("The study stands on this one"), required=False)

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "–"), *services]  # type: ignore[attr-defined]

    def terms(self) -> IndicatorTerms:
        said = self.cleaned_data
        return IndicatorTerms(
            said["code"], said["name"], said["definition"], said["higher_is_better"], said["primary"],
            said["service"] or None,
        )  # fmt: skip


class WaveForm(forms.Form):
    kind = forms.ChoiceField(label=_("Wave"))
    from_on = _day(_("First day"))
    until_on = _day(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, words.kind_in_words(one)) for one in WaveKind]  # type: ignore[attr-defined]

    def terms(self) -> WaveTerms:
        said = self.cleaned_data
        return WaveTerms(WaveKind(said["kind"]), said["from_on"], said["until_on"])


class ServiceForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200)
    definition = _long(_("Definition: how it is measured"), 500)
    measure = forms.CharField(label=_("Measure"), max_length=40, help_text=_("%, days"))
    higher_is_better = forms.BooleanField(label=_("More is better"), required=False, initial=True)


class SourceForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or JSON"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json"}),
        help_text=_("With the columns unit, month (2026-12) and value."),
    )  # fmt: skip
    publisher = forms.CharField(label=_("Published by"), max_length=200)
    address = forms.CharField(label=_("Where"), max_length=500)
    licence = forms.CharField(label=_("Licence"), max_length=200)
    fetched_at = _day(_("Fetched on"))


class FeedForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the feed"), max_length=500, help_text=_("A CSV or JSON file, over https.")
    )
    publisher = forms.CharField(label=_("Published by"), max_length=200)
    licence = forms.CharField(label=_("Licence"), max_length=200)


class RoomForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = _long(_("What is assessed, by whose order"), 1000)
    organisation = forms.CharField(
        label=_("Code of the organisation"), max_length=30, help_text=_("It, and everything below it.")
    )
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    assessors = _long(
        _("Assessors, one in a line"), 10_000,
        _("Dr. A. Rao <rao@institute.example>: whoever has no account yet is invited to one."),
    )  # fmt: skip
    from_on = _day(_("First day"))
    until_on = _day(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [  # type: ignore[attr-defined]
            (key, f"{table_in_words(column.table)}: {column_in_words(key)}") for key, column in COLUMNS.items()
        ]
