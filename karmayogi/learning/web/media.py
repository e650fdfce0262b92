"""Which form of a film or recording a page gives, and in which words; remembered by the device, not by the account:
the same person has a phone in the bus and a desk with a line."""

import dataclasses
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from karmayogi.kernel.access import NotFound
from karmayogi.learning.engine.authoring.said import SaidVariant
from karmayogi.learning.engine.authoring.weight import seconds_on_2g
from karmayogi.learning.engine.renditions import FULL, LADDER, SMALL, SOUND, Trouble, chosen
from karmayogi.learning.queries.lesson import Content
from karmayogi.learning.queries.media import Form, Forms, Page, forms_of, page_of
from karmayogi.learning.web import signed

COOKIE = "media"
_PATH = "/learning/"
_YEAR = 365 * 24 * 3600


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    bytes: int
    src: str
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """choices: lightest first. saving: the browser asks to save data. pages: of a PDF or slides that are made."""

    sha256: str
    choices: list[Choice]
    saving: bool
    seconds: int | None
    pages: int
    state: str

    @property
    def chosen(self) -> Choice:
        return next(choice for choice in self.choices if choice.chosen)


def saves_data(request: HttpRequest) -> bool:
    """The reader asked the browser to save data, or the browser says that the line is slow."""
    return request.headers.get("Save-Data", "").lower() == "on" or request.headers.get("ECT", "") in ("slow-2g", "2g")


def offer(request: HttpRequest, sha256: str) -> Offer | None:
    """What there is of that file, as this reader on this device gets it."""
    return offers(request, [sha256]).get(sha256)


def offers(request: HttpRequest, hashes: Sequence[str]) -> dict[str, Offer]:
    """The same of several files, in one query."""
    return {sha256: _offer(request, sha256, found) for sha256, found in forms_of(*hashes).items()}


def _offer(request: HttpRequest, sha256: str, found: Forms) -> Offer:
    saving = saves_data(request)
    name = chosen(found.names, request.COOKIES.get(COOKIE, ""), saving)
    at = request.at  # type: ignore[attr-defined]
    choices = [
        Choice(
            form.name, label(form, found), form.size, signed.file_url(form.sha256, form.media_type, at),
            form.name == name,
        )
        for form in found.forms
    ]  # fmt: skip
    return Offer(sha256, choices, saving, found.seconds, found.pages or 0, found.state)


@dataclasses.dataclass(frozen=True, slots=True)
class Leaf:
    """One page of `count`. shown: its picture is loaded at once. more: what its links carry on."""

    page: Page
    count: int
    src: str
    shown: bool
    more: str


def leaf_of(request: HttpRequest, offered: Offer, shown: Content | None, more: str = "") -> Leaf | None:
    """The page that ?page= asks for; else the one where she left; else the first. None where it is not made."""
    asked = request.GET.get("page") or (shown.position if shown else "")
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    page = page_of(offered.sha256, min(max(1, place), offered.pages))
    if page is None:
        return None
    at = request.at  # type: ignore[attr-defined]
    src = signed.file_url(page.sha256, page.media_type, at) if page.sha256 and page.media_type else ""
    at_once = not (offered.saving and page.text) or request.GET.get("picture") == "1"
    return Leaf(page, offered.pages, src, at_once, more)


def form_lines(variants: dict[str, SaidVariant]) -> list[tuple[str, str, int, int]]:
    """(language, form, bytes, seconds on a slow line) of everything that can be chosen of a part."""
    found = forms_of(*{one.file for one in variants.values() if one.file})
    return [
        (code, label(form, found[one.file]), form.size, seconds_on_2g(form.size))
        for code, one in sorted(variants.items())
        if one.file in found and found[one.file].state
        for form in found[one.file].forms
    ]


def trouble_in_words(trouble: str) -> str:
    """Why a file has no lighter forms, for whoever brought it."""
    return {
        Trouble.BROKEN: _("The file is damaged, or it is not what its name says. Save it again and choose it anew"),
        Trouble.NO_PICTURE: _("The film has no picture. Choose another, or make a recording of the part"),
        Trouble.NO_SOUND: _("The recording has no sound. Choose another"),
        Trouble.TOO_LONG: _("The film is longer than three hours. Split the part"),
        Trouble.TOO_LARGE: _("The picture of the film is larger than 3840 × 2160. Save it smaller"),
        Trouble.TOO_HEAVY: _("The file takes too much time or memory to look at. Make it smaller or split the part"),
        Trouble.TOO_MANY_PAGES: _("The file has more than 300 pages. Split the part"),
        Trouble.LOCKED: _("The file is locked with a password. Save it without one"),
        Trouble.MACROS: _("The slides hold macros, which are programs. Save them without macros"),
        Trouble.OUTSIDE: _("The slides show something that lies elsewhere. Put it into the file and save it again"),
        Trouble.NO_FFMPEG: _("The film is offered only as it was uploaded: a program for lighter forms is missing"),
        Trouble.NO_OFFICE: _("The slides are offered as text and file: a program for their pictures is missing"),
        Trouble.FAILED: _("Lighter forms could not be made; whoever looks after the platform sees why"),
    }[Trouble(trouble)]


def label(form: Form, found: Forms) -> str:
    if form.name == SOUND:
        return _("Sound only")
    if form.name == SMALL:
        return _("Small film (240p)")
    return f"{found.height}p" if form.name == FULL and found.height else _("As uploaded")


def remember(response: HttpResponse, name: str) -> None:
    """Raises NotFound for a form that does not exist."""
    if name not in LADDER:
        raise NotFound
    # Not HttpOnly: the page sets it too, when it changes the form without a new page.
    response.set_cookie(COOKIE, name, max_age=_YEAR, path=_PATH, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
