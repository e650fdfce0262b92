"""An officer's own obligations: what, why, by when with its arithmetic, what ends it; asking for relief."""

import uuid as uuids
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.plans.actions.reliefs import ask_relief, withdraw_relief
from karmayogi.plans.queries.follows import follows_of
from karmayogi.plans.queries.lists import competency_names, conditions_of, items_of
from karmayogi.plans.queries.mine import Line, discharges_of, list_of, reliefs_of
from karmayogi.plans.queries.notices import notices_of
from karmayogi.plans.types import Status
from karmayogi.plans.web import words
from karmayogi.plans.web.forms import day_field
from karmayogi.ui.api import day, pick, render

NOW = (Status.OPEN, Status.EXTENDED, Status.UPCOMING)


class ReliefForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What you ask for"),
        choices=[("extension", gettext_lazy("More time")), ("exemption", gettext_lazy("Not to be bound by it"))],
        widget=forms.RadioSelect,
        initial="extension",
    )
    until = day_field(
        gettext_lazy("Until"),
        help_text=gettext_lazy("More time: the last day that you need. An exemption may end on a day, or have no end."),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """Overdue first, then what is open or to come, then what is done; what counts for the appraisal is marked."""
    lines = list_of(request.actor.person_id, clock.day(request.at))
    cards = _cards(lines)
    bound = {line.mandate.id for line in lines}
    appraisal = request.GET.get("show") == "appraisal"
    if appraisal:
        cards = [card for card in cards if card["line"].mandate.for_appraisal]
    buckets = [
        ("overdue", _("Overdue"), [c for c in cards if c["line"].obligation.status is Status.OVERDUE]),
        ("upcoming", _("Open and upcoming"), [c for c in cards if c["line"].obligation.status in NOW]),
        ("completed", _("Completed"), [c for c in cards if c["line"].obligation.status is Status.DONE]),
        ("exempt", _("Exempt"), [c for c in cards if c["line"].obligation.status is Status.EXEMPT]),
    ]
    shown = [
        (one.mandate_id, one.due_on, one.done_on) for line in lines if (one := line.obligation).done_on is not None
    ]
    return render(
        request,
        "plans/mine.html",
        {
            "nav": "today",
            "buckets": [one for one in buckets if one[2]],
            "appraisal": appraisal,
            "any_appraisal": any(line.mandate.for_appraisal for line in lines),
            "bound": bool(lines),
            "news": [
                (words.notice_in_words(one), one.told_at)
                for one in notices_of(request.actor.person_id, request.at)
                if one.status != "live" or one.id in bound
            ],
            "earlier": [] if appraisal else discharges_of(request.actor.person_id, without=shown),
        },
    )


@signed_in
def one(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    """Order, clause, rule matched; the arithmetic; what ends it; what was asked for."""
    line = _mine(request.actor, mandate, request)
    return render(request, "plans/obligation.html", _whole(request, line) | {"form": None})


@signed_in
def ask(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    line = _mine(request.actor, mandate, request)
    form = ReliefForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_relief(
                actor=request.actor, mandate=mandate, kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], at=request.at,
            )  # fmt: skip
            messages.success(request, _("The request is sent. You see here when it is decided."))
            return HttpResponseRedirect(reverse("plans:obligation", args=(mandate,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = _whole(request, line) | {"form": form}
    return render(request, "plans/obligation.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, relief: uuids.UUID) -> HttpResponse:
    try:
        withdraw_relief(actor=request.actor, relief=relief, at=request.at)
        messages.success(request, _("The request is withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("plans:mine"))


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    lines = [
        [_("What is asked"), _("Order"), _("Clause"), _("Issued by"), _("State"), _("Due by"), _("Done on"), _("Why")]
    ]
    for card in _cards(list_of(request.actor.person_id, clock.day(request.at))):
        order, what = card["line"].mandate, card["line"].obligation
        cells = [card["what"], order.number, order.clause, card["issuer"], card["status"]]
        cells += [what.due_on.isoformat(), what.done_on.isoformat() if what.done_on else "", order.why]
        lines.append(cells)
    return csv_file(lines, "my-obligations")


NOTED = "exists (select from plans_mandate where status = 'live')"


def notes(actor: Actor) -> list[tuple[str, str, str]]:
    """Slot "portal.today": the obligation that is due next, with the order that asks for it."""
    open_ = [
        line
        for line in list_of(actor.person_id, clock.day(clock.now()))
        if line.obligation.status in (Status.OVERDUE, Status.OPEN, Status.EXTENDED)
    ]
    if not open_:
        return []
    first = open_[0]
    title = pick(first.mandate.title_en, first.mandate.title_hi, first.mandate.title_ur)
    said = _("Overdue since %(day)s") if first.obligation.status is Status.OVERDUE else _("Due by %(day)s")
    text = _("%(due)s. Asked for by %(number)s.") % {
        "due": said % {"day": day(first.obligation.due_on)}, "number": first.mandate.number,
    }  # fmt: skip
    return [(title, text, reverse("plans:mine"))]


def entry(_request: Any) -> list[tuple[str, str, str]]:
    """Slot "ui.account"."""
    return [("plans:mine", _("My obligations"), "obligations")]


def _mine(actor: Actor, mandate: uuids.UUID, request: SignedInRequest) -> Line:
    """NotFound: it does not bind her, or there is none."""
    for line in list_of(actor.person_id, clock.day(request.at)):
        if line.mandate.uuid == mandate:
            return line
    raise NotFound


def _cards(lines: list[Line]) -> list[dict[str, Any]]:
    items = items_of([line.mandate.id for line in lines])
    competencies = competency_names([c for line in lines if (c := line.asked.what.competency_id) is not None])
    return [
        {
            "line": line,
            "title": pick(line.mandate.title_en, line.mandate.title_hi, line.mandate.title_ur),
            "issuer": pick(line.mandate.organisation_en, line.mandate.organisation_hi, line.mandate.organisation_ur),
            "what": words.what_in_words(
                line.asked, items.get(line.mandate.id, []), competencies.get(line.asked.what.competency_id or 0)
            ),
            "status": words.status_in_words(line.obligation.status),
            "tone": words.TONES[line.obligation.status],
            "progress": words.progress_in_words(line),
            "items": items.get(line.mandate.id, []),
        }
        for line in lines
    ]


def _whole(request: SignedInRequest, line: Line) -> dict[str, Any]:
    [card] = _cards([line])
    conditions = [one for one in conditions_of(line.mandate.id) if one.rule == line.obligation.rule]
    # A list by name is told to each of them with her own name only.
    conditions = [one for one in conditions if one.person_id in (None, request.actor.person_id)]
    done = [
        (words.item_in_words(item), item, line.obligation.items[place - 1] if not item.equivalent else None)
        for place, item in _placed(card["items"])
    ]
    return {
        "nav": "today",
        "card": card,
        "rule": words.rule_in_words(conditions),
        "steps": [(words.step_in_words(step), step.day) for step in line.obligation.steps],
        "items": done,
        "counts": words.counts_in_words(line.asked),
        "repeat": words.repeat_in_words(line.asked),
        "follows": [words.follow_in_words(one) for one in follows_of(line.mandate.id) if one.now_en],
        "reliefs": [one for one in reliefs_of(request.actor.person_id) if one.mandate_id == line.mandate.id],
        "relief_in_words": words.relief_in_words,
        "may_ask": line.obligation.status not in (Status.DONE, Status.EXEMPT),
    }


def _placed(items: list[Any]) -> list[tuple[int, Any]]:
    """(which of the engine's items it is, from 1; the row): places in the table may have gaps."""
    order = {place: number for number, place in enumerate(sorted({one.place for one in items}), 1)}
    return [(order[one.place], one) for one in items]
