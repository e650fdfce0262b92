"""Bulk acts on pages: the sheet they begin with, where one stands in words, what every page needs, its buttons."""

import uuid as uuids
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest

type Verb = Callable[..., object]

ACT_VERBS: Mapping[str, Verb] = {"approve": bulk.approve, "cancel": bulk.cancel, "undo": bulk.undo}


MOST_BYTES = 10 * 1024 * 1024


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


def press(request: SignedInRequest, verbs: Mapping[str, Verb], name: str, uuid: uuids.UUID) -> None:
    """Does what the button of that name stands for; a refusal is told on the page that follows. Raises NotFound for a
    button that is not there. The caller has checked that the actor may see what it stands on."""
    if name not in verbs:
        raise NotFound
    try:
        verbs[name](actor=request.actor, uuid=uuid, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
