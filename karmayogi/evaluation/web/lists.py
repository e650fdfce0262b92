"""What every list of evaluation does with its address."""

from typing import Any

from django.utils.http import urlencode

from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import Request

MOST = 10_000  # lines of a file


def search_of(request: Request) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def after_of(request: Request) -> int | None:
    return number(request.GET.get("after", ""))


def chosen(request: Request, name: str, among: Any, otherwise: str = "") -> str:
    said = request.GET.get(name, otherwise)
    return said if said in (*among, otherwise) else otherwise


def paged(here: str, kept: dict[str, str], after: str | int | None, request: Request) -> dict[str, Any]:
    """Addresses of the next page and of the first one, for a template."""
    return {
        "here": here,
        "kept": kept,
        "next_href": f"{here}?{urlencode(kept | {'after': str(after)})}" if after else None,
        "first_href": f"{here}?{urlencode(kept)}" if request.GET.get("after") else None,
        "urlencode": urlencode,
    }
