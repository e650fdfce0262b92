"""Where what phones did without network arrives; and who has a phone that several share."""

import uuid
from typing import Annotated

import msgspec
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import System
from karmayogi.kernel.web.door import SignedInRequest, public, signed_in
from karmayogi.learning.actions.offline.give_pack import stamp_for
from karmayogi.learning.actions.offline.receive import Receipt, receive
from karmayogi.learning.engine.offline.vault import opened, rescue_key
from karmayogi.learning.queries.offline.packs import lines_of
from karmayogi.learning.web.offline import words
from karmayogi.learning.web.progress_door import UNREAD, from_our_page
from karmayogi.people import api as people
from karmayogi.ui.api import render

MOST_LINES = 100
_Text = Annotated[str, msgspec.Meta(max_length=20_000)]


class _Line(msgspec.Struct, frozen=True):
    text: _Text
    signature: Annotated[str, msgspec.Meta(max_length=400)]


class _Batch(msgspec.Struct, frozen=True):
    device: uuid.UUID
    lines: Annotated[tuple[_Line, ...], msgspec.Meta(max_length=MOST_LINES)]


class _Rescue(msgspec.Struct, frozen=True):
    """vault: the key of what is locked away, wrapped in the key that `give` gave; lines: locked with it. base64url of
    twelve bytes and what AES-GCM made."""

    device: uuid.UUID
    vault: Annotated[str, msgspec.Meta(max_length=200)]
    lines: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=40_000)], ...], msgspec.Meta(max_length=MOST_LINES)]


class _Switch(msgspec.Struct, frozen=True):
    who: uuid.UUID


def _refuse(text: str, status: int) -> JsonResponse:
    return JsonResponse({"reason": text}, status=status)


def _not_ours() -> JsonResponse:
    return _refuse(_("This was not sent by a page of this website."), 403)


def _unread() -> JsonResponse:
    return _refuse(_("This page is of an earlier release. Open it again."), 400)


@csrf_exempt
@signed_in
@require_POST
def arrive(request: SignedInRequest) -> JsonResponse:
    """A batch of lines; an answer for each, and the stamp from which the phone goes on. 409 `who`: the phone belongs
    to somebody else than who is signed in; nothing is judged, the lines stay where they are."""
    if not from_our_page(request.META):
        return _not_ours()
    try:
        batch = msgspec.json.decode(request.body, type=_Batch)
    except UNREAD:
        return _unread()
    mine = people.devices_by_uuid(request.actor.person_id, [batch.device])
    if batch.device not in mine:
        return _refuse(_("Somebody else is signed in. Sign in yourself to send what is saved on this phone."), 409)
    receipts = receive(
        agent=request.actor,
        person_id=request.actor.person_id,
        sent=[(one.text, one.signature) for one in batch.lines],
        at=request.at,
    )
    answer = JsonResponse({
        "receipts": [_told(one) for one in receipts],
        "stamp": stamp_for(request.actor.person_id, batch.device, request.at),
    })  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _told(one: Receipt) -> dict[str, object]:
    return {
        "link": one.link, "outcome": one.outcome, "words": words.reason(one.reason), "credited": one.credited,
        "needs": one.needs, "done": one.done, "again": one.again,
    }  # fmt: skip


@csrf_exempt
@public
@require_POST
def rescue(request: HttpRequest) -> JsonResponse:
    """What is locked on a phone whose PIN was guessed wrongly too often, before it is wiped there. Nobody need be
    signed in: the lines are signed by the device, and only we can open them."""
    if not from_our_page(request.META):
        return _not_ours()
    try:
        sent = msgspec.json.decode(request.body, type=_Rescue)
    except UNREAD:
        return _unread()
    device = people.device(sent.device)
    lines = _opened(sent) if device is not None else None
    if device is None or lines is None:
        return _refuse(_("This cannot be opened."), 404)
    receive(agent=System("locked phone"), person_id=device.person_id, sent=lines, at=request.at)  # type: ignore[attr-defined]
    return JsonResponse({"kept": len(lines)})


def _opened(sent: _Rescue) -> list[tuple[str, str]] | None:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        vault = opened(rescue_key(sent.device, secret), sent.vault)
        if vault is None or len(vault) != 32:
            continue
        plain = [opened(vault, one) for one in sent.lines]
        try:
            lines = [msgspec.json.decode(one, type=_Line) for one in plain if one is not None]
        except UNREAD:
            return None
        return [(one.text, one.signature) for one in lines] if len(lines) == len(plain) else None
    return None


@csrf_exempt
@public
@require_POST
def switch(request: HttpRequest) -> JsonResponse:
    """Somebody else has taken the phone: the session of whoever had it before ends. ended: False where it was theirs
    already, or nobody was signed in."""
    if not from_our_page(request.META):
        return _not_ours()
    try:
        asked = msgspec.json.decode(request.body, type=_Switch)
    except UNREAD:
        return _unread()
    actor = request.actor  # type: ignore[attr-defined]
    other = actor is not None and actor.account_uuid != asked.who
    if other:
        logout(request)
    return JsonResponse({"ended": other})


@signed_in
@require_safe
def arrived(request: SignedInRequest) -> HttpResponse:
    """What came from her phones and what became of it."""
    found = lines_of(request.actor.person_id, get_language() or "en")
    context = {"nav": "learning", "lines": found, "outcome": words.outcome, "reason": words.reason}
    return render(request, "learning/offline/arrived.html", context)
