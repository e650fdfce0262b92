"""The template environment of every page: escaped, strict about undefined names, translated."""

from typing import Any

from django.utils import translation
from jinja2 import Environment, StrictUndefined

from karmayogi.kernel import slots


def environment(**options: Any) -> Environment:
    """Called once by Django. Packages add globals and filters by filling the slot "jinja" with a callable(env)."""
    options.pop("undefined", None)
    env = Environment(  # noqa: S701 (Django passes autoescape=True in the options)
        **options,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True,
        pgettext=translation.pgettext, npgettext=translation.npgettext,
    )  # fmt: skip
    for install in slots.every("jinja"):
        install(env)
    return env
