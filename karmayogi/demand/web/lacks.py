"""What is lacking, with its arithmetic; asking for it; and the thresholds."""

import datetime as dt
import uuid as uuids
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.demand.actions.ask import ask
from karmayogi.demand.actions.set_terms import RANGES, set_terms
from karmayogi.demand.models import ScanTerms
from karmayogi.demand.queries.access import access_lack, check_asks
from karmayogi.demand.queries.answers import offered_to
from karmayogi.demand.queries.lists import LACKS_BY, LackLine, every_lack, lack_lines
from karmayogi.demand.queries.scan import terms_now, terms_of
from karmayogi.demand.types import Kind, Terms
from karmayogi.demand.web import words
from karmayogi.demand.web.forms import AskForm, TermsForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_stream
from karmayogi.ui.api import day, num, render


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    check_asks(request.actor)
    kept = _asked(request)
    lines, after = lack_lines(**kept, after=request.GET.get("after", ""))
    here = reverse("demand:index")
    row, _terms = terms_now()
    return render(
        request,
        "demand/lacks.html",
        {
            "nav": "admin", "lines": lines, "kept": kept, "here": here, "words": words, "counted": row is not None,
            "kinds": [("", _("All")), *((one.value, words.kind_in_words(one)) for one in Kind)],
            "askeds": [("", _("All")), ("no", _("Not asked for")), ("yes", _("Asked for"))],
            "orders": [("greatest", _("Most officers first")), ("newest", _("Newest first"))],
            "tones": words.TONES, "urlencode": urlencode,
            "csv_href": f"{reverse('demand:lacks_csv')}?{urlencode(kept)}",
            "next_href": f"{here}?{urlencode(kept | {'after': after})}" if after else None,
            "first_href": f"{here}?{urlencode(kept)}" if request.GET.get("after") else None,
        },
    )  # fmt: skip


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    check_asks(request.actor)
    heads = [
        _("Competency"), _("Code"), _("Level"), _("Language"), _("What is lacking"), _("Officers whose post asks"),
        _("Officers who lack it"), _("Courses"), _("In the language"), _("Ratings"), _("Mean"), _("Annual plans"),
        _("Since"), _("As on"), _("Request"),
    ]  # fmt: skip
    lines = map(_cells, every_lack(**_asked(request)))
    return csv_stream(chain([heads], lines), f"content-lacking-{day(request.at)}")


def _cells(one: LackLine) -> list[str]:
    figures, rated = one.figures, one.kind == Kind.WEAK  # as on the page: of others the ratings may be of very few
    return [
        words.name_of(one), one.code, str(one.level), words.language_of(one.language), words.kind_in_words(one.kind),
        str(figures.people), str(figures.lacking), str(figures.courses),
        str(figures.in_language) if one.language else "", str(figures.rated) if rated else "",
        str(figures.stars) if rated and figures.stars is not None else "", str(figures.plans), day(one.since),
        day(one.counted_on), words.state_in_words(one.state) if one.state else "",
    ]  # fmt: skip


@signed_in
def one(request: SignedInRequest, lack: uuids.UUID) -> HttpResponse:
    """Why, and the form that asks for it."""
    line = access_lack(request.actor, lack)
    today = clock.day(request.at)
    _row, terms = terms_now()
    parties = offered_to(today)
    form = AskForm(request.POST or None, parties=parties, due_on=today + dt.timedelta(days=terms.days))
    if request.method == "POST" and form.is_valid():
        try:
            made = ask(
                actor=request.actor, lack=lack, provider=read_uuid(form.cleaned_data["provider"]),
                due_on=form.cleaned_data["due_on"], note=form.cleaned_data["note"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("Asked. The providers find it among what waits for them."))
            return HttpResponseRedirect(reverse("demand:request", args=(made,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "nav": "admin", "one": line, "form": form, "here": request.path, "words": words,
        "why": words.why(line, terms_of(ScanTerms.objects.get(pk=line.terms_id))), "tones": words.TONES,
    }  # fmt: skip
    return render(request, "demand/lack.html", context, status=422 if form.errors else 200)


@signed_in
def terms(request: SignedInRequest) -> HttpResponse:
    check_asks(request.actor)
    row, now = terms_now()
    initial = {name: getattr(now, name) for name in RANGES}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        try:
            asked = Terms(**given | {"weak_stars": float(given["weak_stars"])})
            set_terms(actor=request.actor, terms=asked, reason=reason, at=request.at)
            messages.success(request, _("Kept. The next scan counts by it."))
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    earlier = ScanTerms.objects.select_related("made_by").order_by("-pk")[:20]
    context = {"nav": "admin", "form": form, "here": request.path, "row": row, "earlier": earlier, "num": num}
    return render(request, "demand/terms.html", context, status=422 if form.errors else 200)


def _asked(request: SignedInRequest) -> dict[str, Any]:
    """Search, filters and order of the list; what is unknown is as nothing."""
    get = request.GET.get
    kind, asked, by = get("kind", ""), get("asked", ""), get("by", "")
    return {
        "q": get("q", "").replace("\0", "").strip()[:100],
        "kind": kind if kind in set(Kind) else "",
        "asked": asked if asked in ("yes", "no") else "",
        "by": by if by in LACKS_BY else "greatest",
    }
