"""Playing H5P: what the page is told, and what it reports."""

import json
import uuid
from typing import Annotated, Any

import msgspec
from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.save_h5p import H5pReport, save_h5p
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.lesson import Lesson, OutlinePart, lesson
from karmayogi.learning.queries.packages import ItemRow
from karmayogi.learning.web.progress_door import UNREAD, from_our_page


def stage(page: Lesson, here: OutlinePart, item: ItemRow) -> dict[str, Any]:
    """What the template needs for an exercise. The package learns a number for its learner, nothing else of her."""
    plan = json.loads(item.launch_data)
    seed = {
        "plan": plan,
        "state": item.suspend_data,
        "learner": str(page.enrolment_uuid),
        "site": f"{settings.PUBLIC_ORIGIN}/",
        "activity": identity.part(here.uuid),
        "l10n": _words(),
    }
    return {
        "seed": json.dumps(seed, ensure_ascii=False),
        "commit_url": reverse("learning:h5p_report", args=[page.enrolment_uuid, here.key]),
        "rights": plan["rights"],
    }


def _words() -> dict[str, str]:
    """Words of the run-time itself; those of an exercise are its author's."""
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "close": _("Close"),
        "confirmDialogHeader": _("Are you sure?"),
        "confirmDialogBody": _("This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
    }


class _Statement(msgspec.Struct, frozen=True):
    n: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    statement: dict[str, Any]


class _Report(msgspec.Struct, frozen=True):
    visit: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    seconds: Annotated[float, msgspec.Meta(ge=0, le=10**7)] = 0
    scored: bool = True
    state: str | None = None
    statements: Annotated[tuple[_Statement, ...], msgspec.Meta(max_length=100)] = ()


@csrf_exempt
@signed_in
@require_POST
def report(request: SignedInRequest, enrolment: uuid.UUID, key: str) -> JsonResponse:
    """What an exercise reports, sent by our page, which is told as at the progress door: an exercise may be open for
    hours, and its page's token ends with the session. Answers in JSON, refusals with a sentence."""
    page = lesson(request.actor, enrolment)
    here = page.part(key)
    if not from_our_page(request.META):
        return JsonResponse({"reason": _("This was not sent by a page of this website.")}, status=403)
    try:
        told = msgspec.json.decode(request.body, type=_Report)
    except UNREAD:
        return JsonResponse({"reason": _("The exercise sent something that cannot be understood.")}, status=400)
    given = H5pReport(
        told.visit,
        told.seq,
        round(told.seconds),
        told.scored,
        None if told.state is None else told.state.replace("\0", ""),
        tuple((one.n, one.statement) for one in told.statements),
    )
    try:
        kept = save_h5p(
            actor=request.actor, enrolment_id=page.enrolment_id, part_id=here.id, report=given, at=request.at
        )
    except Refused as refused:
        return JsonResponse({"reason": str(refused)}, status=409)
    except NotFound:
        return JsonResponse({"reason": _("This part is not there.")}, status=404)
    return JsonResponse({"saved": True, "done": kept.done, "needs": kept.needs, "refused": kept.refused})
