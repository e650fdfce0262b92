"""The provider of a course that comes from a folder or a package: found by its name, entered when it is new."""

import datetime as dt

from django.utils.text import slugify

from karmayogi.kernel import clock
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.models import Provider


def ensure_provider(name: str, at: dt.datetime) -> Provider:
    """Licensed from that day on: whoever may import has vouched for it."""
    name = " ".join(name.split())[:150] or "?"
    provider, _new = Provider.objects.get_or_create(
        name_en=name,
        defaults={
            "code": new_code(name), "status": Provider.Status.LICENSED, "licensed_from": clock.day(at),
            "applied_at": at,
        },
    )  # fmt: skip
    return provider


def new_code(name: str) -> str:
    """A short code that no provider has: the first letters of the words, or the beginning of the only one."""
    words = slugify(name).upper().split("-")
    stem = ("".join(word[:1] for word in words) if len(words) > 1 else words[0])[:12] or "P"
    if not Provider.objects.filter(code=stem).exists():
        return stem
    return f"{stem}-{uuid7().hex[-6:].upper()}"
