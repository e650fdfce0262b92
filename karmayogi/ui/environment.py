"""What every template can name: words in the reader's language, the shell of the page, icons, charts, addresses."""

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import get_urlconf, reverse
from django.utils import translation
from django.utils.translation import get_language
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from karmayogi.kernel import slots
from karmayogi.kernel.markup import without_pictures
from karmayogi.ui import charts, words
from karmayogi.ui.assets import asset
from karmayogi.ui.icons import icon
from karmayogi.ui.shell import footer, shell


@functools.cache
def _plain_url(name: str, urlconf: Any) -> str:
    return reverse(name, urlconf=urlconf)


_ANY = uuid.UUID(int=0)


@functools.cache
def _around(name: str, urlconf: Any) -> tuple[str, str]:
    """What stands before and after the one uuid of that address."""
    before, _any, after = reverse(name, args=[_ANY], urlconf=urlconf).partition(str(_ANY))
    return before, after


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """As Django's reverse; addresses without arguments or with one uuid are looked up once in a process."""
    if not args and not kwargs:
        return _plain_url(name, get_urlconf())
    if len(args) == 1 and type(args[0]) is uuid.UUID and not kwargs:
        before, after = _around(name, get_urlconf())
        return f"{before}{args[0]}{after}"
    return reverse(name, args=args, kwargs=kwargs)


def _spoken(words_of: Callable[..., str]) -> Callable[..., str]:
    """As a filter. Asking for the context keeps Jinja from computing `20|mins` once, in one language for everybody."""

    @pass_context
    def filtered(_context: Context, *values: Any) -> str:
        return words_of(*values)

    return filtered


@pass_context
def pictured(_context: Context, text: str) -> str:
    """A text with its pictures (kernel.markup.PICTURE) by whoever keeps them (slot "ui.pictures")."""
    if "](picture:" not in text:
        return text
    for show in slots.every("ui.pictures"):
        shown: str = show(text)
        return shown
    return without_pictures(text)


_texts: dict[tuple[str | None, str], tuple[Markup, Markup]] = {}


@pass_context
def gettext(context: Context, text: str, /, **variables: Any) -> Markup:
    """Jinja's new-style gettext, remembering each text by language: a page has dozens and they never change.

    `render` puts the language into the context once, because asking Django for it costs more than all the rest.
    """
    key = (context.get("reads_in") or get_language(), text)
    found = _texts.get(key)
    if found is None:
        raw = Markup(translation.gettext(text))  # noqa: S704 (messages in templates are HTML)
        found = _texts[key] = (raw, raw if "%(" in raw else raw % {})
    return found[0] % variables if variables else found[1]


def bdi(text: Any) -> Markup:
    """Codes, ratios and phone numbers: kept left to right inside right-to-left text."""
    return Markup(f'<bdi dir="ltr">{escape(text)}</bdi>')  # noqa: S704 (escaped)


def ratio(part: Any, whole: Any) -> Markup:
    """8 / 12, which Urdu would otherwise turn round."""
    return bdi(f"{words.num(part)} / {words.num(whole)}")


def attrs(pairs: Mapping[str, Any]) -> Markup:
    """Attributes from a mapping: None and False are left out, True stands alone."""
    parts = [
        escape(name) if value is True else Markup('{}="{}"').format(name, value)
        for name, value in pairs.items()
        if value is not None and value is not False
    ]
    return Markup("").join(Markup(" ") + part for part in parts)


def install(env: Environment) -> None:
    parts: dict[tuple[str, str | None, str], Markup] = {}

    def part(name: str, theme: str = "") -> Markup:
        """A piece of the page that depends on nothing but language and colours; made once."""
        key = (name, get_language(), theme)
        if key not in parts or env.auto_reload:
            html = env.get_template(name).render(
                theme=theme, lang=key[1], languages=settings.LANGUAGES, links=footer(), owner=settings.OWNER_NAME
            )
            parts[key] = Markup(html)  # noqa: S704 (rendered by this very environment)
        return parts[key]

    env.globals.update(
        asset=asset,
        attrs=attrs,
        _=gettext,
        charts=charts,
        gettext=gettext,
        icon=icon,
        links_of=footer,
        messages_of=get_messages,
        comma=words.comma,
        named=words.named,
        other_name=words.other_name,
        part=part,
        pick=words.pick,
        ratio=ratio,
        shell_of=shell,
        url=url,
    )
    env.filters.update(
        pictured=pictured,
        unpictured=without_pictures,
        bdi=bdi,
        day=_spoken(words.day),
        mb=_spoken(words.mb),
        mins=_spoken(words.mins),
        num=words.num,
        percent=words.percent,
        when=_spoken(words.when),
    )
