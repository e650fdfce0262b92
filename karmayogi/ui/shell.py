"""What stands around every page: language, colours, style sheet, navigation, account menu, footer. No queries."""

import functools
import urllib.parse
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.kernel import slots
from karmayogi.ui import sheet
from karmayogi.ui.words import named

SEEN_COOKIE = "seen"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
type Row = tuple[str, str, str]
"""(name of a page without arguments, label, key)"""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a menu. `key` is what a page puts into `nav`."""

    label: str
    href: str
    key: str
    icon: str


@dataclass(frozen=True, slots=True)
class Shell:
    lang: str
    dir: str
    theme: str  # "light", "dark" or "" (as the device asks)
    style: Markup  # a <style> or a <link>
    home: str
    here: str  # where the language and colour forms come back to
    nav: list[Any]
    account: list[Any]
    name: str  # of the person signed in, or ""
    state: Markup  # what packages tell in the header of whoever is signed in


@functools.cache
def _reversed(name: str, urlconf: Any) -> str | None:
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return None


def address(name: str) -> str | None:
    """The address of a named page without arguments; None while no package brings it."""
    return _reversed(name, get_urlconf())


def _items(rows: list[Row]) -> list[Item]:
    return [Item(label, href, key, key) for name, label, key in rows if (href := address(name)) is not None]


def _from_slot(request: HttpRequest, slot: str) -> list[Any]:
    """Entries that packages give: objects with label, href, key and icon, or rows as in Row."""
    found: list[Any] = []
    for entries in slots.every(slot):
        for entry in entries(request):
            found += _items([entry]) if isinstance(entry, tuple) else [entry]
    return found


_INLINE = Markup(f"<style>{sheet.INLINE}</style>")  # noqa: S704 (our own file)


@functools.cache
def linked_sheet(lean: bool) -> str:
    return reverse("ui:sheet", args=(sheet.VERSION, "lean" if lean else "full"))


@functools.cache
def _link(lean: bool) -> Markup:
    return Markup('<link rel="stylesheet" href="{}">').format(linked_sheet(lean))


def _style(request: HttpRequest) -> Markup:
    if request.COOKIES.get(SEEN_COOKIE) == sheet.VERSION:
        return _link(lean=request.headers.get("Save-Data") == "on")
    return _INLINE


def here(request: HttpRequest) -> str:
    """This page, or the one before it when this answers a POST and cannot be opened by its address."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urllib.parse.urlsplit(request.headers.get("Referer", ""))
    return (came_from.path + (f"?{came_from.query}" if came_from.query else "")) if came_from.path else "/"


def shell(request: HttpRequest, ask_who: bool = True) -> Shell:
    """`ask_who=False` for the page of a fault, when the database may be what failed."""
    ask_who = ask_who and hasattr(request, "actor")  # an early middleware may refuse before anybody asked who it is
    actor = getattr(request, "actor", None) if ask_who else None
    nav = _from_slot(request, "ui.nav") if ask_who else []
    account: list[Any] = []
    if actor is None:
        have = {item.key for item in nav}
        always = [
            ("credentials:verify", _("Verify a certificate"), "verify"),
            ("account_login", _("Sign in"), "sign-in"),
        ]
        nav += [item for item in _items(always) if item.key not in have]
    else:
        account = _from_slot(request, "ui.account")
        account += _items([("account_logout", _("Sign out"), "sign-out")])
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return Shell(
        lang=get_language() or "en",
        dir="rtl" if get_language_bidi() else "ltr",
        theme=theme if theme in THEMES else "",
        style=_style(request),
        home=address("portal:today") or "/",
        here=here(request),
        nav=nav,
        account=account,
        name=named(actor.name, actor.name_native) if actor is not None else "",
        state=Markup("").join(tell() for tell in slots.every("ui.state")) if actor is not None else Markup(""),
    )


def footer() -> list[Item]:
    """Links at the foot of every page."""
    pages = [Item(label, reverse("ui:about", args=(slug,)), slug, "") for slug, label in about_pages()]
    return pages + _items([("credentials:verify", _("Verify a certificate"), "verify")])


def about_pages() -> list[tuple[str, str]]:
    """Slug and name of the pages that a public website must offer (GIGW 3.0)."""
    return [
        ("accessibility", _("Accessibility statement")),
        ("sitemap", _("Sitemap")),
        ("help", _("Help and feedback")),
        ("privacy", _("Privacy")),
        ("terms", _("Terms of use")),
        ("copyright", _("Copyright and linking policy")),
    ]
