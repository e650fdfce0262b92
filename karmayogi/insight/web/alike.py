"""Dashboards are the same for everybody who sees the same: their main part is made once for each count."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from markupsafe import Markup

from karmayogi.insight.types import Freshness
from karmayogi.kernel.web.kept import Kept
from karmayogi.ui.api import render, render_block

BLOCKS = ("title", "main")  # of the page; all else of it is of whoever asks
KEPT: Kept[dict[str, Markup]] = Kept(most=64)


def page(
    request: HttpRequest, template: str, *, nav: str, fresh: Freshness | None, key: tuple[Hashable, ...],
    make: Callable[[], Mapping[str, Any]], whole: Callable[..., HttpResponse] = render,
) -> HttpResponse:  # fmt: skip
    """key: all that the page is made of beside figures, language and `fresh`: what is chosen, and what she may see.
    make: the context of the template. With another count all are made anew; what has changed since it (the name of a
    unit, a day that was frozen) is seen with the next."""
    if fresh is None or not settings.DASHBOARDS_KEPT:
        return whole(request, template, {"nav": nav, **make()})

    def made() -> dict[str, Markup]:
        context = {"nav": nav, **make()}
        return {block: Markup(render_block(request, template, block, context).text) for block in BLOCKS}  # noqa: S704 (of our own template)

    kept = KEPT.get((template, get_language(), fresh.as_on, fresh.day, *key), made)
    return render(request, "insight/alike.html", {"nav": nav, "kept": kept})
