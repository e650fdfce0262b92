"""What every template can name: words in the reader's language, the shell of the page, icons, charts, addresses."""

import functools
from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment
from markupsafe import Markup, escape

from karmayogi.ui import charts, words
from karmayogi.ui.icons import icon
from karmayogi.ui.sheet import fingerprint
from karmayogi.ui.shell import shell


@functools.cache
def asset(path: str) -> str:
    """The address of a static file with a mark of its content, so that it may be kept for ever."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise LookupError(f"there is no static file {path}")
    with open(found, "rb") as file:  # noqa: PTH123 (finders answer in strings)
        return f"{static(path)}?v={fingerprint(file.read())}"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def bdi(text: Any) -> Markup:
    """Codes, ratios and phone numbers: kept left to right inside right-to-left text."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


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
    env.globals.update(
        asset=asset,
        attrs=attrs,
        charts=charts,
        icon=icon,
        messages_of=get_messages,
        pick=words.pick,
        ratio=ratio,
        shell_of=shell,
        url=url,
    )
    env.filters.update(
        bdi=bdi,
        day=words.day,
        mb=words.mb,
        mins=words.mins,
        num=words.num,
        percent=words.percent,
        when=words.when,
    )
