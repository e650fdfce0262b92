"""What stands around every page: language, colours, style sheet, navigation, account menu, footer. No queries."""

import functools
import urllib.parse
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.kernel import slots
from karmayogi.ui import sheet

SEEN_COOKIE = "seen"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
PHONE_BAR = 5  # more than this do not fit into 360 px in Hindi


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a menu. `key` is what a page puts into `nav`, and the name of its icon."""

    href: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Shell:
    lang: str
    dir: str
    theme: str  # "light", "dark" or "" (as the device asks)
    style: Markup  # a <style> or a <link>
    languages: list[tuple[str, str]]
    home: str
    here: str  # where the language and colour forms come back to
    nav: list[Item]
    account: list[Item]
    footer: list[Item]
    name: str  # of the person signed in, or ""
    owner: str
    slow: bool  # the reader asks to save data


@functools.cache
def _reversed(name: str, urlconf: Any) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def address(request: HttpRequest, name: str) -> str | None:
    """The address of a named page without arguments; None while no package brings it."""
    return _reversed(name, getattr(request, "urlconf", None))


def _items(request: HttpRequest, rows: list[tuple[str, str, str]]) -> list[Item]:
    items = []
    for name, label, key in rows:
        href = address(request, name)
        if href is not None:
            items.append(Item(href, label, key))
    return items


def _from_slot(request: HttpRequest, slot: str) -> list[tuple[str, str, str]]:
    return [row for entries in slots.every(slot) for row in entries(request)]


_INLINE = Markup(f"<style>{sheet.INLINE}</style>")  # noqa: S704 (our own file)


def linked_sheet(lean: bool) -> str:
    return reverse("ui:sheet", args=(sheet.VERSION, "lean" if lean else "full"))


def _style(request: HttpRequest, lean: bool) -> Markup:
    if request.COOKIES.get(SEEN_COOKIE) == sheet.VERSION:
        return Markup('<link rel="stylesheet" href="{}">').format(linked_sheet(lean))
    return _INLINE


def here(request: HttpRequest) -> str:
    """This page, or the one before it when this answers a POST and cannot be opened by its address."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urllib.parse.urlsplit(request.headers.get("Referer", ""))
    return (came_from.path + (f"?{came_from.query}" if came_from.query else "")) if came_from.path else "/"


def shell(request: HttpRequest, ask_who: bool = True) -> Shell:
    """`ask_who=False` for the page of a fault, when the database may be what failed."""
    actor = getattr(request, "actor", None) if ask_who else None
    lean = request.headers.get("Save-Data") == "on"
    nav = _items(request, _from_slot(request, "ui.nav")) if ask_who else []
    account: list[Item] = []
    if actor is None:
        have = {item.key for item in nav}
        always = [
            ("credentials:verify", _("Verify a certificate"), "verify"),
            ("account_login", _("Sign in"), "signin"),
        ]
        nav += [item for item in _items(request, always) if item.key not in have]
    else:
        account = _items(request, [*_from_slot(request, "ui.account"), ("account_logout", _("Sign out"), "signin")])
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return Shell(
        lang=get_language() or "en",
        dir="rtl" if get_language_bidi() else "ltr",
        theme=theme if theme in THEMES else "",
        style=_style(request, lean),
        languages=list(settings.LANGUAGES),
        home=address(request, "portal:today") or "/",
        here=here(request),
        nav=nav,
        account=account,
        footer=[
            *(Item(reverse("ui:about", args=(slug,)), label, slug) for slug, label in footer_pages()),
            *_items(request, [("credentials:verify", _("Verify a certificate"), "verify")]),
        ],
        name=actor.name if actor is not None else "",
        owner=settings.OWNER_NAME,
        slow=lean,
    )


def footer_pages() -> list[tuple[str, str]]:
    """Slug and name of the pages that a public website must offer (GIGW 3.0)."""
    return [
        ("accessibility", _("Accessibility statement")),
        ("sitemap", _("Sitemap")),
        ("help", _("Help and feedback")),
        ("privacy", _("Privacy")),
        ("terms", _("Terms of use")),
        ("copyright", _("Copyright and linking policy")),
    ]
