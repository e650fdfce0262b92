"""Tests for people from outside, for whoever invites them: who came, with what result; inviting and removing."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karmayogi.assessment.actions.invited import invite as inviting
from karmayogi.assessment.actions.invited.ask_for import decide_plea
from karmayogi.assessment.actions.invited.plan_public import end_public, plan_public
from karmayogi.assessment.policies import can_organise, organises
from karmayogi.assessment.queries.invited import candidates as queries
from karmayogi.assessment.queries.invited.pleas import PleaRow, pleas_of
from karmayogi.assessment.queries.proctored.sittings import tests_alone
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.assessment.web.forms import PublicForm
from karmayogi.assessment.web.proctored.sittings import uuid_of
from karmayogi.assessment.web.words import offices_of
from karmayogi.kernel import audit
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import num, render

PAGE = 50


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: SignedInRequest) -> HttpResponse:
    lends = withdraws(request.actor)
    if not (lends or organises(request.actor)):
        raise NotFound
    form = PublicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_public(actor=request.actor, at=request.at, **form.cleaned_data)
            if not can_organise(request.actor, queries.path_of(made)):
                messages.success(request, _("The test is open to the office. Those who plan its tests invite people."))
                return redirect("assessment:public_tests")
            messages.success(request, _("Now invite people to it."))
            return redirect("assessment:public_test", made)
        except Refused as refused:
            form.add_error(None, str(refused))
    q = " ".join(request.GET.get("q", "").split())[:100]
    after = request.GET.get("after", "")
    found = queries.public_tests(
        request.actor, q=q, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None,
        limit=26,
    )  # fmt: skip
    return render(
        request,
        "assessment/invited/listed.html",
        {
            "nav": "admin", "form": form, "q": q,
            "found": found[:25], "more": found[24].id if len(found) > 25 else None,
            "tests": [
                one for one in tests_alone(request.actor)
                if lends or (one.provider_path and can_organise(request.actor, one.provider_path))
            ],
            "offices": offices_of(request.actor),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: SignedInRequest, open_test: uuid.UUID) -> HttpResponse:
    row = queries.access_public_test(request.actor, open_test)
    if request.method == "POST":
        try:
            _change(request, open_test)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("assessment:public_test", open_test)
    q = " ".join(request.GET.get("q", "").split())[:100]
    sort = request.GET.get("sort", "invited")
    sort = sort if sort in queries.SORTS else "invited"
    if request.GET.get("as") == "xlsx":
        return _workbook(request, row, queries.candidates(row.id, q=q, sort=sort, limit=None))
    page = request.GET.get("page", "1")
    page_number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 4 else 1
    found = queries.candidates(row.id, q=q, sort=sort, skip=PAGE * max(0, page_number - 1), limit=PAGE + 1)
    return render(
        request,
        "assessment/invited/candidates.html",
        {
            "nav": "admin", "row": row, "found": found[:PAGE], "q": q, "sort": sort, "page": max(1, page_number),
            "pleas": _pleas([one.id for one in found[:PAGE]]),
            "more": len(found) > PAGE, "over": request.at >= row.closes_at,
            "sorts": {
                "asks": _("Asks for something"), "invited": _("Last invited"), "name": _("Name"), "score": _("Score"),
            },
        },
    )  # fmt: skip


def _pleas(candidates: list[int]) -> dict[int, list[PleaRow]]:
    found: dict[int, list[PleaRow]] = {}
    for one in pleas_of(candidates):
        found.setdefault(one.candidate_id, []).append(one)
    return found


def _change(request: SignedInRequest, test: uuid.UUID) -> None:
    actor, at, given = request.actor, request.at, request.POST
    match given.get("act", ""):
        case "invite":
            done = inviting.invite(
                actor=actor, test=test, text=given.get("people", "")[:60_000], language=given.get("language", ""), at=at
            )
            told = ngettext("%(count)s person was invited.", "%(count)s people were invited.", done.new)
            messages.success(request, told % {"count": num(done.new)})
        case "end":
            end_public(actor=actor, test=test, at=at)
            messages.success(request, _("The test is closed. Whoever has begun it may finish."))
        case "again":
            inviting.invite_again(actor=actor, test=test, candidate=uuid_of(given.get("candidate", "")), at=at)
            messages.success(request, _("A new link is on its way. The one before opens nothing any more."))
        case "remove":
            inviting.remove(actor=actor, test=test, candidate=uuid_of(given.get("candidate", "")), at=at)
            messages.success(request, _("Name, address and certificate are gone."))
        case "allow" | "decline" as answer:
            decide_plea(
                actor=actor, test=test, plea=uuid_of(given.get("plea", "")), granted=answer == "allow",
                note=given.get("note", "")[:600], at=at,
            )  # fmt: skip
            messages.success(request, _("Decided. Whoever asked gets a letter."))
        case _:
            raise NotFound


def _workbook(request: SignedInRequest, row: queries.PublicTestRow, found: list[queries.CandidateLine]) -> HttpResponse:
    audit.record(
        "assessment:public:export", agent=request.actor, at=request.at, kind="public test", subject=row.uuid,
        label=row.title_en, detail={"people": len(found)},
    )  # fmt: skip
    return downloads.table(
        ("name", "address", "invited", "came", "attempts", "score", "passed", "certificate"),
        [
            (one.name, one.email, f"{one.invited_at:%Y-%m-%d}", f"{one.came_at:%Y-%m-%d}" if one.came_at else "",
             one.attempts, one.score, "" if one.passed is None else ("yes" if one.passed else "no"), one.certificate)
            for one in found
        ],
        f"invited {row.code}",
    )  # fmt: skip
