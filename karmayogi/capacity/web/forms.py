"""Plain forms of a plan. `revision` is what the writer saw (decision 0044)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karmayogi.capacity.engine.headings import HEADINGS
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.solving_words import weights_in_words
from karmayogi.capacity.types import MOST_PEOPLE, MOST_RUPEES, Lens, Mode, PaperKind, Weights
from karmayogi.kernel.languages import NAMES


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _long(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


class NewForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Financial year"), coerce=int)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    purpose = _long(
        _("What the year is for"), 5, max_length=4000, required=False,
        help_text=_("In the words of the unit; it opens the paper."),
    )  # fmt: skip


class WordsForm(Versioned):
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    purpose = _long(_("What the year is for"), 5, max_length=4000, required=False)


class WeighForm(Versioned):
    value = forms.TypedChoiceField(label=_("How much it matters, 1 to 5"), coerce=int)
    reason = forms.CharField(label=_("Why it matters"), max_length=500)
    lenses = forms.MultipleChoiceField(label=_("Lenses"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [(n, str(n)) for n in range(1, 6)]  # type: ignore[attr-defined]
        self.fields["lenses"].choices = [(one.value, words.lens_in_words(one)) for one in Lens]  # type: ignore[attr-defined]


class SurveyForm(Versioned):
    file = forms.FileField(
        label=_("Counted answers as CSV"), widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
        help_text=_("UTF-8, with the columns designation, competency (its code), answers, asked."),
    )  # fmt: skip


class OpenSurveyForm(Versioned):
    opens_on = _day(_("First day"))
    closes_on = _day(_("Last day"))


class SpendForm(forms.Form):
    entry = forms.UUIDField(widget=forms.HiddenInput)
    line = forms.ChoiceField(label=_("Scheme"))
    intervention = forms.ChoiceField(label=_("Intervention"), required=False)
    amount = forms.IntegerField(label=_("Amount, ₹"), min_value=1, max_value=MOST_RUPEES)
    spent_on = _day(_("Day"))
    voucher = forms.CharField(label=_("Number of the voucher"), max_length=60)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False,
        help_text=_("Only where more is spent than was allocated."),
    )  # fmt: skip

    def __init__(self, lines: list[tuple[str, str]], found: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = lines  # type: ignore[attr-defined]
        self.fields["intervention"].choices = [("", "–"), *found]  # type: ignore[attr-defined]


class PaperForm(Versioned):
    kind = forms.ChoiceField(label=_("Kind of paper"))
    name = forms.CharField(label=_("Number or title"), max_length=200)
    file = forms.FileField(
        label=_("PDF"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=_("At most 20 MB, with text; or paste the text below."),
    )  # fmt: skip
    text = _long(_("Text"), 6, max_length=400_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, words.paper_in_words(one)) for one in PaperKind]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("file")) == bool((given.get("text") or "").strip()):
            raise forms.ValidationError(_("Bring a PDF or paste the text: one of the two."))
        return given


class BudgetForm(Versioned):
    scheme = forms.CharField(label=_("Scheme"), max_length=200)
    head = forms.CharField(label=_("Head of account"), max_length=60)
    salary = forms.IntegerField(label=_("Salary head of the year, ₹"), min_value=0, max_value=MOST_RUPEES)
    training = forms.IntegerField(label=_("Allocated to training, ₹"), min_value=0, max_value=MOST_RUPEES)
    sanction = forms.CharField(label=_("Number of the sanction"), max_length=120)
    sanctioned_on = _day(_("Date of the sanction"))
    valid_until = _day(_("Valid until"))


class InterventionForm(Versioned):
    heading = forms.ChoiceField(label=_("Heading"))
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    about = _long(_("What is done"), 3, max_length=1000, required=False)
    owner = forms.CharField(
        label=_("Who answers for it"),
        max_length=200,
        help_text=_("The designation, such as Under Secretary (Training)."),
    )
    quarter = forms.TypedChoiceField(label=_("Quarter"), coerce=int)
    mode = forms.ChoiceField(label=_("Mode"))
    provider = forms.CharField(label=_("Provider"), max_length=200, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=MOST_PEOPLE, initial=0)
    cost = forms.IntegerField(label=_("Cost, ₹"), min_value=0, max_value=MOST_RUPEES, initial=0)
    budget = forms.ChoiceField(label=_("Charged to"), required=False)

    def __init__(self, lines: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (words.pillar_in_words(pillar), [(one, words.heading_in_words(one)) for one in headings])
            for pillar, headings in HEADINGS.items()
        ]
        for name, found in (
            ("heading", groups), ("quarter", [(n, words.quarter_in_words(n)) for n in range(1, 5)]),
            ("mode", [(one.value, words.mode_in_words(one)) for one in Mode]), ("budget", [("", "–"), *lines]),
        ):  # fmt: skip
            self.fields[name].choices = found  # type: ignore[attr-defined]


class EntryForm(Versioned):
    intervention = forms.UUIDField(widget=forms.Select)
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=MOST_PEOPLE, initial=0)

    def __init__(self, lines: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intervention"].label = _("Intervention")
        self.fields["intervention"].widget.choices = lines


def _whole(label: Any, most: int, least: int = 0, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class BatchForm(Versioned):
    training = forms.TypedChoiceField(label=_("Training"), coerce=int)
    language = forms.ChoiceField(label=_("Language"))
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    state = forms.ChoiceField(
        label=_("State"), required=False, help_text=_("None: it is held online, nobody travels to it.")
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    seats = _whole(_("Seats"), 1_000, 1)
    least = _whole(
        _("Least number of people"), 1_000, 1, initial=1, help_text=_("With fewer people it is not held at all.")
    )
    fixed = _whole(_("Cost as soon as it is held, ₹"), MOST_RUPEES, initial=0)
    fee = _whole(_("Cost for each person, ₹"), MOST_RUPEES, initial=0)
    faculty = forms.CharField(
        label=_("Who teaches"), max_length=200, required=False, help_text=_("The same name is the same person.")
    )
    room = forms.CharField(
        label=_("Room"), max_length=200, required=False, help_text=_("The same name is the same room.")
    )
    extra = forms.BooleanField(label=_("Only in scenarios that take it in"), required=False)

    def __init__(self, trainings: list[tuple[int, str]], states: list[tuple[str, str]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["training"].choices = trainings  # type: ignore[attr-defined]
        self.fields["language"].choices = list(NAMES.items())  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("None")), *states]  # type: ignore[attr-defined]


class BatchesForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"), help_text=_("As the list is downloaded. What is there already is not added again.")
    )


class ScenarioForm(Versioned):
    name = forms.CharField(label=_("Name"), max_length=120)
    budget = _whole(
        _("Budget, ₹"), MOST_RUPEES, required=False,
        help_text=_("Empty: what the budget lines of the plan allocate to training."),
    )  # fmt: skip
    away = _whole(_("Most people of an office who are away on one day, per cent"), 100, 1, required=False)
    days = _whole(_("Most days of training of one person"), 366, 1, required=False)
    teaching = _whole(_("Most days of teaching of one person"), 366, 1, required=False)
    far = forms.BooleanField(label=_("People are sent to other States"), required=False, initial=True)
    travel = _whole(_("Cost of travel to another State, ₹ a person"), MOST_RUPEES, initial=0)
    women = _whole(_("Least share of women in all seats, per cent"), 100, 1, required=False)
    reserved = _whole(_("Least share of SC and ST in all seats, per cent"), 100, 1, required=False)
    weights = forms.ChoiceField(label=_("What a seat is worth"))
    lens = forms.ChoiceField(label=_("Counts twice"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weights = [(one.value, weights_in_words(one)) for one in Weights]
        self.fields["weights"].choices = weights  # type: ignore[attr-defined]
        lenses = [(one.value, words.lens_in_words(one)) for one in Lens]
        self.fields["lens"].choices = [("", _("No lens")), *lenses]  # type: ignore[attr-defined]


class StressForm(forms.Form):
    scheme = forms.ChoiceField(label=_("Scheme"))
    by_on = _day(_("Ready by"))
    designation = forms.ChoiceField(label=_("Only posts of the designation"), required=False)

    def __init__(self, schemes: list[tuple[str, str]], posts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined]
        self.fields["designation"].choices = [("", _("All")), *posts]  # type: ignore[attr-defined]
