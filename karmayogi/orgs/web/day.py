"""The day that a page answers for, and addresses that keep it."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.kernel.dates import as_on
from karmayogi.kernel.web.door import Request


def asked(request: Request) -> dt.date:
    """`?on=` of the address; today when it is left out or cannot be."""
    return as_on(request.GET.get("on"), clock.day(request.at))


def instant(request: Request, on: dt.date) -> dt.datetime:
    """What `asked` means for things that begin and end at an instant: now, or the end of that past day."""
    if on == clock.day(request.at):
        return request.at
    return dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), clock.IST) - dt.timedelta(microseconds=1)


def address(name: str, *args: Any, **kept: Any) -> str:
    """The address of a view with what should stay in it; empty parts are left out."""
    query = urlencode({key: value for key, value in kept.items() if value})
    return reverse(name, args=args) + (f"?{query}" if query else "")


def kept_day(request: Request, on: dt.date) -> str:
    """The day as a part of an address; empty for today."""
    return "" if on == clock.day(request.at) else on.isoformat()


def words_of(request: Request, name: str) -> str:
    """A search text of the address, harmless and short."""
    return request.GET.get(name, "").replace("\0", "").strip()[:100]
