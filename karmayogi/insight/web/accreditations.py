"""The register of accredited institutes: the list, and the Commission's forms."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.insight.actions.set_accreditation import accredit, withdraw
from karmayogi.insight.policies import can_freeze
from karmayogi.insight.queries.accreditations import LEVELS, PAGE, accreditations, choices
from karmayogi.insight.queries.snapshots import see_country
from karmayogi.insight.queries.wording import words
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import day, render

FIELDS = ("provider", "standard", "level", "from", "until", "document", "given_by", "on", "reason")


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """`?q=` in names and standards. The Commission enters one here, or withdraws it."""
    see_country(request.actor)
    typed = {key: request.POST.get(key, "").strip() for key in FIELDS}
    refusal = ""
    if request.method == "POST":
        try:
            if gone := read_uuid(request.POST.get("withdraw", "")):
                withdraw(
                    actor=request.actor, accreditation=gone, on=_day(typed["on"]), reason=typed["reason"], at=request.at
                )
                messages.success(request, _("The accreditation is withdrawn."))
            else:
                level = number(typed["level"])
                accredit(
                    actor=request.actor, number=read_uuid(request.POST.get("number", "")) or uuid7(),
                    provider=read_uuid(typed["provider"]) or uuid7(), standard=typed["standard"],
                    level=-1 if level is None else level, from_on=_day(typed["from"]),
                    until_on=_day(typed["until"]) if typed["until"] else None, document=typed["document"],
                    given_by=typed["given_by"], at=request.at,
                )  # fmt: skip
                messages.success(request, _("The accreditation is entered."))
            return HttpResponseRedirect(reverse("insight:accreditations"))
        except Refused as refused:
            refusal = str(refused)
    q = request.GET.get("q", "").replace("\0", "")[:100]
    found = accreditations(clock.day(request.at), search=q, before=request.GET.get("before", ""))
    here = reverse("insight:accreditations")
    context = {
        "nav": "insight", "lines": found[:PAGE], "q": q, "here": here, "refusal": refusal, "typed": typed,
        "number": uuid7(), "may": can_freeze(request.actor, orgs.country_path()),
        "levels": {str(level): name for level, name in LEVELS.items()}, "choices": choices(),
        "today": clock.day(request.at).isoformat(),
        "next": f"{here}?{urlencode({'q': q, 'before': found[PAGE - 1].key})}" if len(found) > PAGE else "",
        "file": f"{reverse('insight:accreditations_xlsx')}?{urlencode({'q': q})}",
    }  # fmt: skip
    return render(request, "insight/accreditations.html", context, status=422 if refusal else 200)


@signed_in
def as_book(request: SignedInRequest) -> HttpResponse:
    see_country(request.actor)
    q = request.GET.get("q", "").replace("\0", "")[:100]
    lines = [
        [
            words(one.name), one.standard, words(one.level), day(one.from_on),
            day(one.until_on) if one.until_on else "", one.document, one.given_by,
            day(one.withdrawn_on) if one.withdrawn_on else "", one.reason,
        ]
        for one in accreditations(clock.day(request.at), search=q, most=10_000)
    ]  # fmt: skip
    heads = [
        _("Institute"), _("Standard"), _("Level"), _("First day"), _("Last day"), _("Document"), _("Given by"),
        _("Withdrawn from"), _("Reason"),
    ]  # fmt: skip
    return table(heads, lines, "accreditations")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Give the days.")) from None
