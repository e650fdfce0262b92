"""Tests of the year: what opens mine, and planning them for an office."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karmayogi.assessment.actions.check_door import door_of, opening_in_words
from karmayogi.assessment.actions.yearly.plan_year import Plan, plan_year
from karmayogi.assessment.engine.opening import year_of
from karmayogi.assessment.policies import organises
from karmayogi.assessment.queries.yearly import tests
from karmayogi.assessment.web.forms import YearForm
from karmayogi.assessment.web.proctored.sittings import uuid_of
from karmayogi.assessment.web.words import offices_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@signed_in
@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    found = tests.my_yearly_tests(request.actor.person_id, request.at)
    return render(
        request,
        "assessment/yearly/mine.html",
        {
            "nav": "learning",
            "found": [(one, opening_in_words(one)) for one in found],
            "plans": organises(request.actor),
        },
    )


@signed_in
@require_POST
def begin(request: SignedInRequest, yearly: uuid.UUID) -> HttpResponse:
    """To the first page of the test: whoever may take it is enrolled in it by that."""
    row = tests.access_yearly(request.actor, yearly, request.at)
    closed = door_of(row, person_id=request.actor.person_id, paper_id=row.paper_id, at=request.at)
    if closed and not row.passed:
        messages.error(request, closed)
        return redirect("assessment:yearly")
    learning.enrol(actor=request.actor, course_uuid=row.course_uuid, language=get_language() or "en", at=request.at)
    return redirect("assessment:start", row.part_uuid)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def planned(request: SignedInRequest) -> HttpResponse:
    """The list of those who plan them, and the form of the next one."""
    if not organises(request.actor):
        raise NotFound
    year = year_of(clock.day(request.at))
    form = YearForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_year(
                actor=request.actor,
                plan=Plan(
                    office=given["office"], year=given["year"],
                    titles={code: given[f"title_{code}"] for code in ("en", "hi", "ur")}, courses=given["courses"],
                    needed=given["needed"], minutes=given["minutes"], attempts=given["attempts"],
                    pass_percent=given["pass_percent"], opens_at=given["opens_at"], closes_at=given["closes_at"],
                    at_sittings=given["at_sittings"],
                ),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The test is planned. Officers find it under Tests of the year."))
            return redirect("assessment:yearly_plans")
        except Refused as refused:
            form.add_error(None, str(refused))
    q = " ".join(request.GET.get("q", "").split())[:100]
    after = request.GET.get("after", "")
    export = request.GET.get("as") == "xlsx"
    of = request.GET.get("of", "")
    found = tests.planned(
        request.actor, q=q, of=uuid_of(of) if of else None,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None,
        limit=5_000 if export else 26,
    )  # fmt: skip
    if export:
        return downloads.table(
            ("code", "title", "office", "year", "courses", "needed", "questions", "opens", "closes"),
            [
                (one.code, one.title_en, one.office_en, one.year, one.courses, one.needed, one.questions,
                 f"{one.opens_at:%Y-%m-%d %H:%M}Z", f"{one.closes_at:%Y-%m-%d %H:%M}Z")
                for one in found
            ],
            "tests of the year",
        )  # fmt: skip
    return render(
        request,
        "assessment/yearly/planned.html",
        {
            "nav": "admin", "form": form, "q": q,
            "found": found[:25], "more": found[24].id if len(found) > 25 else None,
            "courses": tests.some_lending(), "offices": offices_of(request.actor),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip
