"""The player: one page a part. Everything but packages works without JavaScript."""

import dataclasses
import datetime as dt
import json
import uuid
from typing import Annotated, Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from karmayogi.kernel import slots
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import signed_in
from karmayogi.learning.actions.choose_language import choose_language
from karmayogi.learning.actions.finish_part import finish_part
from karmayogi.learning.actions.keep_time import keep_time
from karmayogi.learning.actions.open_part import open_part
from karmayogi.learning.actions.save_scorm import ScormCommit, save_scorm
from karmayogi.learning.engine import cmi
from karmayogi.learning.engine.offline.packing import AWAY
from karmayogi.learning.engine.sections import Sections
from karmayogi.learning.engine.sections import sections as in_sections
from karmayogi.learning.queries.enrolments import access_enrolment
from karmayogi.learning.queries.lesson import Content, Lesson, OutlinePart, content, lesson
from karmayogi.learning.queries.packages import ItemRow, items_of
from karmayogi.learning.queries.pictures import pictures_of
from karmayogi.learning.queries.practice import practice_lines
from karmayogi.learning.queries.sequencing import tree_of
from karmayogi.learning.web import h5p, sequenced, signed, words
from karmayogi.learning.web.cmi5 import units
from karmayogi.learning.web.courses import congratulate
from karmayogi.learning.web.gatherings.sessions import sessions
from karmayogi.learning.web.media import leaf_of, offer, remember
from karmayogi.learning.web.offline.keep import keep_offers
from karmayogi.learning.web.pictures import asked_in, has_pictures, with_pictures
from karmayogi.learning.web.progress_door import UNREAD, from_our_page
from karmayogi.learning.web.reel import reel_of, second_of
from karmayogi.learning.web.seed import Attempt, seed
from karmayogi.ui.api import render


