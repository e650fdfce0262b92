"""Writing in a draft, and the suggestions to begin with. Plain forms; each act comes back to the same place."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.workbench import shape_order as shaping
from karmayogi.competencies.actions.workbench.decide_suggestion import decide_suggestion
from karmayogi.competencies.actions.workbench.names import LooksLike, Name
from karmayogi.competencies.queries.competencies import every
from karmayogi.competencies.queries.workbench import orders as queries
from karmayogi.competencies.queries.workbench.suggestions import suggestions
from karmayogi.competencies.queries.workbench.tree import tree, unmapped
from karmayogi.competencies.web.workbench import words
from karmayogi.competencies.web.workbench.orders import uuid_of
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import FORM_MARKS, pick, render


@signed_in
@require_safe
def edit(request: SignedInRequest, order: uuids.UUID) -> HttpResponse:
    row = queries.access_order(request.actor, order, to="draft")
    if row.status != "draft":
        return HttpResponseRedirect(reverse("competencies:order", args=(order,)))
    positions = tree(row.id)
    return render(
        request,
        "competencies/workbench/edit.html",
        {
            "nav": "admin",
            "row": row,
            "positions": positions,
            "unmapped": unmapped(positions),
            "competencies": [
                (one.code, pick(one.name_en, one.name_hi, one.name_ur))
                for one in every()
                if not one.code.startswith("ONET")
            ],
        },
    )


@signed_in
@require_POST
def change(request: SignedInRequest, order: uuids.UUID) -> HttpResponse:
    """One act on the draft: `act` says which. Names like an existing one are shown before anything is added."""
    form = {key: str(value).replace("\0", "") for key, value in request.POST.items()}
    here = reverse("competencies:order_edit", args=(order,))
    try:
        _act(request, order, form)
    except LooksLike as like:
        row = queries.access_order(request.actor, order, to="draft")
        return render(
            request,
            "competencies/workbench/alike.html",
            {
                "nav": "admin", "row": row, "name": form.get("name", ""), "found": like.found,
                "action": reverse("competencies:order_change", args=(order,)), "back": here,
                "fields": {key: value for key, value in form.items() if key not in FORM_MARKS},
            },
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    node = form.get("back", "")
    return HttpResponseRedirect(f"{here}#n{node}" if node.replace("-", "").isalnum() else here)


def _act(request: SignedInRequest, order: uuids.UUID, form: dict[str, str]) -> None:
    told: dict[str, Any] = {"actor": request.actor, "order": order, "at": request.at}
    name = Name(form.get("name", ""), form.get("name_hi", ""), form.get("name_ur", ""), sure=form.get("sure") == "1")
    chosen = uuid_of(request, "item") if form.get("item") else None
    act = form.get("act", "")
    if act == "position":
        shaping.add_position(**told, designation=form.get("name", ""))
    elif act == "summary":
        shaping.describe_position(
            **told,
            position=uuid_of(request, "node"),
            en=form.get("en", ""),
            hi=form.get("hi", ""),
            ur=form.get("ur", ""),
        )
    elif act == "order":
        shaping.describe_order(**told, title=form.get("title", ""), basis=form.get("basis", ""))
    elif act == "role":
        shaping.add_role(**told, position=uuid_of(request, "node"), name=name, item=chosen)
    elif act == "activity":
        shaping.add_activity(**told, role=uuid_of(request, "node"), name=name, item=chosen)
    elif act == "knowledge":
        shaping.add_knowledge(**told, activity=uuid_of(request, "node"), name=name, item=chosen)
    elif act == "need":
        shaping.set_need(
            **told, activity=uuid_of(request, "node"), code=form.get("code", "").split(" ")[0],
            level=_number(form.get("level", "")), importance=_number(form.get("importance", "")) or 3,
        )  # fmt: skip
    elif act == "remove" and form.get("what") in ("position", "role", "activity", "need", "knowledge"):
        shaping.remove(**told, what=form["what"], node=form.get("node", ""))
    else:
        queries.access_order(request.actor, order, to="draft")
        raise NotFound


@signed_in
def suggest(request: SignedInRequest, order: uuids.UUID, line: uuids.UUID) -> HttpResponse:
    """Suggestions for one position of the order; POST accepts or rejects one of them."""
    row = queries.access_order(request.actor, order, to="draft")
    here = reverse("competencies:order_suggest", args=(order, line))
    if request.method == "POST":
        try:
            decide_suggestion(
                actor=request.actor, order=order, position=line, key=request.POST.get("key", "")[:64],
                accept=request.POST.get("decision") == "accept", level=_number(request.POST.get("level", "")),
                at=request.at,
            )  # fmt: skip
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(here)
    positions = tree(row.id)
    position = next((one for one in positions if one.uuid == line), None)
    if position is None:
        raise NotFound
    if row.status != "draft":
        return HttpResponseRedirect(reverse("competencies:order", args=(order,)))
    found = suggestions(position)
    return render(
        request,
        "competencies/workbench/suggest.html",
        {
            "nav": "admin", "row": row, "position": position, "found": found,
            "title": pick(position.name_en, position.name_hi, position.name_ur),
            "source_in_words": words.source_in_words,
            "kinds": [kind for kind in ("role", "activity", "competency") if any(one.kind == kind for one in found)],
        },
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None
