"""Bulk acts on pages: the sheet they begin with, where one stands in words, what every page needs, its buttons."""

import uuid as uuids
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest

type Verb = Callable[..., object]

ACT_VERBS: Mapping[str, Verb] = {"approve": bulk.approve, "cancel": bulk.cancel, "undo": bulk.undo}


MOST_BYTES = 10 * 1024 * 1024
PAGE = 50
# Rows of a file that are read at once, and above how many an act is no workbook but a list of text.
AT_ONCE, MOST_IN_A_BOOK = 1_000, 100_000


class SheetForm(forms.Form):
    """A filled template; one that is too large is refused before it is read."""

    file = forms.FileField(
        label=gettext_lazy("Filled template"),
        help_text=gettext_lazy("Excel (.xlsx), OpenDocument (.ods) or CSV in UTF-8; at most 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Split it, or remove pictures and unused sheets.")
            )
        return file


def act_in_words(status: str) -> str:
    return {
        "planning": _("being planned"),
        "planned": _("waits for approval"),
        "running": _("running"),
        "done": _("done"),
        "cancelled": _("stopped"),
        "undoing": _("being undone"),
        "undone": _("undone"),
        "failed": _("cannot be carried out"),
    }[status]


def act_tone(status: str) -> str:
    """The tone of the tag that says so."""
    return {"done": "ok", "planned": "warn", "failed": "bad", "cancelled": "bad"}.get(status, "info")


def act_page(request: SignedInRequest, act: bulk.Act, here: str) -> dict[str, Any]:
    """For a page with ui.act_progress. here: its address."""
    return {
        "act": act,
        "at_work": act.at_work,
        "uses_htmx": act.at_work,
        "here": here,
        "may_approve": act.may_be_approved_by(request.actor.person_id),
        "may_undo": act.can_be_undone(request.at),
    }


def act_lines(request: SignedInRequest, act: bulk.Act, here: str) -> dict[str, Any]:
    """What act_page gives, and its rows: sorted into tabs by what happens to them, a page of the one that is asked
    for. For pages whose rows are told by the act's own words."""
    tabs: list[tuple[str, str, int]] = [
        ("error", _("To fix"), act.error_rows), ("failed", _("Not applied"), act.failed_rows),
        ("new", _("New"), act.new_rows), ("changed", _("Changed"), act.changed_rows),
        ("unchanged", _("Unchanged"), act.unchanged_rows),
    ]  # fmt: skip
    shown = [one for one in tabs if one[2]]
    tab = request.GET.get("show", "")
    tab = tab if tab in {one[0] for one in shown} else shown[0][0] if shown else "new"
    chosen: dict[str, list[str]] = {"states": ["failed"]} if tab == "failed" else {"outcomes": [tab]}
    after = number(request.GET.get("after", "")) or 0
    lines = [] if act.at_work else bulk.rows_of(act.id, after=min(after, 2**31 - 1), limit=PAGE + 1, **chosen)
    return act_page(request, act, here) | {
        "state": act_in_words(act.status), "tone": act_tone(act.status), "tabs": shown, "tab": tab,
        "lines": lines[:PAGE],
        "next_href": f"{here}?{urlencode({'show': tab, 'after': str(lines[PAGE - 1].number)})}"
        if len(lines) > PAGE else None,
        "first_href": f"{here}?{urlencode({'show': tab})}" if after else None,
    }  # fmt: skip


def act_file(request: SignedInRequest, act: bulk.Act) -> Any | None:
    """All rows with what became of each, where the page is asked for as a file (?file=csv or xlsx); None: it is not,
    or the act is not one whose rows stand still. The caller has checked that the actor may see the page."""
    asked = request.GET.get("file", "")
    if asked not in ("csv", "xlsx") or act.at_work:
        return None
    headings = [_("Row"), _("Name"), _("What happens"), _("Result"), _("Change"), _("Remarks")]
    if asked == "csv" or sum((act.new_rows, act.changed_rows, act.unchanged_rows, act.error_rows)) > MOST_IN_A_BOOK:
        return downloads.csv_stream(_with(headings, _file_lines(act)), act.label)
    response: HttpResponse = downloads.table(headings, _file_lines(act), act.label)
    return response


def _with(headings: list[str], lines: Iterator[list[str]]) -> Iterator[list[str]]:
    yield headings
    yield from lines


def _file_lines(act: bulk.Act) -> Iterator[list[str]]:
    outcomes = {"new": _("New"), "changed": _("Changed"), "unchanged": _("Unchanged"), "error": _("To fix")}
    states = {"done": _("applied"), "failed": _("Not applied"), "undone": _("taken back"), "kept": _("kept")}
    after = 0
    while found := bulk.rows_of(act.id, after=after, limit=AT_ONCE):
        for row in found:
            told = [row.message] if row.message else []
            told += [f"{field}: {text}" if field else text for field, text in row.messages]
            change = [f"{field}: {was} → {now}" if was else f"{field}: {now}" for field, (was, now) in row.diff.items()]
            yield [
                str(row.number), row.label, outcomes.get(row.outcome, row.outcome), states.get(row.state, ""),
                "; ".join(change), "; ".join(told),
            ]  # fmt: skip
        after = found[-1].number


def press(request: SignedInRequest, verbs: Mapping[str, Verb], name: str, uuid: uuids.UUID) -> None:
    """Does what the button of that name stands for; a refusal is told on the page that follows. Raises NotFound for a
    button that is not there. The caller has checked that the actor may see what it stands on."""
    if name not in verbs:
        raise NotFound
    try:
        verbs[name](actor=request.actor, uuid=uuid, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
