"""Statements as they came in: searched, paged by key, as a spreadsheet."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karmayogi.ingest.queries.recent import MANY, counts, recent
from karmayogi.ingest.web.administration import administrator, asked, crumbs
from karmayogi.kernel import audit
from karmayogi.kernel.clock import IST
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

PAGE = 50
EXPORT_MOST = 5_000
STORE = uuid.UUID("8f6f1f0e-5a3f-5d0c-9d43-7f1f7a6d2c11")  # the store itself, as the subject of entries of the trail


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    administrator(request)
    words, before = asked(request)
    lines, more = recent(words, before=before, limit=PAGE, language=get_language() or "en")
    began = dt.datetime.combine(request.at.astimezone(IST).date(), dt.time(), IST) - dt.timedelta(milliseconds=1)
    here = reverse("ingest:index")
    context = {
        "nav": "admin",
        "crumbs": crumbs(),
        "q": words,
        "lines": lines,
        "counts": counts(began, request.at),
        "many": MANY,
        "next_href": f"{here}?{urlencode({'q': words, 'before': more})}" if more is not None else None,
        "first_href": f"{here}?{urlencode({'q': words})}" if before is not None else None,
        "sheet_href": f"{reverse('ingest:sheet')}?{urlencode({'q': words})}",
    }
    return render(request, "ingest/index.html", context)


@signed_in
def sheet(request: SignedInRequest) -> HttpResponse:
    """The same list as a workbook. Written into the audit trail: it leaves the product."""
    administrator(request)
    words, _before = asked(request)
    headings = [
        _("Stored"), _("Happened"), _("Who"), _("Did"), _("Verb"), _("What"), _("Object"), _("Registration"),
        _("Vouched for by"), _("Statement"),
    ]  # fmt: skip
    answer = downloads.table(headings, _rows(words), "statements")
    audit.record(
        "ingest:statements:export", agent=request.actor, at=request.at, kind="xapi_store", subject=STORE,
        detail={"search": words},
    )  # fmt: skip
    return answer


def _rows(words: str) -> Iterator[Sequence[str]]:
    before, sent = None, 0
    while sent < EXPORT_MOST:
        lines, before = recent(words, before=before, limit=500, language=get_language() or "en")
        for one in lines:
            yield (
                one.stored_at.isoformat(timespec="milliseconds"), one.timestamp, one.who, one.did, one.verb, one.what,
                one.object, one.registration, one.authority, one.id,
            )  # fmt: skip
        sent += len(lines)
        if before is None:
            return
