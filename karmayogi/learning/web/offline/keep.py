"""Keeping a course or a lesson on this phone: what it weighs, the manifest, and the pages that go with it."""

import dataclasses
import functools
import hashlib
import hmac
import uuid
from typing import Annotated, Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, public, signed_in
from karmayogi.learning.actions.offline.give_pack import give_pack, terms_for
from karmayogi.learning.engine.offline.packing import FORMS, PRACTISED, TEXT, Kept, choices, weight
from karmayogi.learning.engine.sections import Section
from karmayogi.learning.engine.sections import sections as in_sections
from karmayogi.learning.queries.enrolments import EnrolmentRow
from karmayogi.learning.queries.lesson import Lesson, OutlinePart, content, lesson
from karmayogi.learning.queries.offline.packs import keepable, packs_by_uuid
from karmayogi.learning.queries.pictures import pictures_of
from karmayogi.learning.queries.practice import practice_lines
from karmayogi.learning.web import signed
from karmayogi.learning.web import words as learning_words
from karmayogi.learning.web.media import Offer, offer
from karmayogi.learning.web.offline import words
from karmayogi.learning.web.pictures import has_pictures, with_pictures
from karmayogi.learning.web.progress_door import UNREAD, from_our_page
from karmayogi.learning.web.reel import reel_of
from karmayogi.people.api import DeviceRemoved
from karmayogi.ui.api import render, template
from karmayogi.ui.environment import asset

# What pages that are kept need beside themselves; the worker keeps it for everybody.
ASSETS = (
    "learning/learning.css", "learning/offline/kept.js", "learning/offline/state.js", "learning/offline/keep.js",
    "learning/offline/lesson.js", "learning/offline/phone.js", "learning/watching.js",
)  # fmt: skip


def kept_by_the_worker() -> list[str]:
    """Slot "ui.worker_keeps": addresses."""
    return [asset(name) for name in ASSETS]


def worker_scripts() -> list[str]:
    """Slot "ui.worker_scripts": what the service worker runs."""
    return [asset(f"learning/offline/{name}.js") for name in ("kept", "digest", "worker")]


@dataclasses.dataclass(frozen=True, slots=True)
class KeepChoice:
    form: str
    label: str
    bytes: int


def keep_choices(parts: list[Kept]) -> list[KeepChoice]:
    """Sizes first, lightest first; empty where nothing can be kept."""
    return [KeepChoice(name, words.form(name), weight(parts, name)) for name in choices(parts)] if parts else []


def keep_offers(page: Lesson | EnrolmentRow, here: OutlinePart | None = None) -> dict[str, list[KeepChoice]]:
    """For the page of a part: "part" and "course"; without one: "course"."""
    parts = keepable(page.version_id, page.language)
    found = {"course": keep_choices(parts)}
    if here is not None:
        found["part"] = keep_choices([one for one in parts if one.part_id == here.id])
    return found


class _Ask(msgspec.Struct, frozen=True):
    device: uuid.UUID
    form: Annotated[str, msgspec.Meta(max_length=10)]
    key: Annotated[str, msgspec.Meta(max_length=60)] = ""


