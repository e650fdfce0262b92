"""Pages and fragments as answers. Jinja2 directly: no context processors, no queries, nothing built per page twice."""

import functools
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.translation import get_language
from jinja2 import Environment, Template

from karmayogi.ui import sheet
from karmayogi.ui.shell import SEEN_COOKIE

YEAR = 365 * 24 * 3600


@functools.cache
def environment() -> Environment:
    return engines["jinja2"].env  # type: ignore[attr-defined]


def template(name: str) -> Template:
    """For a piece of HTML that is put into a page which is there already."""
    return environment().get_template(name)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page, and not the browser for the whole."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def _scope(request: HttpRequest, context: Mapping[str, Any] | None) -> dict[str, Any]:
    # The token is made only when a form asks for it: a page without forms sets no cookie of its own.
    return {
        "request": request,
        "reads_in": get_language(),
        "actor": getattr(request, "actor", None),
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
        **(context or {}),
    }


def _answer(request: HttpRequest, html: str, status: int) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Vary"] = "Cookie, Save-Data, HX-Request"
    if getattr(request, "actor", None) is not None:
        response["Cache-Control"] = "private, no-cache"  # no proxy keeps it, and each visit asks again
    return response


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The whole page. A first visit carries the style sheet inside; the cookie says that it may be linked next time."""
    response = _answer(request, environment().get_template(template).render(_scope(request, context)), status)
    if request.COOKIES.get(SEEN_COOKIE) != sheet.VERSION:
        response.set_cookie(
            SEEN_COOKIE, sheet.VERSION, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


def render_progress(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, at_work: bool
) -> HttpResponse:
    """A page whose block "progress" looks again while a job works; when that ends, the whole page is asked for anew."""
    if not is_fragment(request):
        return render(request, template, context)
    answer = render_block(request, template, "progress", context)
    if not at_work:
        answer["HX-Refresh"] = "true"
    return answer


def render_block(
    request: HttpRequest, template: str, block: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """One block of a page as an answer to htmx: exactly the HTML that the whole page has in that place."""
    page = environment().get_template(template)
    scope = page.new_context(_scope(request, context))
    # Runs the top of the template (imports, `set`s) up to the first output of the layout, where blocks are known.
    next(iter(page.root_render_func(scope)), None)
    return _answer(request, "".join(scope.blocks[block][0](scope)), status)
