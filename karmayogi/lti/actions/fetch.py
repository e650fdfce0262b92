"""Speaking to tools and platforms: whose addresses were entered by others (kernel/outgoing.py)."""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from karmayogi.kernel import outgoing
from karmayogi.kernel.outgoing import Answer, Unreachable

__all__ = ["Answer", "Unreachable", "fetch", "get_json", "post_form", "post_json", "private_allowed"]


def private_allowed() -> bool:
    return bool(settings.PRIVATE_ADDRESSES)


def fetch(
    url: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:  # fmt: skip
    """Raises Unreachable, also for an address that must not be spoken to."""
    return outgoing.fetch(url, method=method, headers=headers, body=body, private=private_allowed())


def get_json(url: str, *, headers: dict[str, str] | None = None) -> Any:
    """Raises Unreachable for anything but 200 with JSON."""
    answer = fetch(url, headers=headers)
    if answer.status != 200:
        raise Unreachable(f"{urlsplit(url).hostname} answered {answer.status}.")
    return answer.json()


def post_form(url: str, fields: dict[str, str]) -> Answer:
    return fetch(
        url, method="POST", headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode(fields).encode(),
    )  # fmt: skip


def post_json(url: str, value: Any, *, token: str = "", media_type: str = "application/json") -> Answer:
    headers = {"Content-Type": media_type} | ({"Authorization": f"Bearer {token}"} if token else {})
    return fetch(url, method="POST", headers=headers, body=json.dumps(value).encode())