@csrf_exempt
@signed_in
@require_POST
def give(request: SignedInRequest, enrolment: uuid.UUID) -> JsonResponse:
    """The manifest: what, how large, its hash, until when, for which device. Signed, so that it can be shown to us.

    409 `removed`: the device was removed; the browser may become another one.
    """
    page = lesson(request.actor, enrolment)
    if not from_our_page(request.META):
        return JsonResponse({"reason": _("This was not sent by a page of this website.")}, status=403)
    try:
        ask = msgspec.json.decode(request.body, type=_Ask)
    except UNREAD:
        return JsonResponse({"reason": _("This page is of an earlier release. Open it again.")}, status=400)
    try:
        pack, files = give_pack(
            actor=request.actor, page=page, device_uuid=ask.device, form=ask.form, key=ask.key, at=request.at
        )
    except Refused as refused:
        removed = isinstance(refused, DeviceRemoved)
        return JsonResponse({"reason": str(refused), "removed": removed}, status=409)
    except NotFound:
        return JsonResponse({"reason": _("This device is not known any more. Try once more.")}, status=404)
    inside = [part for part in page.parts if part.id in files]
    practice = practice_lines([part.id for part in inside if part.kind == PRACTISED], None)
    told: dict[str, Any] = {
        "pack": pack.uuid,
        "device": ask.device,
        "enrolment": page.enrolment_uuid,
        "title": page.title,
        "language": page.language,
        "form": pack.form,
        "bytes": pack.bytes,
        "valid_until": int(pack.valid_until.timestamp() * 1000),
        "parts": [
            {
                "uuid": part.uuid,
                "title": _("Practice: %(title)s") % {"title": part.title} if part.id in practice else part.title,
                "at": practice[part.id][0]
                if part.id in practice
                else reverse("learning:part", args=[enrolment, part.key]),
                "from": reverse("learning:kept_part", args=[enrolment, pack.uuid, part.key]),
                "files": [file.sha256 for file in files[part.id]],
            }
            for part in inside
        ],
        "files": list({
            file.sha256: {
                "sha256": file.sha256,
                "size": file.size,
                "from": signed.file_url(file.sha256, file.media_type, request.at),
            }
            for part in inside
            for file in files[part.id]
        }.values()),
    }  # fmt: skip
    body = msgspec.json.encode(told, order="deterministic")
    seal = hmac.digest(settings.SECRET_KEY.encode(), b"learning.pack|" + body, hashlib.sha256).hex()
    terms = terms_for(request.actor.person_id, ask.device, request.at)
    answer = JsonResponse({"manifest": body.decode(), "seal": seal} | terms)
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_safe
def kept_part(request: SignedInRequest, enrolment: uuid.UUID, pack: uuid.UUID, key: str) -> HttpResponse:
    """The page of a part as it is kept: the same page, in the form that was chosen, and nothing is noted as opened."""
    page = lesson(request.actor, enrolment)
    here = page.part(key)
    given = packs_by_uuid(request.actor.person_id, [pack]).get(pack)
    if given is None or given.enrolment_id != page.enrolment_id or here.id not in given.parts:
        raise NotFound
    if here.kind == PRACTISED:
        answer: HttpResponse = slots.one("learning.kept_practice")(
            request, here.id, here.uuid, page.title, page.language, pack, given.form != TEXT
        )
        answer["Cache-Control"] = "no-store"
        return answer
    shown = content(request.actor, here.id, page.language)
    if has_pictures(shown.body_html):  # all of them lie on the phone, or none
        found = pictures_of(here.id, shown.language) if given.form != TEXT else []
        shown = dataclasses.replace(shown, body_html=with_pictures(shown.body_html, found, None, request.at))
    inside = {part.id for part in page.parts if part.kind != PRACTISED} & set(given.parts)
    offered = _only(offer(request, shown.file_sha), given.form) if shown.file_sha and given.form != TEXT else None
    outline = in_sections([part.done for part in page.parts], None, page.parts.index(here))
    context: dict[str, Any] = {
        "nav": "learning",
        "lesson": page,
        "step": here,
        "content": shown,
        "visit": 0,
        "seq": 0,
        "early": 0,
        "unwatched": False,
        "sessions": (),
        "reel": reel_of(here, shown),
        "start": shown.position,
        "before": page.before(here.key),
        "after": page.after(here.key),
        "place": page.parts.index(here) + 1,
        "outline": outline,
        "outline_at": [_begins_at(page, inside, section) for section in outline.all],
        "kind_in_words": learning_words.kind_in_words,
        "language_names": learning_words.LANGUAGE_NAMES,
        "right_to_left": learning_words.RIGHT_TO_LEFT,
        "media": {
            name: signed.file_url(sha, kind, request.at)
            for name, sha, kind in (
                ("file", shown.file_sha, shown.file_type or ""),
                ("captions", shown.captions_sha, "text/vtt"),
            )
            if sha and given.form != TEXT
        },
        "offer": offered,
        "leaf": None,
        "quiz_url": "",
        "launch_url": "",
        "kept": given,
        "kept_as_text": given.form == TEXT,
        "inside": inside,
        "keep": None,
        "away": (),
    }
    answer = render(request, "learning/part.html", context)
    answer["Cache-Control"] = "no-store"  # by nobody but the worker, who locks it away
    return answer


def _begins_at(page: Lesson, inside: set[int], section: Section) -> str:
    """The first part of a section that is on the phone: without network a kept page answers no question."""
    parts = section.of(page.parts)
    first = next((part for part in parts if part.id in inside), parts[0])
    return reverse("learning:part", args=[page.enrolment_uuid, first.key])


def _only(offered: Offer | None, form: str) -> Offer | None:
    """The one form that is on the phone."""
    if offered is None:
        return None
    fits = [one for one in offered.choices if FORMS.index(one.name) <= FORMS.index(form)]
    one = fits[-1] if fits else offered.choices[0]
    return dataclasses.replace(offered, choices=[dataclasses.replace(one, chosen=True)], saving=True, pages=0)


@public
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept on this phone. The list is made by the browser: the server does not know what is really there.
    ?shell: as the worker keeps it, without anybody's name, in the language of whoever kept something last."""
    if "shell" in request.GET:
        request.actor = None  # type: ignore[attr-defined]
    return render(request, "learning/offline/kept.html", {"nav": "learning"})


def state() -> Markup:
    """Slot "ui.state": the place of "3 saved on this phone" in the header."""
    return _state(get_language() or "en")


@functools.cache
def _state(language: str) -> Markup:
    return Markup(template("learning/offline/state.html").render())  # noqa: S704 (rendered by our environment)
