"""Posts: those of an office, one with its whole story, and the orders that change them."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.kernel import clock, files
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.actions import sanction
from karmayogi.orgs.actions.appoint import appoint, relieve
from karmayogi.orgs.models import Incumbency
from karmayogi.orgs.policies import OVER_PERSON, can_over_organisation
from karmayogi.orgs.queries import seats, tree
from karmayogi.orgs.queries.organisations import access_organisation, organisations
from karmayogi.orgs.queries.people import reachable
from karmayogi.orgs.queries.posts import reporting_line
from karmayogi.orgs.queries.service import fills_a_post, found_by_contact
from karmayogi.orgs.types import OrganisationRow
from karmayogi.orgs.web import forms, words
from karmayogi.orgs.web.day import address, asked, kept_day, words_of
from karmayogi.orgs.web.organisations import crumbs, day_of_page, name_then
from karmayogi.ui.api import named, pick, render


def kinds(*chosen: str) -> list[tuple[str, str]]:
    return [(kind, words.appointment_in_words(kind)) for kind in chosen or Incumbency.Kind.values]


@signed_in
def posts(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The posts there and below on the day, with who holds them: searched, narrowed, paged by key."""
    row = access_organisation(request.actor, organisation, to="staff")
    on, q, show = asked(request), words_of(request, "q"), request.GET.get("show", "all")
    show = show if show in seats.SHOWS else "all"
    after = request.GET.get("after", "").replace("\0", "")
    unit = tree.unit_on(row.id, on)
    page = seats.seats_in(unit.path, on, show=show, q=q, after=after or None) if unit else None
    kept = {"q": q, "show": show if show != "all" else "", "on": kept_day(request, on)}
    holders = [one.holder_id for one in page.rows if one.holder_id is not None] if page else []
    return render(
        request,
        "orgs/posts.html",
        {
            "nav": "admin",
            "row": row,
            "name": name_then(row, unit),
            "crumbs": crumbs(request, row, _("Posts"), on=on),
            "page": page,
            "hers": reachable(holders, request.actor.paths(*OVER_PERSON["see"]), clock.day(request.at)),
            "q": q,
            "show": show,
            "kept": {key: value for key, value in kept.items() if value},
            "shows": [
                (key, label, address("orgs:posts", row.uuid, **kept | {"show": key if key != "all" else ""}))
                for key, label in (
                    ("all", _("All")), ("vacant", _("Vacant")), ("unsanctioned", _("Without sanction")),
                )
            ],
            "next_href": address("orgs:posts", row.uuid, **kept, after=page.after) if page and page.after else None,
            "first_href": address("orgs:posts", row.uuid, **kept) if after else None,
            "orders": seats.orders_of_unit(row.id),
            "order_in_words": words.order_in_words,
            "appointment_in_words": words.appointment_in_words,
            **day_of_page(request, on),
        },
    )  # fmt: skip


