"""One's own learning at work: the list, a new entry, taking one back."""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.dates import financial_year_label, financial_year_start
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.onthejob.write_entry import Written, withdraw_entry, write_entry
from karmayogi.learning.queries.hours import hours_by_kind
from karmayogi.learning.queries.onthejob.entries import PAGE, SORTS, STATES, EntryRow, access_entry, entries_of
from karmayogi.learning.queries.onthejob.office import SEES
from karmayogi.learning.queries.onthejob.witnesses import witness_by_uuid, witnesses
from karmayogi.learning.web.onthejob import words
from karmayogi.ui.api import named, pick, render

EXPORT_MOST = 5000


class EntryForm(forms.Form):
    mark = forms.UUIDField(widget=forms.HiddenInput)
    again = forms.UUIDField(required=False, widget=forms.HiddenInput)
    witness = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What it was"))
    competency = forms.ChoiceField(label=gettext_lazy("Which competency did it help?"))
    begun_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ended_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours spent on learning"), min_value=0, max_value=540, max_digits=5, decimal_places=2,
        help_text=gettext_lazy("Not the whole work: what you spent on learning. At most eight hours a day."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What you did, and what came of it"), max_length=4000, widget=forms.Textarea
    )
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, help_text=gettext_lazy("PDF, PNG or JPEG, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )  # fmt: skip

    def __init__(self, person_id: int, on: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(words.kinds_in_words().items())  # type: ignore[attr-defined]
        needed = {gap.competency_id for gap in competencies.gaps_of(person_id, on)}
        every = [
            (str(one.uuid), pick(one.name_en, one.name_hi, one.name_ur), one.id in needed)
            for one in competencies.every()
        ]
        self.fields["competency"].choices = [  # type: ignore[attr-defined]
            (label, [(value, name) for value, name, mine in every if mine is wanted])
            for label, wanted in ((_("What your post needs"), True), (_("Others"), False))
        ]


@signed_in
@require_safe
def entries(request: SignedInRequest) -> HttpResponse:
    asked = _asked(request)
    page, after = entries_of(request.actor.person_id, after=request.GET.get("after", ""), limit=PAGE, **asked)
    kept = {name: value for name, value in asked.items() if value and value != "sent"}
    on = clock.day(request.at)
    return render(
        request,
        "learning/onthejob/entries.html",
        {
            "nav": "learning",
            "rows": [(one, *words.entry_state(one.state)) for one in page],
            "kind_words": words.kinds_in_words(),
            "states": [(state, words.entry_state(state)[0]) for state in STATES],
            "kept": kept,
            **asked,
            "sorts": {key: f"?{urlencode(kept | {'sort': key})}" for key in SORTS},
            "next_href": f"?{urlencode(kept | {'after': after})}" if after else None,
            "first_href": f"?{urlencode(kept)}" if request.GET.get("after") else None,
            "sheet_href": f"{reverse('learning:entries_sheet')}?{urlencode(kept)}",
            "kinds": hours_by_kind(request.actor.person_id, financial_year_start(on), on + dt.timedelta(days=1)),
            "year": financial_year_label(on),
            "sees_offices": bool(request.actor.paths(*SEES)),
        },
    )


@signed_in
@require_safe
def entries_sheet(request: SignedInRequest) -> HttpResponse:
    """One's own list as a workbook, as it is searched and sorted."""
    actor, asked, kinds = request.actor, _asked(request), words.kinds_in_words()

    def lines() -> Iterator[tuple[object, ...]]:
        after, sent = "", 0
        while sent < EXPORT_MOST:
            page, more = entries_of(actor.person_id, after=after, limit=500, **asked)
            for one in page:
                yield (
                    one.begun_on, one.ended_on, kinds[one.kind],
                    pick(one.competency_en, one.competency_hi, one.competency_ur), one.minutes / 60,
                    (one.confirmed_minutes or 0) / 60, words.entry_state(one.state)[0],
                    named(one.witness, one.witness_native), one.words, one.note,
                )  # fmt: skip
            sent += len(page)
            if more is None:
                return
            after = more

    headings = (
        _("First day"), _("Last day"), _("Kind"), _("Competency"), _("Hours, entered"), _("Hours, confirmed"),
        _("State"), _("Who was there"), _("What you did, and what came of it"), _("Their words"),
    )  # fmt: skip
    answer = downloads.table(headings, lines(), f"learning at work {clock.day(request.at)}")
    audit.record(
        "learning:job_entry:export", agent=actor, at=request.at, kind="person", subject=actor.person_uuid,
        label=actor.name,
    )  # fmt: skip
    return answer


@signed_in
def entry_new(request: SignedInRequest) -> HttpResponse:
    """First who was there (?witness=, found by name), then the entry. ?again=: one that was declined, once more."""
    actor, on = request.actor, clock.day(request.at)
    given = request.POST if request.method == "POST" else request.GET
    earlier = _earlier(request, given.get("again", ""))
    wanted = _uuid(given.get("witness", ""))
    there = witness_by_uuid(actor, wanted, on) if wanted else None
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    form = None
    if request.method == "POST":
        form = EntryForm(actor.person_id, on, request.POST, request.FILES)
        if form.is_valid():
            try:
                made = write_entry(actor=actor, written=_written(form.cleaned_data), at=request.at)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("It is entered, and waits for who was there."))
                return redirect("learning:entry", made)
    elif there is not None:
        form = EntryForm(actor.person_id, on, initial=_begin(earlier, there.uuid))
    return render(
        request,
        "learning/onthejob/new.html",
        {
            "nav": "learning", "form": form, "there": there, "q": q, "again": earlier.uuid if earlier else "",
            "found": witnesses(actor, q, on) if q else [], "earlier": earlier,
        },
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


@signed_in
@require_POST
def entry_withdraw(request: SignedInRequest, entry: uuids.UUID) -> HttpResponse:
    try:
        withdraw_entry(actor=request.actor, entry=entry, at=request.at)
        messages.success(request, _("The entry is taken back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("learning:entry", entry)


def _asked(request: SignedInRequest) -> dict[str, str]:
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    return {
        "q": request.GET.get("q", "").replace("\0", "").strip()[:100],
        "state": state if state in STATES else "",
        "sort": sort if sort in SORTS else "sent",
    }


def _earlier(request: SignedInRequest, again: str) -> EntryRow | None:
    wanted = _uuid(again)
    if wanted is None:
        return None
    found = access_entry(request.actor, wanted)
    if found.person_id != request.actor.person_id:
        raise NotFound
    return found


def _begin(earlier: EntryRow | None, witness: uuids.UUID) -> dict[str, object]:
    begun: dict[str, object] = {"mark": uuid7(), "witness": witness}
    if earlier is None:
        return begun
    return begun | {
        "again": earlier.uuid, "kind": earlier.kind, "competency": str(earlier.competency_uuid),
        "begun_on": earlier.begun_on, "ended_on": earlier.ended_on, "hours": round(earlier.minutes / 60, 2),
        "words": earlier.words,
    }  # fmt: skip


def _written(given: dict[str, Any]) -> Written:
    file = given["file"]
    return Written(
        mark=given["mark"], kind=given["kind"], competency=uuids.UUID(given["competency"]),
        begun_on=given["begun_on"], ended_on=given["ended_on"], minutes=round(given["hours"] * 60),
        words=given["words"], witness=given["witness"], content=file.read() if file else b"",
        file_name=file.name if file else "", follows=given["again"],
    )  # fmt: skip


def _uuid(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None
