"""The order and its terms as one plain form; a condition by its attribute."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karmayogi.plans.actions.write_mandate import Terms


def _day(label: Any, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class TermsForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    number = forms.CharField(label=_("Order number"), max_length=120)
    clause = forms.CharField(label=_("Clause"), max_length=60, required=False)
    ordered_on = _day(_("Date of the order"))
    issuer = forms.CharField(
        label=_("Signed by"), max_length=200, help_text=_("The designation, such as Under Secretary (Training).")
    )
    why = forms.CharField(
        label=_("Why it is asked"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody whom it binds reads this."),
    )  # fmt: skip
    for_appraisal = forms.BooleanField(label=_("It counts for the appraisal of the year"), required=False)
    starts_on = _day(_("Takes effect on"), required=True)
    ends_on = _day(_("Last day"), help_text=_("Empty: until it is ended or replaced."))
    wants = forms.ChoiceField(
        label=_("What is asked"),
        choices=[
            ("items", _("Courses, programmes, assessments or events")), ("minutes", _("Hours of learning")),
            ("level", _("A competency at a level")), ("points", _("Points of the learning rules")),
        ],
    )  # fmt: skip
    needed = forms.IntegerField(
        label=_("How much"), min_value=1, max_value=100_000, initial=1,
        help_text=_("How many of the items that are listed; or hours; or points; or the level, 1 to 5."),
    )  # fmt: skip
    competency = forms.CharField(
        label=_("Code of the competency"), max_length=60, required=False, help_text=_("Only where a level is asked.")
    )
    counts = forms.ChoiceField(
        label=_("Earlier completions"),
        choices=[
            ("ever", _("count, whenever they were")), ("since", _("count from a day on")),
            ("start", _("do not count: only from the day on which it takes effect")),
        ],
    )  # fmt: skip
    counts_since = _day(_("They count from"))
    anchor = forms.ChoiceField(
        label=_("Due"),
        choices=[
            ("fixed", _("on a fixed day")), ("start", _("counted from the day on which it takes effect")),
            ("joining", _("counted from joining service")), ("posting", _("counted from taking the post")),
        ],
    )  # fmt: skip
    fixed_on = _day(_("Fixed day"))
    amount = forms.IntegerField(label=_("Plus"), min_value=0, max_value=3_660, initial=0, required=False)
    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=[("days", _("days")), ("months", _("months")), ("working_days", _("working days"))],
    )
    round_to = forms.ChoiceField(
        label=_("And then"), required=False,
        choices=[
            ("", _("that day")), ("quarter", _("to the end of the quarter")),
            ("year", _("to the end of the financial year")),
        ],
    )  # fmt: skip
    repeat_months = forms.IntegerField(
        label=_("Repeats every so many months"), min_value=1, max_value=600, required=False,
        help_text=_("Empty: it is asked once."),
    )  # fmt: skip
    repeat_basis = forms.ChoiceField(
        label=_("The next date is counted"), required=False,
        choices=[
            ("due", _("from the due date: the dates stay")), ("completion", _("from the last completion")),
        ],
    )  # fmt: skip
    repeat_window = forms.IntegerField(
        label=_("Can be renewed in the last so many months before"), min_value=1, max_value=600, required=False
    )

    def clean_competency(self) -> int | None:
        text = self.cleaned_data["competency"].strip()
        if not text or self.data.get("wants") != "level":
            return None
        from karmayogi.competencies import api as competencies

        found = competencies.by_codes([text])
        if text not in found:
            raise forms.ValidationError(_("There is no competency with this code."))
        return int(found[text].id)

    def terms(self) -> Terms:
        """The cleaned fields as the action takes them; hours become minutes, what does not belong is left out."""
        values = dict(self.cleaned_data)
        values["competency_id"] = values.pop("competency")
        values["amount"] = values["amount"] or 0
        if values["wants"] == "minutes":
            values["needed"] *= 60
        if values["anchor"] != "fixed":
            values["fixed_on"] = None
        if values["counts"] != "since":
            values["counts_since"] = None
        if values["repeat_months"] is None:
            values |= {"repeat_basis": "", "repeat_window": None}
        else:
            values["repeat_window"] = values["repeat_window"] or values["repeat_months"]
            values["repeat_basis"] = values["repeat_basis"] or "due"
        return Terms(**values)


def initial_of(row: Any, competency_code: str) -> dict[str, Any]:
    """What the form shows of a draft."""
    names = [name for name in TermsForm.base_fields if name != "competency"]
    values = {name: getattr(row, name) for name in names}
    if row.wants == "minutes":
        values["needed"] = row.needed // 60 or 1
    return values | {"competency": competency_code}
