"""Finding a course: words and facets in the address, so that a search can be kept, sent and gone back to."""

import dataclasses
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.web.door import public
from karmayogi.kernel.web.replica import strangers_may_be_late
from karmayogi.learning.queries.catalogue import BANDS, FacetCount, Search, search
from karmayogi.learning.web import words
from karmayogi.ui.api import is_fragment, pick, render, render_block

# Name in the address -> facet.
_FACETS = {
    "kind": "kind",
    "competency": "competency",
    "language": "language",
    "length": "band",
    "mode": "mode",
    "provider": "provider",
}
_ANY = uuid.UUID(int=0)
type Options = list[tuple[str, str, int | None, bool]]


@public
@strangers_may_be_late
def catalogue(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    asked = dataclasses.replace(
        _asked(request.GET),
        person_id=actor.person_id if actor else None,
        on=clock.day(request.at),  # type: ignore[attr-defined]
    )
    found = search(asked)
    kept = [(name, value) for name in ("q", *_FACETS) for value in request.GET.getlist(name) if value]
    next_href = None
    if found.next_after:
        next_href = "?" + urlencode([*kept, ("after", f"{found.next_after[0]}.{found.next_after[1]}")])
    context: dict[str, Any] = {
        "nav": "learning",
        "uses_htmx": True,
        "q": asked.q,
        "found": found,
        "facets": [
            (_legend(name), name, options)
            for name, facet in _FACETS.items()
            if len(options := _options(found.facets.get(facet, []), request.GET.getlist(name))) > 1
            or any(option[3] for option in options)
        ],
        "chosen": len(kept) - (1 if asked.q else 0),
        "next_href": next_href,
        "first_href": ("?" + urlencode(kept)) if asked.after else None,
        "modes": words.modes_in_words(),
        "kinds": words.item_kinds(),
        # One look-up of the address for all cards of the page.
        "course_url": _url("course"),
        "urls": {"programme": _url("programme"), "event": _url("event")},
        "language_names": words.LANGUAGE_NAMES,
        "clear_href": reverse("learning:catalogue"),
    }
    if is_fragment(request):
        return render_block(request, "learning/catalogue.html", "found", context)
    return render(request, "learning/catalogue.html", context)


def _asked(given: QueryDict) -> Search:
    score, _dot, course_id = given.get("after", "").partition(".")
    after = (int(score), int(course_id)) if _small(score) and _small(course_id) else None
    return Search(
        q=given.get("q", "").replace("\0", "").strip()[:200],
        competencies=_values(given, "competency"),
        languages=_values(given, "language"),
        providers=_values(given, "provider"),
        bands=tuple(value for value in _values(given, "length") if value in BANDS),
        modes=_values(given, "mode"),
        kinds=_values(given, "kind"),
        after=after,
    )


def _url(name: str) -> str:
    return reverse(f"learning:{name}", args=[_ANY]).replace(str(_ANY), "%s")


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(value[:150] for value in given.getlist(name)[:20] if value and "\0" not in value)


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _legend(name: str) -> str:
    return {
        "kind": _("Kind"),
        "competency": _("Competency"),
        "language": _("Language"),
        "length": _("Time needed"),
        "mode": _("Mode"),
        "provider": _("Provider"),
    }[name]


def _label(count: FacetCount) -> str:
    match count.facet:
        case "language":
            return words.LANGUAGE_NAMES.get(count.value, count.value)
        case "band":
            return words.band_in_words(count.value)
        case "kind":
            return words.item_kinds().get(count.value, count.value)
        case "mode":
            return words.modes_in_words().get(count.value, count.value)
        case "competency" | "provider":
            return pick(count.name_en, count.name_hi, count.name_ur)
    return count.value


def _options(counts: list[FacetCount], checked: list[str]) -> Options:
    if counts and counts[0].facet == "band":
        counts = sorted(counts, key=lambda count: list(BANDS).index(count.value))
    return [(count.value, _label(count), count.count, count.value in checked) for count in counts]
