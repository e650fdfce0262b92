"""Plain forms of appraisal years. `revision` is what the writer saw (decision 0044)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karmayogi.talent.queries import wording as words
from karmayogi.talent.types import Away


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _long(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class OrderForm(forms.Form):
    number = forms.CharField(label=_("Order number"), max_length=120)
    dated_on = day_field(_("Date of the order"))
    issuer = forms.CharField(label=_("Signed by"), max_length=200)
    words = _long(_("Text"), 5, max_length=4000)
    from_year = forms.TypedChoiceField(label=_("From the financial year"), coerce=int)
    share = forms.IntegerField(
        label=_("Share of the prescribed courses, per cent"), min_value=1, max_value=100, initial=50
    )
    needs_test = forms.BooleanField(label=_("The comprehensive test is asked for"), required=False, initial=True)
    least_days = forms.IntegerField(
        label=_("Days on duty below which nothing is asked"), min_value=0, max_value=366, initial=0
    )
    prorata = forms.BooleanField(label=_("What is needed shrinks with the days on duty"), required=False)
    counts_earlier = forms.BooleanField(label=_("What was done before the year counts, too"), required=False)
    away = forms.MultipleChoiceField(
        label=_("What takes days off"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, years: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_year"].choices = years  # type: ignore[attr-defined]
        self.fields["away"].choices = [(one.value, words.away_in_words(one)) for one in Away]  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """orders, tests, services: what can be chosen. Without services: of a year whose own stays."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9, initial=0)
    order = forms.ChoiceField(label=_("Order"))
    service = forms.TypedChoiceField(
        label=_("Service"), required=False, coerce=int, empty_value=None,
        help_text=_("For who controls a cadre: the year is of its members alone, before that of their office."),
    )  # fmt: skip
    test = forms.TypedChoiceField(
        label=_("Comprehensive test"), required=False, coerce=int, empty_value=None,
        help_text=_("A test of this year, planned by this organisation or one above it."),
    )  # fmt: skip
    starts_on = day_field(_("First day"))
    assigned_by = day_field(_("Courses are prescribed by"))
    done_by = day_field(_("Last day"))
    feeds_from = day_field(_("Told to the appraisal system from"))
    reminders = forms.CharField(
        label=_("Reminders, days before the last day"), max_length=80, required=False, initial="90, 30, 14, 7, 1",
        help_text=_("Numbers with commas between. Each officer gets one digest a day at most."),
    )  # fmt: skip
    escalate_days = forms.IntegerField(
        label=_("The supervisor is told after so many days without a step"), min_value=1, max_value=366, initial=14
    )

    def __init__(
        self, orders: list[tuple[str, str]], tests: list[tuple[int, str]], services: list[tuple[int, str]] | None,
        *args: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if services is None:
            del self.fields["service"]
        else:
            self.fields["service"].choices = [("", "–"), *services]  # type: ignore[attr-defined]
        self.fields["order"].choices = orders  # type: ignore[attr-defined]
        self.fields["test"].choices = [("", "–"), *tests]  # type: ignore[attr-defined]

    def clean_reminders(self) -> tuple[int, ...]:
        parts = [part.strip() for part in self.cleaned_data["reminders"].replace("،", ",").split(",")]
        if any(not (part.isascii() and part.isdigit() and len(part) <= 3) for part in parts if part):
            raise forms.ValidationError(_("Numbers with commas between, such as 90, 30, 7."))
        return tuple(int(part) for part in parts if part)


class ContestForm(forms.Form):
    what = forms.ChoiceField(label=_("What is wrong"))
    words = _long(
        _("In your words"), 3, max_length=1000,
        help_text=_("Your line in the feed is frozen until somebody else has decided, with reasons."),
    )  # fmt: skip

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    uphold = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Uphold")), ("no", _("Do not uphold"))], widget=forms.RadioSelect
    )
    counts_on = day_field(
        _("Counts as done on"), required=False, help_text=_("Of a course or the test that is upheld.")
    )
    reason = _long(_("Reasons"), 3, max_length=1000)


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"))
    from_on = day_field(_("First day"))
    until_on = day_field(_("Last day"))
    order_number = forms.CharField(label=_("Order number"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, words.away_in_words(one)) for one in Away]  # type: ignore[attr-defined]


class WishForm(forms.Form):
    by_mail = forms.BooleanField(label=_("By mail"), required=False)
    by_sms = forms.BooleanField(label=_("By SMS"), required=False)
    quiet_from = forms.IntegerField(label=_("Quiet from, hour"), min_value=0, max_value=23)
    quiet_until = forms.IntegerField(label=_("Quiet until, hour"), min_value=0, max_value=23)


class FeedForm(forms.Form):
    name = forms.CharField(label=_("Name of the appraisal system"), max_length=100)
    url = forms.CharField(
        label=_("Address"), max_length=500, required=False, help_text=_("Empty: batches go as files.")
    )
    public_key = forms.CharField(
        label=_("Its public key"), max_length=60, help_text=_("Ed25519, 43 letters of base64url.")
    )


class TextForm(forms.Form):
    number = forms.CharField(label=_("Number in the register"), max_length=30)
    header = forms.CharField(label=_("Registered sender"), max_length=11)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("hi", "हिन्दी"), ("ur", "اردو")])
    text = _long(
        _("Text as it is registered"), 3, max_length=1000, strip=False,
        help_text=_("With two gaps {#var#}: how many are left, and by when."),
    )  # fmt: skip
    registered_on = day_field(_("Registered on"))
