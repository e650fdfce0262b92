"""Who takes part in a course: for those who look after it; requests; coming by a link."""

import datetime as dt
import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import chosen_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.audience import ask as asking
from karmayogi.learning.actions.audience import invite
from karmayogi.learning.queries.admitted import check_finds
from karmayogi.learning.queries.audience import audience as queries
from karmayogi.learning.queries.audience.links import course_of_link
from karmayogi.learning.queries.audience.requests import may_decide_requests, own_request, waiting_requests
from karmayogi.learning.queries.authoring.drafts import access_course
from karmayogi.learning.queries.collections.gates import titles_of_courses
from karmayogi.learning.web.authoring.work import uuid_of
from karmayogi.ui.api import named, num, render

PAGE = 25  # requests on a page, each with a form of its own


def audiences() -> list[tuple[str, str]]:
    return [
        ("everyone", _("Everybody finds it and can begin")),
        ("approval", _("Everybody finds it; whoever asks is let in or not")),
        ("invited", _("Only the invited find it; for others it is not there")),
    ]


@signed_in
def audience(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    row = access_course(request.actor, course, "publish")
    if request.method == "POST":
        try:
            _change(request, course)
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("learning:audience", args=(course,)))
    on = clock.day(request.at)
    state, count = queries.audience_of(row.id)
    return render(
        request,
        "learning/audience/audience.html",
        {
            "nav": "admin" if request.actor.authorities else "learning",
            "course": course, "code": row.code, "title": titles_of_courses([row.id])[0] or row.code,
            "audiences": audiences(), "state": state, "count": count,
            "people": queries.admitted_people(row.id, on), "offices": queries.invited_offices(row.id),
            "links": queries.inviting_links(row.id), "named": named, "on": on,
            "until": on + dt.timedelta(days=30),
            "via": {"named": _("named"), "link": _("by link"), "request": _("by request")},
        },
    )  # fmt: skip


def _change(request: SignedInRequest, course: uuids.UUID) -> None:
    actor, at, given = request.actor, request.at, request.POST
    match given.get("act", ""):
        case "audience":
            invite.set_audience(actor=actor, course=course, audience=given.get("audience", ""), at=at)
            messages.success(request, _("Saved."))
        case "people":
            done = invite.name_people(actor=actor, course=course, text=given.get("people", ""), at=at)
            told = ngettext("%(count)s person was let in.", "%(count)s people were let in.", done.added)
            messages.success(request, told % {"count": num(done.added)})
            if done.unknown:
                told = _("Nobody is known by: %(lines)s") % {"lines": ", ".join(done.unknown[:20])}
                messages.warning(request, told)
        case "office":
            invite.invite_office(actor=actor, course=course, code=given.get("code", "").replace("\0", ""), at=at)
            messages.success(request, _("The office is invited, with all below it."))
        case "link":
            most = given.get("most", "")
            small = most.isascii() and most.isdigit() and len(most) < 6
            try:
                ends_on = dt.date.fromisoformat(given.get("ends_on", ""))
            except ValueError:
                raise Refused(_("Choose the last day of the link.")) from None
            code = invite.open_link(
                actor=actor, course=course, most=int(most) if small else 0,
                ends_on=ends_on, at=at,
            )  # fmt: skip
            address = request.build_absolute_uri(reverse("learning:come", args=(code,)))
            messages.success(request, _("Copy this link now, it is not shown again: %(link)s") % {"link": address})
        case "close_link":
            invite.close_link(actor=actor, course=course, link=uuid_of(given.get("link", "")), at=at)
        case "take_out":
            invite.take_out(
                actor=actor, course=course, person=uuid_of(given["person"]) if given.get("person") else None,
                office=uuid_of(given["office"]) if given.get("office") else None, at=at,
            )  # fmt: skip
        case _:
            raise NotFound


@signed_in
@require_POST
def ask(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    """Asking, reminding, withdrawing one's own request."""
    actor, at = request.actor, request.at
    try:
        if request.POST.get("act") in ("remind", "withdraw"):
            own = own_request(actor.person_id, check_finds(actor, course, clock.day(at)))
            if own is None:
                raise NotFound
            if request.POST["act"] == "remind":
                asking.remind(actor=actor, request=own.uuid, at=at)
                messages.success(request, _("They are reminded."))
            else:
                asking.withdraw(actor=actor, request=own.uuid, at=at)
                messages.success(request, _("The request is withdrawn."))
        else:
            asking.ask(actor=actor, course=course, why=request.POST.get("why", ""), at=at)
            messages.success(request, _("Your request is on its way. You will find the answer here."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:course", args=(course,)))


@signed_in
@require_safe
def requests(request: SignedInRequest) -> HttpResponse:
    """What waits for the reader's decision, the longest first."""
    if not may_decide_requests(request.actor):
        raise NotFound
    found = waiting_requests(request.actor, PAGE + 1, chosen_uuid(request, "after"))
    here = reverse("learning:requests")
    context = {
        "nav": "admin", "found": found[:PAGE], "named": named,
        "next_href": f"{here}?after={found[PAGE - 1].uuid}" if len(found) > PAGE else None,
        "first_href": here if request.GET.get("after") else None,
    }  # fmt: skip
    return render(request, "learning/audience/requests.html", context)


@signed_in
@require_POST
def decide(request: SignedInRequest, entreaty: uuids.UUID) -> HttpResponse:
    try:
        asking.decide(
            actor=request.actor, request=entreaty, grant=request.POST.get("decision") == "grant",
            reason=request.POST.get("reason", ""), at=request.at,
        )  # fmt: skip
        messages.success(request, _("Decided. Whoever asked reads your reason."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:requests"))


@signed_in
def come(request: SignedInRequest, code: str) -> HttpResponse:
    """A link that lets in: asks once, so that nothing happens by a mere look."""
    found = course_of_link(request.actor, code, clock.day(request.at))
    if request.method == "POST":
        course = invite.come_by_link(actor=request.actor, code=code, at=request.at)
        return HttpResponseRedirect(reverse("learning:course", args=(course,)))
    return render(
        request,
        "learning/audience/come.html",
        {"nav": "learning", "title": titles_of_courses([found])[0], "code": code},
    )
