"""Delegated authority: who holds which role where, granting, renewing, taking back, and the second person's yes."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.actions.grant_authority import grant_authority, renew_authority, revoke_authority
from karmayogi.orgs.actions.posting.hold import midnight
from karmayogi.orgs.actions.propose_authority import approve_authority, decline_authority, propose_authority
from karmayogi.orgs.policies import GRANTED_BY, can_grant, granting_paths, needs_second
from karmayogi.orgs.queries import authorities as queries
from karmayogi.orgs.queries.organisations import organisation_by_code
from karmayogi.orgs.queries.posts import current_post
from karmayogi.orgs.queries.service import found_by_contact
from karmayogi.orgs.web import above, forms, words
from karmayogi.orgs.web.day import address, asked, instant, kept_day, words_of
from karmayogi.orgs.web.organisations import day_of_page
from karmayogi.ui.api import render


@signed_in
def authorities(request: SignedInRequest) -> HttpResponse:
    """Roles held below the units where the actor may grant any, as on a day; what waits for a second one comes first.

    A past day is for reading: what waits and what can be changed belongs to today. Whose roles are shown goes by where
    the units stand today, as the authority of the reader does.
    """
    paths = granting_paths(request.actor)
    if not paths:
        raise NotFound
    q, show = words_of(request, "q"), request.GET.get("show", "now")
    show = show if show in queries.SHOWS else "now"
    roles = [role for role in request.GET.getlist("role") if role in GRANTED_BY]
    after = request.GET.get("after", "").replace("\0", "")
    on = asked(request)
    past = on != clock.day(request.at)
    page = queries.held_within(paths, instant(request, on), show=show, q=q, roles=roles, after=after or None)
    kept = {"q": q, "show": show if show != "now" else "", "role": roles[0] if roles else ""}
    kept |= {"on": kept_day(request, on)}
    mine = request.actor.person_id
    return render(
        request,
        "orgs/authorities.html",
        {
            "nav": "admin",
            "page": page,
            "q": q,
            "show": show,
            "role": roles[0] if roles else "",
            "roles": [(role.value, words.role_in_words(role)) for role in GRANTED_BY],
            "shows": [
                (key, label, address("orgs:authorities", **kept | {"show": key if key != "now" else ""}))
                for key, label in (("now", _("In force")), ("soon", _("Ending within 30 days")), ("ended", _("Ended")))
            ],
            "proposals": [
                one
                for one in (() if past else queries.proposals_within(paths))
                if can_grant(request.actor, one.path, Role(one.role))
            ],
            "mine": mine,
            "past": past,
            "may": lambda one: (
                not past and one.person_id != mine and can_grant(request.actor, one.path, Role(one.role))
            ),
            "alone": lambda one: not needs_second(Role(one.role), one.path),
            "kept": {key: value for key, value in kept.items() if value},
            "next_href": address("orgs:authorities", **kept, after=page.after) if page.after else None,
            "first_href": address("orgs:authorities", **kept) if after else None,
            "role_in_words": words.role_in_words,
            "administration": above.address(above.ADMINISTRATION),
            "year_on": (clock.day(request.at) + dt.timedelta(days=365)).isoformat(),
            **day_of_page(request, on),
        },
    )  # fmt: skip


@signed_in
def authority_new(request: SignedInRequest) -> HttpResponse:
    """Grants a role, or proposes it where two people must agree."""
    paths = granting_paths(request.actor)
    if not paths:
        raise NotFound
    form = forms.GrantForm(request.POST or None)
    offered = [role for role in GRANTED_BY if any(can_grant(request.actor, path, role) for path in paths)]
    form.fields["role"].choices = [  # type: ignore[attr-defined]
        (role.value, f"{words.role_in_words(role)} ({role})") for role in offered
    ]
    if request.method == "POST" and form.is_valid():
        try:
            proposed = _grant(request, form)
            messages.success(
                request,
                _("Proposed. It holds as soon as a second person approves it.")
                if proposed
                else _("The role is granted."),
            )
            return HttpResponseRedirect(reverse("orgs:authorities"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except NotFound:
            form.add_error("unit", _("You cannot grant this role over that unit."))
    title = _("Grant a role")
    return render(
        request,
        "orgs/form.html",
        {
            "nav": "admin",
            "title": title,
            "lead": _("It holds over the unit and all below it. Powerful roles wait for a second person."),
            "crumbs": [(_("Roles"), reverse("orgs:authorities")), (title, None)],
            "form": form,
            "action": reverse("orgs:authority_new"),
            "submit": _("Grant"),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@signed_in
def authority_renew(request: SignedInRequest, authority: uuids.UUID) -> HttpResponse:
    until = _until(request)

    def renew() -> str:
        held = queries.authority(authority, clock.day(request.at))
        if held is None or not can_grant(request.actor, held.path, Role(held.role)):
            raise NotFound
        if until is None:
            raise Refused(_("Enter the day on which it ends."))
        if needs_second(Role(held.role), held.path):
            _propose_again(request, held, until)
            return _("Proposed. It holds as soon as a second person approves it.")
        renew_authority(agent=request.actor, authority_uuid=authority, valid_to=midnight(until), at=request.at)
        return _("The role is renewed.")

    return _act(request, renew)


@require_POST
@signed_in
def authority_revoke(request: SignedInRequest, authority: uuids.UUID) -> HttpResponse:
    def revoke() -> str:
        revoke_authority(
            agent=request.actor, authority_uuid=authority, reason=request.POST.get("reason", "")[:200], at=request.at
        )
        return _("The role is taken back. It counts no more from now on.")

    return _act(request, revoke)


@require_POST
@signed_in
def proposal_approve(request: SignedInRequest, authority: uuids.UUID) -> HttpResponse:
    def approve() -> str:
        approve_authority(actor=request.actor, proposal_uuid=authority, at=request.at)
        return _("The role is granted.")

    return _act(request, approve)


@require_POST
@signed_in
def proposal_decline(request: SignedInRequest, authority: uuids.UUID) -> HttpResponse:
    def decline() -> str:
        decline_authority(
            actor=request.actor, proposal_uuid=authority, reason=request.POST.get("reason", "")[:200], at=request.at
        )
        return _("The proposal is closed.")

    return _act(request, decline)


def _act(request: SignedInRequest, verb: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, verb())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("orgs:authorities"))


def _grant(request: SignedInRequest, form: forms.GrantForm) -> bool:
    """Whether it was proposed and not granted yet."""
    data, at = form.cleaned_data, request.at
    found = found_by_contact(data["who"].strip())
    if found is None:
        raise Refused(_("Nobody has this e-mail or mobile."))
    unit = organisation_by_code(data["unit"].strip())
    if unit is None:
        raise NotFound
    post = current_post(found[0], clock.day(at)) if data["with_post"] else None
    role, until = Role(data["role"]), midnight(data["until"])
    while_on = post.id if post else None
    if needs_second(role, unit.path):
        propose_authority(
            actor=request.actor, person_id=found[0], role=role, organisation_id=unit.id, valid_from=at,
            valid_to=until, while_on_post_id=while_on, reason=data["reason"], at=at,
        )  # fmt: skip
        return True
    grant_authority(
        agent=request.actor, person_id=found[0], role=role, organisation_id=unit.id, valid_from=at, valid_to=until,
        while_on_post_id=while_on, reason=data["reason"], at=at,
    )  # fmt: skip
    return False


def _propose_again(request: SignedInRequest, held: queries.Held, until: dt.date) -> None:
    propose_authority(
        actor=request.actor, person_id=held.person_id, role=Role(held.role), organisation_id=held.unit_id,
        valid_from=held.valid_to or request.at, valid_to=midnight(until), while_on_post_id=held.while_on_post_id,
        reason=f"{_("Renewal")} · {held.reason}"[:200], at=request.at,
    )  # fmt: skip


def _until(request: SignedInRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return None
