"""Every part of the design system on one page, with invented examples in the reader's language: for those who build
pages, and for the accessibility tests."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from karmayogi.kernel.web.door import public
from karmayogi.ui import charts
from karmayogi.ui.pages import render
from karmayogi.ui.words import pick

FIGURES = {
    "JK": 29, "LA": 48, "CH": 86, "PB": 91, "HP": 22, "UK": 35, "HR": 45, "DL": 92, "UP": 89, "SK": 68, "AR": 68,
    "RJ": 92, "MP": 88, "BR": 27, "AS": 24, "NL": 46, "GJ": 82, "MH": 72, "CG": 30, "JH": 73, "WB": 55, "ML": 90,
    "MN": 25, "DH": 64, "GA": 25, "TS": 46, "OD": 92, "TR": 23, "MZ": 33, "KA": 71, "AP": 37, "KL": 26, "TN": 24,
    "PY": 25, "LD": 29, "AN": None,
}  # fmt: skip


class ExampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As in the service book."), max_length=60)
    mobile = forms.RegexField(r"^\d{10}$", label=_("Mobile number"), error_messages={"invalid": _("Give ten digits.")})
    mode = forms.ChoiceField(
        label=_("How will you attend?"), choices=[("in", _("In person")), ("on", _("Online"))], widget=forms.RadioSelect
    )
    state = forms.ChoiceField(label=_("State"), choices=[("KA", "KA"), ("UP", "UP")], required=False)
    remarks = forms.CharField(label=_("Remarks"), widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label=_("I have read the rules"))


def _competencies() -> list[charts.CompetencyBox]:
    return [
        charts.CompetencyBox("pf", pick("Public finance", "लोक वित्त", "عوامی مالیات"), "F · L3", "#", True),
        charts.CompetencyBox("ep", pick("e-Procurement", "ई-प्रापण", "ای پروکیورمنٹ"), "F · L2", "#", False),
        charts.CompetencyBox(
            "co", pick("Coaching and developing others", "दूसरों का विकास", "دوسروں کی تربیت"), "B · L3"
        ),
        charts.CompetencyBox("ci", pick("Citizen orientation", "नागरिक केंद्रितता", "شہری مرکوزیت"), "B · L4", None, True),
        charts.CompetencyBox("rw", pick("Rural works", "ग्रामीण कार्य", "دیہی تعمیرات"), "D · L3", None, False),
    ]


def _roles() -> list[charts.RoleBox]:
    def activity(label: str, *needs: tuple[str, int]) -> charts.ActivityBox:
        return charts.ActivityBox(label, needs)

    return [
        charts.RoleBox(
            pick("Scheme delivery lead", "योजना क्रियान्वयन प्रमुख", "اسکیم سربراہ"),
            (
                activity(
                    pick("Approve muster rolls", "मस्टर रोल स्वीकृत करना", "مسٹر رول منظور کرنا"), ("pf", 3), ("ep", 2)
                ),
                activity(
                    pick("Inspect works on site", "स्थल पर कार्यों का निरीक्षण", "موقع پر کاموں کا معائنہ"),
                    ("rw", 3),
                    ("pf", 3),
                ),
            ),
        ),
        charts.RoleBox(
            pick("Field team supervisor", "क्षेत्र दल पर्यवेक्षक", "فیلڈ ٹیم نگراں"),
            (activity(pick("Coach field staff", "क्षेत्र कर्मियों का मार्गदर्शन", "فیلڈ عملے کی رہنمائی"), ("co", 3)),),
        ),
        charts.RoleBox(
            pick("Grievance officer", "शिकायत अधिकारी", "شکایات افسر"),
            (activity(pick("Resolve complaints", "शिकायतों का निवारण", "شکایات کا ازالہ"), ("ci", 4), ("co", 3)),),
        ),
    ]


def _axes() -> list[charts.Axis]:
    names = [box.label for box in _competencies()] + [pick("Data use", "आँकड़ों का उपयोग", "ڈیٹا کا استعمال")]
    levels = [(3, 3), (1, 2), (2, 3), (4, 4), (2, 3), (3, 3)]
    return [charts.Axis(name, shown, needed) for name, (shown, needed) in zip(names, levels, strict=True)]


def examples() -> dict[str, Any]:
    """What the gallery shows, made anew for the language of the request."""
    return {
        "axes": _axes(),
        "competencies": _competencies(),
        "figures": FIGURES,
        "moment": dt.datetime(2026, 11, 21, 3, 30, tzinfo=dt.UTC),
        "officer": pick("Asha Kumari", "आशा कुमारी", "آشا کماری"),
        "post": pick("Block Development Officer", "खंड विकास अधिकारी", "بلاک ڈیولپمنٹ افسر"),
        "roles": _roles(),
    }


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    context = examples() | {"empty_form": ExampleForm(), "wrong_form": ExampleForm({"mobile": "12"}, prefix="wrong")}
    return render(request, "ui/gallery.html", context)
