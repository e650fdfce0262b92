"""For the organisers of an event: who was there, as an act that is looked at before it is applied; the recording."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import bulk, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.gatherings import attendance as actions
from karmayogi.learning.actions.gatherings import certify
from karmayogi.learning.actions.gatherings.attach import attach_recording
from karmayogi.learning.queries.authoring.drafts import CourseToEdit, access_course
from karmayogi.learning.queries.gatherings.gathering import GatheringPage, gathering_page, places_of, recordings_of
from karmayogi.learning.web import words
from karmayogi.learning.web.authoring.uploads import upload_of
from karmayogi.ui.api import named, pick, render

EXPORT_MOST = 20_000


@signed_in
def attendance(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    """The list with a tick for each, a spreadsheet instead, and what was recorded so far."""
    actor, at = request.actor, request.at
    row = access_course(actor, course, "publish")
    on = clock.day(at)
    page = _page(row, request)
    if request.method == "POST":
        try:
            sheet = upload_of(request, "sheet", "sheet")
            given = request.POST.get("minutes", "")
            minutes = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else None
            act = actions.record_attendance(
                actor=actor, course=course, at=at,
                minutes={one[:60].replace("\0", ""): minutes for one in request.POST.getlist("there")[:2000]},
                sheet=sheet.content if sheet else None, filename=sheet.name if sheet else "",
            )  # fmt: skip
            return HttpResponseRedirect(reverse("learning:attendance_act", args=(course, act)))
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("learning:attendance", args=(course,)))
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    lines = places_of(row.id, on, number, 101)
    return render(
        request,
        "learning/gatherings/attendance.html",
        {
            "nav": "admin" if actor.authorities else "learning", "course": course, "page": page,
            "title": pick(page.title_en, page.title_hi, page.title_ur), "lines": lines[:100],
            "next_href": f"?after={lines[99].id}" if len(lines) > 100 else None, "begun": at >= page.starts_at,
            "acts": sorted(
                (one for kind in (actions.KIND, certify.KIND) for one in bulk.acts_within(actions.path_of(row), kind)),
                key=lambda one: (one.asked_at, one.id), reverse=True,
            ),
            "act_in_words": words.act_in_words,
            "recordings": recordings_of(row.id), "named": named, "places": words.places_in_words(),
        },
    )  # fmt: skip


def _page(row: CourseToEdit, request: SignedInRequest) -> GatheringPage:
    """The event as it is published; whoever looks after it may see it whatever its audience."""
    return gathering_page(row.uuid, request.actor.person_id, clock.day(request.at), any_audience=True)


@signed_in
@require_safe
def people(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    """The list as a spreadsheet, in the form in which it is taken back."""
    row = access_course(request.actor, course, "publish")
    page = _page(row, request)
    lines = places_of(row.id, clock.day(request.at), 0, EXPORT_MOST)
    return downloads.table(
        [_("Employee code"), _("Minutes"), _("Name"), _("Office"), _("Place")],
        [
            (
                one.employee_code or str(one.person_uuid), one.attended_minutes or "", named(one.name, one.name_native),
                pick(one.office_en, one.office_hi, one.office_ur), words.places_in_words()[one.state],
            )
            for one in lines
        ],
        f"participants {page.code}",
    )  # fmt: skip


@signed_in
@require_POST
def certificates(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    """Plans a certificate for each who was there; the plan is looked at and approved on its page."""
    deed = certify.certify(actor=request.actor, course=course, at=request.at)
    return HttpResponseRedirect(reverse("learning:attendance_act", args=(course, deed)))


@signed_in
def act(request: SignedInRequest, course: uuids.UUID, deed: uuids.UUID) -> HttpResponse:
    """One list of attendance: what it would change, approving, undoing."""
    row = access_course(request.actor, course, "publish")
    actor = actions.lent(request.actor, row)
    found = bulk.access_act(actor, deed)
    if found.kind not in (actions.KIND, certify.KIND) or found.scope_path != actions.path_of(row):
        raise NotFound
    if request.method == "POST":
        try:
            match request.POST.get("act", ""):
                case "approve":
                    bulk.approve(actor=actor, uuid=deed, at=request.at)
                case "cancel":
                    bulk.cancel(actor=actor, uuid=deed, at=request.at)
                case "undo":
                    bulk.undo(actor=actor, uuid=deed, at=request.at)
                case _:
                    raise NotFound
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("learning:attendance_act", args=(course, deed)))
    page = _page(row, request)
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    lines = [] if found.at_work else bulk.rows_of(found.id, after=number, limit=101)
    return render(
        request,
        "learning/gatherings/act.html",
        {
            "nav": "admin" if request.actor.authorities else "learning", "course": course, "act": found,
            "title": pick(page.title_en, page.title_hi, page.title_ur), "lines": lines[:100],
            "next_href": f"?after={lines[99].number}" if len(lines) > 100 else None,
            "at_work": found.at_work, "act_in_words": words.act_in_words,
            "outcomes": words.outcomes_in_words(),
            "may_undo": found.can_be_undone(request.at),
        },
    )  # fmt: skip


@signed_in
@require_POST
def attach(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    access_course(request.actor, course, "publish")
    kind = "audio" if request.POST.get("kind") == "audio" else "video"
    try:
        file, captions = upload_of(request, "file", kind), upload_of(request, "captions", "captions")
        if file is None:
            raise Refused(_("Choose the file of the recording."))
        attach_recording(
            actor=request.actor, course=course, kind=kind, content=file.whole, title=request.POST.get("title", ""),
            text=request.POST.get("text", ""), captions=captions.content if captions else None, at=request.at,
        )  # fmt: skip
        messages.success(request, _("The recording stands beside the event."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:attendance", args=(course,)))
