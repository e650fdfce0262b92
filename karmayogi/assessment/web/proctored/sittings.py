"""Sittings for whoever plans and watches them: the list, one with its seats, the paper for the wall."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karmayogi.assessment.actions.proctored import plan_sitting as planning
from karmayogi.assessment.actions.proctored.code import change_code, shown_code
from karmayogi.assessment.actions.proctored.mark_seat import mark_seat, mark_seen
from karmayogi.assessment.actions.proctored.release import release
from karmayogi.assessment.actions.venue.offer import offer_papers
from karmayogi.assessment.policies import can_organise, can_watch, organises
from karmayogi.assessment.queries.proctored import sittings as queries
from karmayogi.assessment.queries.venue.state import A_SEAT, PAGE, kept_pages, kept_papers, offered
from karmayogi.assessment.web.forms import SittingForm
from karmayogi.assessment.web.words import offices_of, settled_in_words, state_in_words
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import num, render


def uuid_of(text: str) -> uuid.UUID:
    """Raises NotFound."""
    try:
        return uuid.UUID(text[:40])
    except ValueError:
        raise NotFound from None


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: SignedInRequest) -> HttpResponse:
    if not queries.concerned(request.actor):
        raise NotFound
    form = SittingForm(request.POST or None) if organises(request.actor) else None
    if request.method == "POST" and form is None:
        raise NotFound
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = planning.plan_sitting(actor=request.actor, at=request.at, **form.cleaned_data)
            messages.success(request, _("The sitting is planned. Give its seats now."))
            return redirect("assessment:proctored", made)
        except Refused as refused:
            form.add_error(None, str(refused))
    q = " ".join(request.GET.get("q", "").split())[:100]
    after = request.GET.get("after", "")
    found = queries.sittings(request.actor, q=q, after=uuid_of(after) if after else None, limit=26)
    return render(
        request,
        "assessment/proctored/listed.html",
        {
            "nav": "admin", "form": form, "found": found[:25], "more": found[24].uuid if len(found) > 25 else None,
            "q": q, "at": request.at, "tests": queries.tests_alone(request.actor) if form is not None else [],
            "offices": offices_of(request.actor),
        },
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: SignedInRequest, venue: uuid.UUID) -> HttpResponse:
    row = queries.access_sitting(request.actor, venue, "see")
    if request.method == "POST":
        try:
            _change(request, row)
        except Refused as refused:
            messages.error(request, str(refused))
        place = request.POST.get("seat", "")
        answer = redirect("assessment:proctored", venue)
        if place:
            answer["Location"] += f"#s{uuid_of(place)}"
        return answer
    watches = can_watch(request.actor, row.office_path, named=row.watches)
    lines = queries.seat_list(row, clock.day(request.at))
    if request.GET.get("as") == "xlsx":
        return _workbook(request, row, lines)
    q = " ".join(request.GET.get("q", "").split())[:100].casefold()
    shown = [one for one in lines if q in f"{one.name} {one.name_native} {one.number}".casefold()] if q else lines
    return render(
        request,
        "assessment/proctored/sitting.html",
        {
            "nav": "admin", "row": row, "lines": shown, "q": q, "watches": watches,
            "plans": can_organise(request.actor, row.office_path), "at": request.at,
            "code": shown_code(row, request.at) if watches else "", "proctors": queries.proctors_of(row.id),
            "states": state_in_words(), "seen": mark_seen, "offered": offered(row.id), "papers": kept_papers(row.id),
            "pages": kept_pages(row.id), "settled": settled_in_words, "duty_weight": PAGE + A_SEAT * len(lines),
        },
    )  # fmt: skip


def _change(request: SignedInRequest, row: queries.SittingRow) -> None:
    actor, at, given = request.actor, request.at, request.POST
    match given.get("act", ""):
        case "people":
            new = planning.seat_people(actor=actor, sitting=row.uuid, text=given.get("people", ""), at=at)
            told = ngettext("%(count)s seat was given.", "%(count)s seats were given.", new)
            messages.success(request, told % {"count": num(new)})
        case "move":
            number = given.get("number", "")
            small = number.isascii() and number.isdigit() and len(number) < 4
            planning.move_seat(
                actor=actor, sitting=row.uuid, seat=uuid_of(given.get("seat", "")), number=int(number) if small else 0,
                at=at,
            )  # fmt: skip
        case "take":
            planning.take_seat_away(actor=actor, sitting=row.uuid, seat=uuid_of(given.get("seat", "")), at=at)
        case "mark":
            mark_seat(
                actor=actor, sitting=row.uuid, seat=uuid_of(given.get("seat", "")), state=given.get("state", ""),
                incident=given.get("incident") == "1", note=given.get("note", ""), at=at,
                seen=given.get("seen", ""),
            )  # fmt: skip
        case "offline":
            offer_papers(actor=actor, sitting=row.uuid, again=given.get("again") == "1", at=at)
            messages.success(request, _("Papers can be taken along now. Whoever has a seat fetches one on a phone."))
        case "code":
            change_code(actor=actor, sitting=row.uuid, at=at)
            messages.success(request, _("The code is another one now. Write it on the board."))
        case "release":
            told_to = release(actor=actor, sitting=row.uuid, at=at)
            told = ngettext("%(count)s result was told.", "%(count)s results were told.", told_to)
            messages.success(request, told % {"count": num(told_to)})
        case _:
            raise NotFound


@signed_in
@require_safe
def paper(request: SignedInRequest, venue: uuid.UUID) -> HttpResponse:
    """The list of seats for the wall of the room and for signatures."""
    row = queries.access_sitting(request.actor, venue, "see")
    context = {
        "nav": "admin", "row": row, "lines": queries.seat_list(row, clock.day(request.at)),
        "proctors": queries.proctors_of(row.id),
    }  # fmt: skip
    return render(request, "assessment/proctored/paper.html", context)


def _workbook(request: SignedInRequest, row: queries.SittingRow, lines: list[queries.SeatLine]) -> HttpResponse:
    audit.record(
        "assessment:proctored:export", agent=request.actor, at=request.at, kind="proctored sitting", subject=row.uuid,
        label=row.title_en, detail={"seats": len(lines)},
    )  # fmt: skip
    return downloads.table(
        ("seat", "name", "designation", "office", "state", "incident", "note", "score", "passed"),
        [
            (one.number, one.name, one.designation_en, one.office_en, one.state, "yes" if one.incident else "no",
             one.note, one.score, "" if one.passed is None else ("yes" if one.passed else "no"))
            for one in lines
        ],
        f"sitting {row.code} {clock.day(row.starts_at)}",
    )  # fmt: skip
