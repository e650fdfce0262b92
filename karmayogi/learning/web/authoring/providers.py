"""The register of providers: applying, deciding, people, what each has in the catalogue and how it is rated."""

import datetime as dt
import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring import providers as acts
from karmayogi.learning.policies import can_license, can_over_provider
from karmayogi.learning.queries.authoring import providers as queries
from karmayogi.learning.web.authoring import words
from karmayogi.learning.web.authoring.work import text_of
from karmayogi.ui.api import day, named, pick, render

EXPORT_MOST = 20_000


@signed_in
@require_safe
def providers(request: SignedInRequest) -> HttpResponse:
    """Those that the actor may see; anybody signed in may open it and apply."""
    q = text_of(request, "q")
    statuses = [one for one in request.GET.getlist("status") if one in queries.STATUSES]
    after = request.GET.get("after", "").replace("\0", "")[:200]
    lines, following = queries.provider_lines(request.actor, q=q, statuses=statuses, after=after)
    kept = [("q", q)] * bool(q) + [("status", one) for one in statuses]
    here = reverse("learning:providers")
    return render(
        request,
        "learning/authoring/providers.html",
        {
            "nav": "admin" if request.actor.authorities else "learning",
            "lines": lines,
            "q": q,
            "statuses": [(one, words.provider_status_in_words(one), None, one in statuses) for one in queries.STATUSES],
            "words": words,
            "kinds": dict(words.provider_kinds()),
            "few": queries.FEW,
            "next_href": f"{here}?{urlencode([*kept, ('after', following)])}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("learning:providers_sheet") + f"?{urlencode(kept)}",
        },
    )


@signed_in
@require_safe
def providers_sheet(request: SignedInRequest) -> HttpResponse:
    statuses = [one for one in request.GET.getlist("status") if one in queries.STATUSES]
    lines, _following = queries.provider_lines(
        request.actor, q=text_of(request, "q"), statuses=statuses, limit=EXPORT_MOST
    )
    kinds = dict(words.provider_kinds())
    return downloads.table(
        [
            _("Code"), _("Provider"), _("Kind"), _("State"), _("Licensed up to"), _("Courses in the catalogue"),
            _("Ratings"), _("Mean of the ratings"),
        ],
        [
            (
                one.code, pick(one.name_en, one.name_hi, one.name_ur), kinds[one.kind],
                words.provider_status_in_words(one.status), day(one.licensed_to) if one.licensed_to else "", one.live,
                one.rated, "" if one.stars is None else round(one.stars, 2),
            )
            for one in lines
        ],
        "providers",
    )  # fmt: skip


@signed_in
def apply(request: SignedInRequest) -> HttpResponse:
    given = {
        name: request.POST.get(name, "").replace("\0", "")
        for name in ("name", "name_hi", "name_ur", "kind", "about", "organisation")
    }
    problem = ""
    if request.method == "POST":
        try:
            made = acts.apply(actor=request.actor, at=request.at, **given)
            messages.success(request, _("The application is sent. The decision is shown here, with its reason."))
            return HttpResponseRedirect(reverse("learning:provider", args=(made,)))
        except Refused as refused:
            problem = str(refused)
    return render(
        request,
        "learning/authoring/apply.html",
        {
            "nav": "admin" if request.actor.authorities else "learning", "given": given, "problem": problem,
            "kinds": words.provider_kinds(),
        },
        422 if problem else 200,
    )  # fmt: skip


@signed_in
@require_safe
def provider(request: SignedInRequest, provider: uuids.UUID) -> HttpResponse:
    actor: Actor = request.actor
    row = queries.access_provider(actor, provider)
    licence = queries.licence_of(row, clock.day(request.at))
    rated, stars = queries.rating_of(row.id)
    may = {to: can_over_provider(actor, row.path, row.held, to) for to in ("see", "write", "publish", "members")}
    return render(
        request,
        "learning/authoring/provider.html",
        {
            "nav": "admin" if actor.authorities else "learning", "row": row, "licence": licence, "words": words,
            "name": pick(row.name_en, row.name_hi, row.name_ur), "kinds": dict(words.provider_kinds()),
            "office": pick(row.organisation_en or "", row.organisation_hi, row.organisation_ur),
            "may": may, "may_license": can_license(actor) and row.applicant_id != actor.person_id, "named": named,
            "members": queries.members_of(row.id) if may["see"] else [], "roles": dict(words.member_roles()),
            "courses": queries.courses_of(row.id) if may["see"] else [], "rated": rated, "stars": stars,
            "today": clock.day(request.at), "few": queries.FEW,
        },
    )  # fmt: skip


@signed_in
@require_POST
def act(request: SignedInRequest, provider: uuids.UUID) -> HttpResponse:
    """Decisions of the platform and changes among its people; comes back to the provider."""
    queries.access_provider(request.actor, provider)
    try:
        _act(request, provider)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:provider", args=(provider,)))


def _act(request: SignedInRequest, provider: uuids.UUID) -> None:
    actor, at, given = request.actor, request.at, request.POST
    text = {name: given.get(name, "").replace("\0", "") for name in ("reason", "name", "name_hi", "name_ur", "email")}
    match given.get("act", ""):
        case "license":
            most = given.get("most", "").strip()
            if most and not (most.isascii() and most.isdigit() and len(most) < 8):
                raise Refused(_("Give a number of courses up to 10,000, or leave it empty for no limit."))
            acts.license_provider(
                actor=actor, provider=provider, valid_from=_day(given.get("from", "")) or clock.day(at),
                valid_to=_day(given.get("to", "")), most_live=int(most) if most else None, reason=text["reason"], at=at,
            )  # fmt: skip
        case "refuse":
            acts.refuse(actor=actor, provider=provider, reason=text["reason"], at=at)
        case "suspend":
            acts.suspend(actor=actor, provider=provider, reason=text["reason"], at=at)
        case "rename":
            acts.rename(
                actor=actor, provider=provider, name=text["name"], name_hi=text["name_hi"], name_ur=text["name_ur"],
                at=at,
            )  # fmt: skip
        case "add_member":
            acts.add_member(actor=actor, provider=provider, email=text["email"], role=given.get("role", ""), at=at)
        case "remove_member":
            person = given.get("person", "")
            if not (person.isascii() and person.isdigit() and len(person) < 18):
                raise NotFound
            acts.remove_member(actor=actor, provider=provider, person_id=int(person), role=given.get("role", ""), at=at)
        case _:
            raise NotFound


def _day(text: str) -> dt.date | None:
    """None for an empty field. Raises Refused for what is no day."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(_("Give days as they are in the calendar, for example 2027-03-31.")) from error
