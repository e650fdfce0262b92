"""The dictionaries: looking through, adding after a search for names like it, other names, merges."""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.workbench import names as acts
from karmayogi.competencies.models import Dictionary
from karmayogi.competencies.policies import can_add_names, can_curate_name, can_open_workbench
from karmayogi.competencies.queries.workbench import dictionaries as queries
from karmayogi.competencies.web.workbench import words
from karmayogi.competencies.web.workbench.orders import text_of, uuid_of
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

EXPORT_MOST = 50_000


@signed_in
@require_safe
def dictionary(request: SignedInRequest, dictionary: str) -> HttpResponse:
    kind = _known(request, dictionary)
    q, after = text_of(request, "q"), request.GET.get("after", "").replace("\0", "")
    page, following = queries.items(kind, q, after or None)
    counts = queries.counts()
    here = reverse("competencies:dictionary", args=(kind,))
    kept = {"q": q} if q else {}
    return render(
        request,
        "competencies/workbench/dictionary.html",
        {
            "nav": "admin", "dictionary": kind, "title": words.dictionary_in_words(kind), "page": page, "q": q,
            "others": [(one, words.dictionary_in_words(one), counts.get(one, 0)) for one in Dictionary.values],
            "may_add": can_add_names(request.actor),
            "next_href": f"{here}?{urlencode(kept | {'after': following})}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("competencies:dictionary_sheet", args=(kind,)) + f"?{urlencode(kept)}",
        },
    )  # fmt: skip


@signed_in
@require_safe
def dictionary_sheet(request: SignedInRequest, dictionary: str) -> HttpResponse:
    kind = _known(request, dictionary)
    page, _following = queries.items(kind, text_of(request, "q"), limit=EXPORT_MOST)
    headings = [_("Name"), _("Name in Hindi"), _("Name in Urdu"), _("Other names"), _("Owner"), _("In orders")]
    return downloads.table(
        headings,
        [(one.name_en, one.name_hi, one.name_ur, "; ".join(one.aliases), one.owner_en, one.used) for one in page],
        f"dictionary {kind}",
    )


@signed_in
def new_item(request: SignedInRequest, dictionary: str) -> HttpResponse:
    """A name; when there are names like it, they are shown first and nothing is added."""
    kind = _known(request, dictionary)
    if not can_add_names(request.actor):
        raise NotFound
    form = {key: request.POST.get(key, "").replace("\0", "") for key in ("name", "name_hi", "name_ur", "link")}
    found, problem, status = [], "", 200
    if request.method == "POST":
        name = acts.Name(form["name"], form["name_hi"], form["name_ur"], sure=request.POST.get("sure") == "1")
        try:
            made = acts.add_name(actor=request.actor, dictionary=kind, name=name, link=form["link"], at=request.at)
            return HttpResponseRedirect(reverse("competencies:item", args=(made,)))
        except acts.LooksLike as like:
            found = like.found
        except Refused as refused:
            problem, status = str(refused), 422
    return render(
        request,
        "competencies/workbench/new_item.html",
        {
            "nav": "admin", "dictionary": kind, "title": words.dictionary_in_words(kind), "form": form, "found": found,
            "problem": problem,
        },
        status,
    )  # fmt: skip


@signed_in
def item(request: SignedInRequest, item: uuids.UUID) -> HttpResponse:
    """One name with its other names and the names like it. POST: `act` is alias, rename or propose."""
    row = queries.item(item)
    if row is None or not can_open_workbench(request.actor):
        raise NotFound
    if request.method == "POST":
        try:
            _change(request, item)
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("competencies:item", args=(item,)))
    near = [(other, alike) for other, alike in queries.like(row.dictionary, row.name_en) if other.id != row.id]
    return render(
        request,
        "competencies/workbench/item.html",
        {
            "nav": "admin", "row": row, "title": words.dictionary_in_words(row.dictionary), "near": near,
            "may_curate": can_curate_name(request.actor, row.owner_path), "may_propose": can_add_names(request.actor),
        },
    )  # fmt: skip


@signed_in
@require_safe
def pairs(request: SignedInRequest) -> HttpResponse:
    """Names that may be one, most alike first."""
    if not can_open_workbench(request.actor):
        raise NotFound
    status = request.GET.get("status", "open")
    status = status if status in ("open", "merged", "kept", "undone") else "open"
    after = request.GET.get("after", "").replace("\0", "")
    page, following = queries.pairs(status, after or None)
    here = reverse("competencies:name_pairs")
    return render(
        request,
        "competencies/workbench/pairs.html",
        {
            "nav": "admin", "status": status, "pair_in_words": words.pair_in_words,
            "statuses": [(one, words.pair_in_words(one)) for one in ("open", "merged", "kept", "undone")],
            "page": [
                (
                    one, words.dictionary_in_words(one.dictionary),
                    can_curate_name(request.actor, one.keep_path) and can_curate_name(request.actor, one.merge_path),
                )
                for one in page
            ],
            "dictionaries": [(one, words.dictionary_in_words(one)) for one in Dictionary.values],
            "may_look": can_add_names(request.actor),
            "next_href": f"{here}?{urlencode({'status': status, 'after': following})}" if following else None,
            "first_href": f"{here}?{urlencode({'status': status})}" if after else None,
        },
    )  # fmt: skip


@signed_in
@require_POST
def look_for_pairs(request: SignedInRequest) -> HttpResponse:
    kind = _known(request, request.POST.get("dictionary", ""))
    new = acts.look_for_pairs(agent=request.actor, dictionary=kind)
    messages.info(request, _("New pairs: %(count)s") % {"count": new})
    return HttpResponseRedirect(reverse("competencies:name_pairs"))


@signed_in
@require_POST
def decide_pair(request: SignedInRequest, pair: uuids.UUID) -> HttpResponse:
    decision = request.POST.get("decision", "")
    try:
        acts.decide_pair(
            actor=request.actor, pair=pair, at=request.at,
            decision=decision if decision in ("merge", "keep", "undo") else "keep",
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("competencies:name_pairs"))


def _change(request: SignedInRequest, item: uuids.UUID) -> None:
    form = {key: str(value).replace("\0", "") for key, value in request.POST.items()}
    act = form.get("act", "")
    if act == "alias":
        acts.add_other_name(actor=request.actor, item=item, name=form.get("name", ""), at=request.at)
    elif act == "rename":
        acts.rename(
            actor=request.actor, item=item, name_hi=form.get("name_hi", ""), name_ur=form.get("name_ur", ""),
            link=form.get("link", ""), at=request.at,
        )  # fmt: skip
    elif act == "propose":
        acts.propose_merge(
            actor=request.actor, item=item, into=uuid_of(request, "into"), why=form.get("why", ""), at=request.at
        )
    else:
        raise NotFound


def _known(request: SignedInRequest, dictionary: str) -> str:
    if dictionary not in Dictionary.values or not can_open_workbench(request.actor):
        raise NotFound
    return dictionary
