"""Tests that go along on a phone: what a script of our page sends, and how it is answered."""

import base64
import datetime as dt
import uuid
from typing import Any

from django.http import JsonResponse

from karmayogi.assessment.web.proctored.sittings import uuid_of
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.people.api import DeviceRemoved


def device_of(request: SignedInRequest) -> uuid.UUID:
    """Raises NotFound for what is no uuid."""
    return uuid_of(request.POST.get("device", ""))


def told(what: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(what, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def refused(reason: Refused) -> JsonResponse:
    """409 `removed`: the browser may become another device and ask again."""
    return told({"reason": str(reason), "removed": isinstance(reason, DeviceRemoved)}, 409)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def millis(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)
