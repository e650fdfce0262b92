"""One person: her posts as on a day, her service, and what an office does with them; who sees her, and why."""

import datetime as dt
import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.actions.appoint import appoint
from karmayogi.orgs.actions.posting.hold import FILLING
from karmayogi.orgs.actions.retire import retire
from karmayogi.orgs.actions.transfer import transfer
from karmayogi.orgs.policies import OVER_PERSON, can_over_organisation, can_over_person
from karmayogi.orgs.queries import authorities, seats
from karmayogi.orgs.queries.persons import access_person
from karmayogi.orgs.queries.posts import posts_of, reporting_line
from karmayogi.orgs.queries.service import retirement_of, service_of
from karmayogi.orgs.types import PersonAtPost
from karmayogi.orgs.web import above, forms, words
from karmayogi.orgs.web.day import asked, instant
from karmayogi.orgs.web.organisations import day_of_page
from karmayogi.orgs.web.posts import kinds
from karmayogi.people.api import group_in_words
from karmayogi.ui.api import named, render


@signed_in
def person(request: SignedInRequest, person: uuids.UUID) -> HttpResponse:
    """Her posts and superiors as on a day, and all her postings. Looking at somebody else is recorded."""
    today = clock.day(request.at)
    who = access_person(request.actor, person, to="see", on=today)
    _note(request, who)
    on = asked(request)
    held = posts_of(who.person_id, on)
    return render(
        request,
        "orgs/person.html",
        {
            "nav": "team" if who.person_id != request.actor.person_id else "today",
            "who": who,
            "mine": who.person_id == request.actor.person_id,
            "held": held,
            "line": reporting_line(held[0].id, on) if held else [],
            "service": service_of(who.person_id, today),
            "opens": lambda path: can_over_organisation(request.actor, path, "staff"),
            "retirement": retirement_of(who.person_id),
            "may_staff": _may_staff(request, who, today),
            "record_href": above.address(above.PERSON, who.person_uuid),
            "appointment_in_words": words.appointment_in_words,
            "group_in_words": group_in_words,
            **day_of_page(request, on),
        },
    )


@signed_in
def person_posting(request: SignedInRequest, person: uuids.UUID) -> HttpResponse:
    """A transfer, or an additional charge beside the post that she fills."""
    who = _staffed(request, person)
    form = forms.PostingForm(request.POST or None)
    form.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            seat = seats.seat_by_code(data["post"])
            if seat is None or not can_over_organisation(request.actor, seat.path, "staff"):
                raise Refused(_("No post of yours has the code %(code)s.") % {"code": data["post"]})
            if data["kind"] in FILLING:
                transfer(
                    agent=request.actor, person_id=who.person_id, to_post_id=seat.id, on=data["on"], kind=data["kind"],
                    order_number=data["order_number"], at=request.at,
                )  # fmt: skip
            else:
                appoint(
                    agent=request.actor, person_id=who.person_id, post_id=seat.id, kind=data["kind"],
                    valid_from=data["on"], order_number=data["order_number"], at=request.at,
                )  # fmt: skip
            messages.success(request, _("The order is recorded."))
            return HttpResponseRedirect(reverse("orgs:person", args=(who.person_uuid,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    here = reverse("orgs:person_posting", args=(who.person_uuid,))
    return _form_page(request, who, _("Transfer or additional charge"), form, here)


@signed_in
def person_retire(request: SignedInRequest, person: uuids.UUID) -> HttpResponse:
    """The day from which she no longer serves."""
    who = _staffed(request, person)
    form = forms.RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retire(
                agent=request.actor, person_id=who.person_id, on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("The postings and roles end on that day."))
            return HttpResponseRedirect(reverse("orgs:index"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    here = reverse("orgs:person_retire", args=(who.person_uuid,))
    return _form_page(request, who, _("Retirement or end of service"), form, here)


@signed_in
def seen_by(request: SignedInRequest, person: uuids.UUID) -> HttpResponse:
    """Everybody who reaches this person, or reached her on a past day, and why: for herself and for the admin over her
    office of today."""
    today = clock.day(request.at)
    who = access_person(request.actor, person, to="see", on=today)
    mine = who.person_id == request.actor.person_id
    if not mine:
        if not _may_staff(request, who, today):
            raise NotFound
        _note(request, who)
    on = asked(request)
    at = instant(request, on)
    over = authorities.held_over(authorities.paths_of(who.person_id, on), at, then=on != today)
    return render(
        request,
        "orgs/seen_by.html",
        {
            "nav": "today" if mine else "team",
            "who": who,
            "mine": mine,
            "above": authorities.above(who.person_id, on),
            "readers": [one for one in over if Role(one.role) in OVER_PERSON["see"]],
            "others": [one for one in over if Role(one.role) not in OVER_PERSON["see"]],
            "role_in_words": words.role_in_words,
            "at": at,
            **day_of_page(request, on),
        },
    )


def _staffed(request: SignedInRequest, person: uuids.UUID) -> PersonAtPost:
    return access_person(request.actor, person, to="staff", on=clock.day(request.at))


def _may_staff(request: SignedInRequest, who: PersonAtPost, today: dt.date) -> bool:
    if who.person_id == request.actor.person_id:
        return False
    return any(can_over_person(request.actor, post.path, "staff") for post in posts_of(who.person_id, today))


def _note(request: SignedInRequest, who: PersonAtPost) -> None:
    if who.person_id != request.actor.person_id:
        audit.record(
            "orgs:person:see", agent=request.actor, at=request.at, kind="person", subject=who.person_uuid,
            label=who.name, concerns=who.person_id,
        )  # fmt: skip


def _form_page(
    request: SignedInRequest, who: PersonAtPost, title: str, form: forms.forms.Form, here: str
) -> HttpResponse:
    name = named(who.name, who.name_native)
    return render(
        request,
        "orgs/form.html",
        {
            "nav": "team",
            "title": title,
            "lead": name,
            "crumbs": [(name, reverse("orgs:person", args=(who.person_uuid,))), (title, None)],
            "form": form,
            "action": here,
            "submit": _("Record"),
        },
        status=422 if form.errors else 200,
    )
