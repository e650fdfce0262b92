"""Courses in work: the list of drafts of one's providers, what waits for oneself, and beginning a new one."""

import uuid as uuids
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.learning.actions.authoring.begin import begin_course, begin_version
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.actions.exchange.begin_collection import begin_collection
from karmayogi.learning.engine.exchange.collection import MOST_BYTES
from karmayogi.learning.queries.authoring import drafts as queries
from karmayogi.learning.queries.authoring.providers import writes_for
from karmayogi.learning.web.authoring import words
from karmayogi.learning.web.words import LANGUAGE_NAMES, item_kinds
from karmayogi.ui.api import day, named, pick, render

EXPORT_MOST = 20_000


@signed_in
@require_safe
def drafts(request: SignedInRequest) -> HttpResponse:
    """?wait=1: only what waits for one's own review or publication. ?sort=oldest: what has waited longest first."""
    actor = request.actor
    if not queries.has_drafts(actor):
        raise NotFound
    q, statuses = text_of(request, "q"), _statuses(request)
    waiting, oldest = request.GET.get("wait") == "1", request.GET.get("sort") == "oldest"
    after = request.GET.get("after", "").replace("\0", "")
    lines, following = queries.draft_lines(
        actor, q=q, statuses=statuses, waiting=waiting, oldest=oldest, language=get_language() or "en",
        after=after or None,
    )  # fmt: skip
    counts = queries.draft_counts(actor)
    kept = [("q", q)] * bool(q) + [("status", one) for one in statuses]
    kept += [("wait", "1")] * waiting + [("sort", "oldest")] * oldest
    here = reverse("learning:drafts")
    return render(
        request,
        "learning/authoring/drafts.html",
        {
            "nav": "admin" if actor.authorities else "learning",
            "lines": lines,
            "q": q,
            "statuses": [
                (one, words.status_in_words(one), counts.get(one, (0, 0))[0], one in statuses)
                for one in queries.STATUSES
            ],
            "waiting": waiting,
            "oldest": oldest,
            "waits": sum(waits for _count, waits in counts.values()),
            "words": words,
            "may_write": bool(writes_for(actor)),
            "named": named,
            "next_href": f"{here}?{urlencode([*kept, ('after', following)])}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("learning:drafts_sheet") + f"?{urlencode(kept)}",
        },
    )


@signed_in
@require_safe
def drafts_sheet(request: SignedInRequest) -> HttpResponse:
    if not queries.has_drafts(request.actor):
        raise NotFound
    lines, _following = queries.draft_lines(
        request.actor, q=text_of(request, "q"), statuses=_statuses(request), waiting=request.GET.get("wait") == "1",
        oldest=request.GET.get("sort") == "oldest", language=get_language() or "en", limit=EXPORT_MOST,
    )  # fmt: skip
    headings = [
        _("Code"), _("Version"), _("Title"), _("Provider"), _("State"), _("Author"), _("Parts"),
        _("Quality score in per cent"), _("Changed"),
    ]  # fmt: skip
    return downloads.table(
        headings,
        [
            (
                one.code, one.number, one.title, pick(one.provider_en, one.provider_hi, one.provider_ur),
                words.status_in_words(one.status), named(one.author, one.author_native), one.parts,
                "" if one.score is None else one.score, day(one.changed_at),
            )
            for one in lines
        ],
        "courses in work",
    )  # fmt: skip


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Provider, title in one language, and the languages that the course is to have."""
    mine = writes_for(request.actor)
    if not mine:
        raise NotFound
    problem = ""
    language = get_language() or "en"
    if request.method == "POST":
        try:
            if request.POST.get("act") == "file":
                return _from_file(request)
            made = begin_course(
                actor=request.actor, provider=uuid_of(request.POST.get("provider", "")),
                title=request.POST.get("title", "").replace("\0", ""),
                language=request.POST.get("language", language),
                languages=[one for one in request.POST.getlist("languages") if one in LANGUAGES], at=request.at,
                kind=request.POST.get("kind", "course"),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("learning:draft", args=(made,)))
        except Refused as refused:
            problem = str(refused)
    return render(
        request,
        "learning/authoring/new.html",
        {
            "nav": "admin" if request.actor.authorities else "learning",
            "mine": [(str(row.uuid), pick(row.name_en, row.name_hi, row.name_ur)) for row in mine],
            "problem": problem, "language": request.POST.get("language", language),
            "languages": LANGUAGE_NAMES, "chosen": request.POST.getlist("languages") or ["en", language],
            "kinds": item_kinds(), "kind": request.POST.get("kind", "course"),
            "title": request.POST.get("title", "")[:250], "provider": request.POST.get("provider", ""),
        },
        422 if problem else 200,
    )  # fmt: skip


def _from_file(request: SignedInRequest) -> HttpResponse:
    """A programme or an event that was taken along elsewhere."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file first."))
    made = begin_collection(
        actor=request.actor, provider=uuid_of(request.POST.get("provider", "")), at=request.at,
        content=file.read(MOST_BYTES + 1),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("learning:draft", args=(made,)))


@signed_in
@require_POST
def next_version(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    """The next version of a published course as a draft; a draft that is open already is opened."""
    made = begin_version(actor=request.actor, course=course, at=request.at)
    return HttpResponseRedirect(reverse("learning:draft", args=(made,)))


def text_of(request: Request, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def uuid_of(text: str) -> uuids.UUID:
    """Raises NotFound for anything that is no uuid."""
    try:
        return uuids.UUID(text)
    except ValueError as error:
        raise NotFound from error


def _statuses(request: Request) -> list[str]:
    return [one for one in request.GET.getlist("status") if one in queries.STATUSES]