@signed_in
def resume(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Where she left: the part she had open last unless it is done, else the first that is not."""
    page = lesson(request.actor, enrolment)  # type: ignore[attr-defined]
    last = next((part for part in page.parts if part.id == page.last_part_id), None)
    if last is None or (last.done and page.status == "active"):
        last = page.next_open or page.parts[0]
    return HttpResponseRedirect(reverse("learning:part", args=[enrolment, last.key]))


@signed_in
def part(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = lesson(actor, enrolment)
    here = page.part(key)
    return _show(request, page, here, early=0)


def _show(
    request: HttpRequest, page: Lesson, here: OutlinePart, *, early: int, unwatched: bool = False
) -> HttpResponse:
    """early: seconds still missing after she said too soon that she is done; 0 on an ordinary visit. unwatched: what is
    missing are stretches of the film."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    shown = _with_pictures(request, page, here, content(actor, here.id, page.language))
    # A new visit also after "too quick": what the page before still sends on leaving must not take the number of this
    # page's first report.
    offered = offer(request, shown.file_sha) if shown.file_sha else None
    turned = leaf_of(request, offered, shown) if offered and offered.pages and shown.file_sha else None
    place = str(turned.page.place) if turned and "page" in request.GET else None
    visit = open_part(actor=actor, enrolment_id=page.enrolment_id, part_id=here.id, at=at, place=place)
    context: dict[str, Any] = {
        "nav": "learning",
        "lesson": page,
        "step": here,
        "content": shown,
        "visit": visit,
        "seq": 0,
        "early": early,
        "unwatched": unwatched,
        "sessions": sessions(page.course_id, actor.person_id, at) if page.sessions_needed else [],
        "reel": reel_of(here, shown),
        "start": second_of(request, shown),
        "before": page.before(here.key),
        "after": page.after(here.key),
        "place": page.parts.index(here) + 1,
        "outline": outline(request, page, here),
        "outline_at": (),
        "kind_in_words": words.kind_in_words,
        "language_names": words.LANGUAGE_NAMES,
        "right_to_left": words.RIGHT_TO_LEFT,
        "media": _media(shown, at),
        "offer": offered,
        "leaf": turned,
        "quiz_url": slots.one("learning.quiz_url")(here.uuid) if here.kind == "quiz" else "",
        "practice": practice_lines([here.id], actor.person_id).get(here.id) if here.kind == "quiz" else None,
        "launch_url": slots.one("learning.launch_url")(here.uuid) if here.kind == "lti" else "",
        "keep": keep_offers(page, here),
        "away": AWAY,
        "kept": None,
        "stage": None,
        "kept_as_text": False,
        "inside": (),
    }
    origin = ""
    if here.kind in units.KINDS:
        context |= units.contents(request, page, here, at)
    elif shown.package_id and shown.package_sha:
        context |= _package(request, page, here, shown, visit)
        origin = signed.package_origin(shown.package_sha)
    response = render(request, "learning/part.html", context, status=409 if early else 200)
    if offered:
        response.headers["Accept-CH"] = "ECT"  # the browser says from now on how fast its line is
    if origin:
        # Only this one package may be framed by this one page.
        response._csp_config = settings.SECURE_CSP | {"frame-src": [origin]}  # type: ignore[attr-defined]
    return response


def _with_pictures(request: HttpRequest, page: Lesson, here: OutlinePart, shown: Content) -> Content:
    """With the small pictures of its text, and those that were asked for."""
    if not has_pictures(shown.body_html):
        return shown
    found = pictures_of(here.id, shown.language)
    address = reverse("learning:part", args=[page.enrolment_uuid, here.key]) + "?"
    html = with_pictures(shown.body_html, found, asked_in(request), request.at, address)  # type: ignore[attr-defined]
    return dataclasses.replace(shown, body_html=html)


def outline(request: HttpRequest, page: Lesson, here: OutlinePart) -> Sections:
    """Of the parts: the section with this one, or the one that was asked for."""
    asked = number(request.GET.get("outline", ""))
    return in_sections([part.done for part in page.parts], asked, page.parts.index(here))


def _media(shown: Content, at: dt.datetime) -> dict[str, str]:
    """Addresses of the part's files: file, captions, poster."""
    return {
        name: signed.file_url(sha, media_type, at)
        for name, sha, media_type in (
            ("file", shown.file_sha, shown.file_type or ""),
            ("captions", shown.captions_sha, "text/vtt"),
            ("poster", shown.poster_sha, "image/webp"),
        )
        if sha
    }


def _package(request: HttpRequest, page: Lesson, here: OutlinePart, shown: Content, visit: int) -> dict[str, Any]:
    """What the page of a package needs: its table of contents, the item to play, and what it had kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert shown.package_id and shown.package_sha
    items = items_of(shown.package_id, actor.person_id, here.id)
    tree = tree_of(shown.package_id) if here.kind == "scorm2004" else None
    if tree is not None:
        stage = sequenced.stage(request, page, here, tree, items)
        standing = next((place for place, one in enumerate(stage.steps) if one.here), 0)
        told = {"stage": stage, "item_sections": _items(request, [one.done for one in stage.steps], standing)}
        if stage.item is None:
            return {"items": items, "item": None} | told
        return _playing(request, page, here, shown, visit, items, stage.item, stage.attempt) | told
    playable = [item for item in items if item.href]
    wanted = request.GET.get("item", "")
    item = next((one for one in playable if one.identifier == wanted), None)
    if item is None:
        # The one she was in last, unless it is done and another is not.
        latest = max(playable, key=lambda one: (one.visit, one.seq))
        item = latest if latest.visit and not latest.done else next((o for o in playable if not o.done), latest)
    told = {"item_sections": _items(request, [one.done for one in items], items.index(item))}
    return _playing(request, page, here, shown, visit, items, item, None) | told


def _items(request: HttpRequest, done: list[bool], standing: int) -> Sections:
    return in_sections(done, number(request.GET.get("items", "")), standing)


def _playing(
    request: HttpRequest,
    page: Lesson,
    here: OutlinePart,
    shown: Content,
    visit: int,
    items: list[ItemRow],
    item: ItemRow,
    attempt: Attempt | None,
) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert shown.package_sha
    token = signed.package_token(shown.package_sha, request.at)  # type: ignore[attr-defined]
    told = {
        "items": items,
        "item": item,
        "package_origin": signed.package_origin(shown.package_sha),
        "package_src": signed.run_url(shown.package_sha, token, here.kind, item.href),
        "visit": visit,
    }
    if here.kind == "h5p":
        return told | h5p.stage(page, here, item)
    return told | {
        "seed": json.dumps(seed(here.kind, item, page.enrolment_uuid, actor.name, attempt)),
        "commit_url": reverse("learning:scorm_commit", args=[page.enrolment_uuid, here.key]),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """ "Mark as read and continue". Too quick: the page again, with what is missing in words; nothing is lost.

    That page has this address: what its links ask of themselves (a stretch of the film, a section) leads to the part.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = lesson(actor, enrolment)
    here = page.part(key)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("learning:part", args=[enrolment, key], query=request.GET))
    claimed = request.POST.get("seconds", "")
    done = finish_part(
        actor=actor,
        enrolment_id=page.enrolment_id,
        part_id=here.id,
        at=request.at,  # type: ignore[attr-defined]
        claimed=int(claimed) if claimed.isascii() and claimed.isdigit() and len(claimed) < 8 else None,
    )
    if not done.done:
        return _show(request, page, here, early=max(1, done.missing), unwatched=done.unwatched)
    if done.completed:
        congratulate(request)
        return HttpResponseRedirect(reverse("learning:course", args=[page.course_uuid]))
    after = page.after(key)
    if after is None or after.done:
        rest = [one for one in page.parts if not one.done and one.key != key]
        after = rest[0] if rest else after
    if after is None:
        return HttpResponseRedirect(reverse("learning:course", args=[page.course_uuid]))
    return HttpResponseRedirect(reverse("learning:part", args=[enrolment, after.key]))


