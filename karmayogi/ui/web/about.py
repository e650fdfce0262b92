"""The pages that a public website must offer: each a short honest text with the day of its last review."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import public
from karmayogi.ui.pages import render
from karmayogi.ui.shell import about_pages

REVIEWED = dt.date(2026, 11, 22)


@public
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    titles = dict(about_pages())
    if slug not in titles:
        raise NotFound
    context = {"title": titles[slug], "slug": slug, "reviewed": REVIEWED, "owner": settings.OWNER_NAME}
    return render(request, f"ui/about/{slug}.html", context)
