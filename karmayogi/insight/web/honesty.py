"""Rates of an office: how often lessons, tests and answers were out of the ordinary. No names anywhere behind it."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.insight.queries.boards import access_figures
from karmayogi.insight.queries.honesty import KINDS, PEOPLE, rates
from karmayogi.insight.types import Words
from karmayogi.insight.web.words import figure, words
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.ui.api import render


def kinds() -> dict[str, tuple[str, str]]:
    """Kind of signal -> (short name, what it means)."""
    return {
        "fast_lessons": (
            _("Fast lessons"),
            _("Parts of a course lay open for less time than they take at the least, all together."),
        ),
        "fast_test": (_("Fast tests"), _("A passed test took less time than reading its questions takes.")),
        "same_answers": (
            _("Same answers"),
            _("Two tests of the office share wrong answers more often than chance explains."),
        ),
        "shared_device": (
            _("Shared devices"),
            _("Several people handed in one test from what looks like one device within hours. Often an office has"
              " only one."),
        ),
    }  # fmt: skip


@signed_in
def honesty(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    unit = access_figures(request.actor, organisation)
    return render(
        request,
        "insight/honesty.html",
        {
            "nav": "admin", "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "uuid": unit.uuid,
            "rates": rates(unit), "kinds": kinds(), "people": PEOPLE,
        },
    )  # fmt: skip


@signed_in
def honesty_xlsx(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The same as a file; what the page hides is hidden here too."""
    unit = access_figures(request.actor, organisation)
    found = rates(unit)
    name = words(Words(unit.name_en, unit.name_hi, unit.name_ur))
    columns = (PEOPLE, *KINDS)
    lines = [
        [title, *(figure(shown[key]) if shown[key].value is None else shown[key].value for key in columns)]
        for title, shown in [(name, found.total), *((words(place.name), place.figures) for place in found.places)]
    ]
    heads = [_("Unit"), _("Officers with a completed course"), *(f"{short} (%)" for short, _long in kinds().values())]
    return table(heads, lines, f"honest-completion-{unit.code}", name)