@signed_in
@require_POST
def media_choice(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Another form of the film or recording, for this device from now on. The time so far is kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = lesson(actor, enrolment)
    here = page.part(key)
    response = HttpResponseRedirect(reverse("learning:part", args=[enrolment, key]))
    remember(response, request.POST.get("as", ""))
    keep_time(actor=actor, enrolment_id=page.enrolment_id, part_id=here.id, at=request.at)  # type: ignore[attr-defined]
    return response


@signed_in
@require_POST
def language(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Another language for the same progress. Comes back to the part."""
    row = access_enrolment(request.actor, enrolment)  # type: ignore[attr-defined]
    choose_language(
        actor=request.actor,  # type: ignore[attr-defined]
        enrolment_id=row.id,
        language=request.POST.get("language", get_language() or "en"),
        at=request.at,  # type: ignore[attr-defined]
    )
    return HttpResponseRedirect(reverse("learning:resume", args=[enrolment]))


class _Commit(msgspec.Struct, frozen=True):
    item: Annotated[str, msgspec.Meta(max_length=250)]
    visit: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    location: str = ""
    suspend_data: str = ""
    completion: Annotated[str, msgspec.Meta(max_length=30)] = ""
    success: Annotated[str, msgspec.Meta(max_length=30)] = ""
    score: float | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0, le=10**7)] = 0
    record: cmi.Record = cmi.NOTHING


@csrf_exempt
@signed_in
@require_POST
def scorm_commit(request: HttpRequest, enrolment: uuid.UUID, key: str) -> JsonResponse:
    """What a package wants kept, sent by our page, which is told as at the progress door: a package may be open for
    hours, and its page's token ends with the session. Answers in JSON, refusals with a sentence."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = lesson(actor, enrolment)
    here = page.part(key)
    if not from_our_page(request.META):
        return JsonResponse({"reason": _("This was not sent by a page of this website.")}, status=403)
    try:
        told = msgspec.json.decode(request.body, type=_Commit)
    except UNREAD:
        return JsonResponse({"reason": _("The package sent something that is not SCORM data.")}, status=400)
    commit = ScormCommit(
        told.item,
        told.location.replace("\0", ""),
        told.suspend_data.replace("\0", ""),
        told.completion,
        told.success,
        told.score,
        round(told.seconds),
        told.visit,
        told.seq,
        told.record,
    )
    try:
        saved = save_scorm(
            actor=actor,
            enrolment_id=page.enrolment_id,
            part_id=here.id,
            commit=commit,
            at=request.at,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return JsonResponse({"reason": str(refused)}, status=409)
    except NotFound:
        return JsonResponse({"reason": _("This part is not there.")}, status=404)
    return JsonResponse(
        {"saved": True, "done": saved.part_done, "item_done": saved.item_done} | sequenced.told(saved.ways)
    )