@signed_in
def posts_new(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """Posts created by an order."""
    row = access_organisation(request.actor, organisation, to="staff")
    form = forms.CreatePostsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = sanction.create_posts(
                agent=request.actor, organisation_id=row.id, designation_id=data["designation"].id,
                count=data["count"], paper=_paper(data), effective_on=data["effective_on"], label=data["label"],
                reports_to_id=_post_id(data["reports_to"]), at=request.at,
            )  # fmt: skip
            words = ngettext("%(count)s post is recorded.", "%(count)s posts are recorded.", len(made))
            messages.success(request, words % {"count": len(made)})
            return HttpResponseRedirect(reverse("orgs:posts", args=(row.uuid,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, row, _("Create posts"), form, reverse("orgs:posts_new", args=(row.uuid,)), _("Record"))


@signed_in
def post(request: SignedInRequest, post: uuids.UUID) -> HttpResponse:
    """One post: what it was and is, who held it, to whom it reports, by which orders."""
    seat, row = access_post(request, post)
    on = asked(request)
    holders = seats.holders_of(seat.id)
    return render(
        request,
        "orgs/post.html",
        {
            "nav": "admin",
            "seat": seat,
            "title": pick(seat.designation_en, seat.designation_hi, seat.designation_ur),
            "row": row,
            "crumbs": crumbs(request, row, seat.code, on=on),
            "phases": seats.phases_of(seat.id),
            "holders": holders,
            "hers": reachable(
                [one.person_id for one in holders], request.actor.paths(*OVER_PERSON["see"]), clock.day(request.at)
            ),
            "line": reporting_line(seat.id, on),
            "orders": seats.orders_of_post(seat.id),
            "order_in_words": words.order_in_words,
            "appointment_in_words": words.appointment_in_words,
            **day_of_page(request, on),
        },
    )


@signed_in
def post_join(request: SignedInRequest, post: uuids.UUID) -> HttpResponse:
    """Somebody who fills no post takes this one."""
    seat, row = access_post(request, post)
    form = forms.JoinForm(request.POST or None)
    form.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            # Whoever is on a post elsewhere is not found: her office relieves her, or one over both transfers her.
            found = found_by_contact(data["who"].strip())
            if found is None or fills_a_post(found[0], data["on"]):
                raise Refused(_("Nobody without a post has this e-mail or mobile on that day."))
            appoint(
                agent=request.actor, person_id=found[0], post_id=seat.id, kind=data["kind"], valid_from=data["on"],
                valid_to=data["until"], order_number=data["order_number"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("%(name)s holds the post from that day.") % {"name": named(*found[1:])})
            return _back(seat)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, row, _("Joining"), form, reverse("orgs:post_join", args=(seat.uuid,)), _("Record"), seat)


@signed_in
def post_relieve(request: SignedInRequest, post: uuids.UUID, incumbency: uuids.UUID) -> HttpResponse:
    """The holder leaves the post on a day."""
    seat, row = access_post(request, post)
    holder = next((one for one in seats.holders_of(seat.id) if one.uuid == incumbency), None)
    if holder is None:
        raise NotFound
    name = named(holder.person, holder.person_native)
    form = forms.RelieveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            relieve(
                agent=request.actor, incumbency_uuid=incumbency, valid_to=form.cleaned_data["on"],
                order_number=form.cleaned_data["order_number"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("%(name)s is relieved from that day.") % {"name": name})
            return _back(seat)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    here = reverse("orgs:post_relieve", args=(seat.uuid, incumbency))
    return form_page(request, row, _("Relieve %(name)s") % {"name": name}, form, here, _("Record"), seat)


@signed_in
def post_upgrade(request: SignedInRequest, post: uuids.UUID) -> HttpResponse:
    """Another designation by order, or sanction for a seat that had none."""
    seat, row = access_post(request, post)
    form = forms.UpgradeForm(request.POST or None, request.FILES or None, initial={"designation": seat.designation_en})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sanction.upgrade_post(
                agent=request.actor, post_uuid=seat.uuid, designation_id=data["designation"].id, paper=_paper(data),
                effective_on=data["effective_on"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("The order is recorded."))
            return _back(seat)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    here = reverse("orgs:post_upgrade", args=(seat.uuid,))
    return form_page(request, row, _("Upgrade or sanction the post"), form, here, _("Record"), seat)


@signed_in
def post_abolish(request: SignedInRequest, post: uuids.UUID) -> HttpResponse:
    """The post is no more from a day on."""
    seat, row = access_post(request, post)
    form = forms.OrderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sanction.abolish_post(
                agent=request.actor, post_uuid=seat.uuid, paper=_paper(data), effective_on=data["effective_on"],
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The order is recorded."))
            return _back(seat)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    here = reverse("orgs:post_abolish", args=(seat.uuid,))
    return form_page(request, row, _("Abolish the post"), form, here, _("Record"), seat)


@signed_in
def post_superior(request: SignedInRequest, post: uuids.UUID) -> HttpResponse:
    """To which post it reports from a day on."""
    seat, row = access_post(request, post)
    form = forms.SuperiorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sanction.change_superior(
                agent=request.actor, post_uuid=seat.uuid, reports_to_id=_post_id(form.cleaned_data["reports_to"]),
                on=form.cleaned_data["on"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("The reporting line is changed."))
            return _back(seat)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    here = reverse("orgs:post_superior", args=(seat.uuid,))
    return form_page(request, row, _("Change the reporting line"), form, here, _("Record"), seat)


@signed_in
def order_file(request: SignedInRequest, paper: uuids.UUID) -> HttpResponse:
    """The signed order, for whoever staffs the office."""
    found = seats.order_file(paper)
    if found is None or not can_over_organisation(request.actor, found[0], "staff"):
        raise NotFound
    return HttpResponse(
        files.read(found[2]),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="order-{paper}.pdf"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def access_post(request: SignedInRequest, uuid: uuids.UUID) -> tuple[seats.Seat, OrganisationRow]:
    """The post and its unit, for somebody who staffs it. Raises NotFound otherwise."""
    seat = seats.seat(uuid)
    if seat is None or not can_over_organisation(request.actor, seat.path, "staff"):
        raise NotFound
    return seat, organisations([seat.organisation_id])[seat.organisation_id]


def form_page(
    request: SignedInRequest,
    row: OrganisationRow,
    title: str,
    form: Any,
    action: str,
    submit: str,
    seat: seats.Seat | None = None,
    lead: str = "",
) -> HttpResponse:
    """A page with one form; 422 when it came back with mistakes."""
    steps = crumbs(request, row, *([seat.code] if seat else []), title)
    if seat is not None:
        here = reverse("orgs:post", args=(seat.uuid,))
        steps = [(label, here if label == seat.code else href) for label, href in steps]
    return render(
        request,
        "orgs/form.html",
        {"nav": "admin", "title": title, "crumbs": steps, "form": form, "action": action, "submit": submit,
         "lead": lead or (pick(seat.designation_en, seat.designation_hi, seat.designation_ur) if seat else "")},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _paper(data: dict[str, Any]) -> sanction.OrderPaper:
    file = data["file"]
    if file is not None and file.size > sanction.MOST_BYTES:
        raise Refused(_("The order is stored as a PDF of at most 5 MB."))
    return sanction.OrderPaper(data["number"], data["ordered_on"], data["subject"], file.read() if file else b"")


def _post_id(code: str) -> int | None:
    if not code.strip():
        return None
    found = seats.seat_by_code(code)
    if found is None:
        raise Refused(_("No post has the code %(code)s.") % {"code": code})
    return found.id


def _back(seat: seats.Seat) -> HttpResponse:
    return HttpResponseRedirect(reverse("orgs:post", args=(seat.uuid,)))
