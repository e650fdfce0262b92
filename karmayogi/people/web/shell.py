"""Entries of the account menu (the ui's slot "ui.account")."""

from django.http import HttpRequest
from django.utils.translation import gettext as _


def account_menu(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(URL name, label, key of the page)."""
    return [
        ("people:me", _("My details"), "people"),
        ("people:security", _("Security"), "security"),
        ("people:record", _("Who did what with my record"), "record"),
    ]
