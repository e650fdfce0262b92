"""Forms about posts, people and units. Dates are days in India; what is wrong with them the actions say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karmayogi.orgs.queries.designations import designation_by_name


def _day(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget, required=required)


class DesignationField(forms.CharField):
    """The name of a designation, or another spelling of it; cleaned to its row."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = designation_by_name(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("This designation is not in the list. Check the spelling."))
        return found


class OrderForm(forms.Form):
    number = forms.CharField(label=_("Order number"), max_length=120)
    ordered_on = _day(_("Date of the order"))
    effective_on = _day(_("With effect from"))
    subject = forms.CharField(label=_("Subject"), max_length=300, required=False)
    file = forms.FileField(
        label=_("The order as PDF"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text=_("At most 5 MB."),
    )  # fmt: skip


class CreatePostsForm(OrderForm):
    designation = DesignationField(label=_("Designation"), max_length=200)
    count = forms.IntegerField(label=_("Number of posts"), min_value=1, max_value=500, initial=1)
    label = forms.CharField(label=_("Desk or section"), max_length=200, required=False)
    reports_to = forms.CharField(
        label=_("Reports to the post"),
        max_length=40,
        required=False,
        help_text=_("Its code, such as P-1024."),
    )


class UpgradeForm(OrderForm):
    designation = DesignationField(label=_("New designation"), max_length=200)


class SuperiorForm(forms.Form):
    reports_to = forms.CharField(
        label=_("Reports to the post"), max_length=40, required=False,
        help_text=_("Its code, such as P-1024; empty: to nobody."),
    )  # fmt: skip
    on = _day(_("With effect from"))


class JoinForm(forms.Form):
    who = forms.CharField(
        label=_("E-mail or mobile of the officer"), max_length=254,
        help_text=_(
            "The officer must have been relieved of the last post. Additional charge is given on the officer’s own "
            "page."
        ),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Holds it"), choices=[])
    on = _day(_("Joins on"))
    until = _day(_("Until before"), _("Where the order sets an end."), required=False)
    order_number = forms.CharField(label=_("Order number"), max_length=120)


class RelieveForm(forms.Form):
    on = _day(_("First day on which it is no longer held"))
    order_number = forms.CharField(label=_("Order number"), max_length=120)


class PostingForm(forms.Form):
    """A transfer or an additional charge, from the page of the person."""

    post = forms.CharField(label=_("To the post"), max_length=40, help_text=_("Its code, such as P-1024."))
    kind = forms.ChoiceField(label=_("Holds it"), choices=[])
    on = _day(_("With effect from"))
    order_number = forms.CharField(label=_("Order number"), max_length=120)


class RetireForm(forms.Form):
    on = _day(_("First day out of service"), _("It may lie ahead."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Superannuation, resignation, death …"))


class ChangeUnitForm(forms.Form):
    name_en = forms.CharField(label=_("Name in English"), max_length=250)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=250, required=False)
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=250, required=False)
    parent = forms.CharField(label=_("Stands under"), max_length=30, help_text=_("Its code, such as GOI-0012."))
    on = _day(_("With effect from"))
    order_number = forms.CharField(label=_("Order number"), max_length=120)


class EndUnitForm(forms.Form):
    """Merging into another unit, or abolishing."""

    into = forms.CharField(
        label=_("Goes into the unit"), max_length=30, required=False,
        help_text=_("The code of the unit that takes in its units, posts and people; empty: it is abolished."),
    )  # fmt: skip
    on = _day(_("With effect from"))
    order_number = forms.CharField(label=_("Order number"), max_length=120)


class SplitForm(forms.Form):
    """A part with a new code and name; its units and posts are ticked beside, or typed where they are many."""

    code = forms.CharField(label=_("Code of the new unit"), max_length=30)
    name_en = forms.CharField(label=_("Name in English"), max_length=250)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=250, required=False)
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=250, required=False)
    on = _day(_("With effect from"))
    order_number = forms.CharField(label=_("Order number"), max_length=120)
    codes = forms.CharField(
        label=_("Units and posts that go to it"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Their codes, one on a line. The lists of units and posts have them."),
    )  # fmt: skip

    def __init__(self, *args: Any, typed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not typed:
            del self.fields["codes"]


class GrantForm(forms.Form):
    who = forms.CharField(label=_("E-mail or mobile of the person"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=[])
    unit = forms.CharField(label=_("Over the unit"), max_length=30, help_text=_("Its code; all units below count too."))
    until = _day(_("Until before"))
    with_post = forms.BooleanField(label=_("Ends also on leaving the present post"), required=False, initial=True)
    reason = forms.CharField(label=_("Reason"), max_length=200)
