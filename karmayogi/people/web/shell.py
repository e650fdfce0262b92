"""What this package gives to every page: entries of the account menu, and data for allauth's scripts."""

from django.http import HttpRequest
from django.utils.html import json_script
from django.utils.translation import gettext as _
from jinja2 import Environment


def account_menu(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Slot "ui.account": (URL name, label, key of the page)."""
    return [
        ("people:me", _("My details"), "people"),
        ("people:security", _("Security"), "security"),
        ("people:trail", _("Who did what with my record"), "trail"),
    ]


def install(env: Environment) -> None:
    """Slot "jinja"."""
    env.globals["json_script"] = json_script
