"""The structure of a drafted programme, and time and place of a drafted event."""

import datetime as dt
import uuid as uuids
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.clock import IST
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring import structure as actions
from karmayogi.learning.engine.authoring.said import SaidGathering
from karmayogi.learning.queries.authoring import drafts as queries
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.web.authoring.drafts import heading
from karmayogi.learning.web.words import credit_in_words
from karmayogi.ui.api import render


@signed_in
@require_POST
def structure(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """One act at a time; comes back to the draft."""
    actor, at, given = request.actor, request.at, request.POST
    queries.access_draft(actor, draft, "write")
    key = given.get("key", "")[:40].replace("\0", "")
    titles = {code: given.get(f"title_{code}", "").replace("\0", "") for code in ("en", "hi", "ur")}
    rule, needed = given.get("rule", ""), _number(given.get("needed", ""))
    try:
        match given.get("act", ""):
            case "group":
                actions.add_group(actor=actor, draft=draft, parent=key, titles=titles, rule=rule, needed=needed, at=at)
            case "item":
                actions.add_item(
                    actor=actor, draft=draft, parent=key, code=given.get("code", "").replace("\0", ""),
                    points=_number(given.get("points", "")) or 0, at=at,
                )  # fmt: skip
            case "change":
                actions.change_group(actor=actor, draft=draft, key=key, titles=titles, rule=rule, needed=needed, at=at)
            case "prior":
                actions.count_prior(actor=actor, draft=draft, counts=bool(given.get("counts")), at=at)
            case "up" | "down" as way:
                actions.move_node(actor=actor, draft=draft, key=key, up=way == "up", at=at)
            case "remove":
                actions.remove_node(actor=actor, draft=draft, key=key, at=at)
            case _:
                raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:draft", args=(draft,)) + "#parts")


class WhenForm(forms.Form):
    """Times are Indian time, as everybody reads them."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(
        label=gettext_lazy("Begins (Indian time)"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=gettext_lazy("How long, in minutes"), min_value=5, max_value=20_000)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=250, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link, for whoever has a seat"), max_length=500, required=False, assume_scheme="https"
    )
    speaker = forms.CharField(label=gettext_lazy("Speaker"), max_length=250, required=False)
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), help_text=gettext_lazy("Empty: no limit."), min_value=1, max_value=100_000,
        required=False,
    )  # fmt: skip
    credit = forms.ChoiceField(label=gettext_lazy("Its hours"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        credit = self.fields["credit"]
        assert isinstance(credit, forms.ChoiceField)
        credit.choices = [(code, credit_in_words(code)) for code in ("social", "formal", "experience")]
        for name in ("place", "speaker"):
            self.fields[name].widget.attrs["dir"] = "auto"

    def when(self) -> actions.When:
        given = self.cleaned_data
        begins = dt.datetime.combine(given["day"], given["begins"], IST).astimezone(dt.UTC)
        return actions.When(
            begins, begins + dt.timedelta(minutes=given["minutes"]), given["place"].strip(), given["link"],
            given["speaker"].strip(), given["seats"], given["credit"],
        )  # fmt: skip


def _initial(when: SaidGathering) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "place": when.place, "link": when.link, "speaker": when.speaker, "seats": when.seats, "credit": when.credit,
    }  # fmt: skip
    if when.starts_at and when.ends_at:
        begins = when.starts_at.astimezone(IST)
        minutes = round((when.ends_at - when.starts_at).total_seconds() / 60)
        initial |= {"day": begins.date().isoformat(), "begins": begins.time(), "minutes": minutes}
    return initial


@signed_in
def when(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    row = queries.access_draft(request.actor, draft, "write")
    if row.kind != "event":
        raise NotFound
    said = draft_said(row.id)
    form = WhenForm(request.POST or None, initial=_initial(said.gathering))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_when(actor=request.actor, draft=draft, when=form.when(), at=request.at)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("learning:draft", args=(draft,)))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(
        request, "learning/authoring/when.html", heading(request, row, said) | {"form": form},
        422 if form.errors else 200,
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
