"""Rooms: the list, one as the Commission and as an assessor sees it, what is taken from it."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.evaluation.actions.end_room import end_room
from karmayogi.evaluation.actions.propose_room import open_room, propose_room, refuse_room
from karmayogi.evaluation.actions.take_extract import forms_of, take_extract
from karmayogi.evaluation.engine.dictionary import tables_of
from karmayogi.evaluation.models import RoomAssessor
from karmayogi.evaluation.policies import can_evaluate
from karmayogi.evaluation.queries.dictionary import dictionary_of, table_in_words
from karmayogi.evaluation.queries.rooms import download_lines, files_of, managed_room, room_lines, seen_room
from karmayogi.evaluation.queries.studies import check_evaluates
from karmayogi.evaluation.types import RoomState, RoomTerms
from karmayogi.evaluation.web import words
from karmayogi.evaluation.web.forms import RoomForm
from karmayogi.evaluation.web.lists import MOST, after_of, chosen, paged, search_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import attached, csv_file
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import pick, render, when

TYPES = {"zip": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """For the Commission, and for whoever is named in one that is open now."""
    kept: dict[str, Any] = {"q": search_of(request), "state": chosen(request, "state", RoomState)}
    manages = can_evaluate(request.actor)
    if not manages and not room_lines(request.actor, request.at, limit=1)[0]:
        raise NotFound
    lines, after = room_lines(request.actor, request.at, **kept, after=after_of(request))
    context = {
        "nav": "admin", "lines": lines, "words": words, "manages": manages, "pick": pick,
        "states": [("", _("All")), *((one.value, words.room_in_words(one)) for one in RoomState)],
        **paged(reverse("evaluation:rooms"), kept, after, request),
    }  # fmt: skip
    return render(request, "evaluation/rooms.html", context)


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    check_evaluates(request.actor)
    form = RoomForm(request.POST or None)
    number = read_uuid(request.POST.get("number", "")) or uuid7()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        body = orgs.organisation_by_code(said["organisation"].strip())
        try:
            if body is None:
                raise Refused(_("There is no organisation with this code."))
            begins, ends = (
                dt.datetime.combine(on, dt.time(), tzinfo=clock.IST)
                for on in (said["from_on"], said["until_on"] + dt.timedelta(days=1))
            )
            made = propose_room(
                actor=request.actor, number=number, at=request.at,
                terms=RoomTerms(
                    said["title"], said["purpose"], body.uuid, tuple(said["columns"]),
                    tuple(line for line in said["assessors"].splitlines() if line.strip()), begins, ends,
                ),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("evaluation:room", args=[made]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except OverflowError:
            form.add_error("until_on", _("A room ends after it begins, within a year."))
    context = {"nav": "admin", "form": form, "number": number}
    return render(request, "evaluation/room_form.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, room: uuids.UUID) -> HttpResponse:
    row = seen_room(request.actor, room, request.at)
    manages = can_evaluate(request.actor)
    downloads, after = download_lines(row, after=after_of(request)) if manages else ([], None)
    sizes = {one.table: one.rows for one in files_of(row)}
    over = row.state == RoomState.OPEN and row.ends_at <= request.at
    context = {
        "nav": "admin", "row": row, "words": words, "manages": manages, "forms_of": forms_of, "downloads": downloads,
        "state": RoomState.ENDED.value if over else row.state, "table_in_words": table_in_words,
        "body": pick(row.organisation.name_en, row.organisation.name_hi, row.organisation.name_ur),
        "tables": [(table, sizes.get(table), dictionary_of(row.columns, table)) for table in tables_of(row.columns)],
        "assessors": list(RoomAssessor.objects.filter(room=row).select_related("person").order_by("id"))
        if manages
        else [],
        "enters": not manages, "mine": row.proposed_by_id == request.actor.person_id,
        **paged(reverse("evaluation:room", args=[room]), {}, after, request),
    }  # fmt: skip
    return render(request, "evaluation/room.html", context)


@require_POST
@signed_in
def act(request: SignedInRequest, room: uuids.UUID) -> HttpResponse:
    managed_room(request.actor, room)
    said: dict[str, Any] = {"actor": request.actor, "room": room, "at": request.at}
    reason = request.POST.get("reason", "")
    acts: dict[str, Callable[[], None]] = {
        "open": lambda: open_room(**said),
        "refuse": lambda: refuse_room(**said, reason=reason),
        "end": lambda: end_room(**said, reason=reason),
    }
    do = acts.get(request.POST.get("do", ""))
    if do is None:
        raise NotFound
    try:
        do()
        messages.success(request, _("Kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("evaluation:room", args=[room]))


@require_POST
@signed_in
def take(request: SignedInRequest, room: uuids.UUID, table: str, form: str) -> HttpResponse:
    """A press and not an address: nothing that looks ahead at links is written down as a download."""
    taken = take_extract(actor=request.actor, room=room, table=table, form=form, at=request.at)
    return attached(taken.content, TYPES[taken.ending], taken.name, taken.ending)


@signed_in
def downloads_csv(request: SignedInRequest, room: uuids.UUID) -> HttpResponse:
    row = managed_room(request.actor, room)
    lines = [[_("When"), _("Who"), _("Table"), _("Form"), _("Rows")]]
    for line in download_lines(row, limit=MOST)[0]:
        lines.append([when(line.at), line.name, line.table, line.form, str(line.rows)])
    return csv_file(lines, f"downloads-{row.title}")
