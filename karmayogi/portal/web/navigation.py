"""The main navigation, by what the reader may do."""

import dataclasses

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Role
from karmayogi.kernel.web.door import Request
from karmayogi.ui.api import url as reverse


@dataclasses.dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    href: str
    key: str
    icon: str


def account_items(request: Request) -> list[tuple[str, str, str]]:
    """Slot "ui.account": (name of the page, label, key)."""
    return [("portal:record", _("My record"), "record"), ("credentials:mine", _("My certificates"), "certificates")]


def items(request: Request) -> list[NavItem]:
    """At most five, the same order on every page; figures and administration only for whoever has them."""
    actor = request.actor
    if actor is None:
        return [
            NavItem(_("Courses"), reverse("learning:catalogue"), "learning", "book"),
            NavItem(_("National figures"), reverse("insight:nation"), "insight", "chart"),
            NavItem(_("Verify a certificate"), reverse("credentials:verify"), "verify", "seal"),
            NavItem(_("Sign in"), reverse("account_login"), "sign-in", "key"),
        ]
    found = [
        NavItem(_("Today"), reverse("portal:today"), "today", "home"),
        NavItem(_("Roles & competencies"), reverse("competencies:mine"), "roles", "target"),
        NavItem(_("Courses"), reverse("learning:catalogue"), "learning", "book"),
        NavItem(_("My team"), reverse("portal:team"), "team", "people"),
    ]
    admin = actor.withheld or actor.paths(*Role)  # withheld: the page behind it says how to get them
    if admin:
        found.append(NavItem(_("Admin"), reverse("portal:administration"), "admin", "tools"))
    else:
        found.append(NavItem(_("Figures"), reverse("insight:nation"), "insight", "chart"))
    return found


def onward() -> list[tuple[str, str]]:
    """Where to go from her roles and competencies (slot "competencies.onward")."""
    return [
        (_("A post to aim at"), reverse("portal:aim")),
        (_("My competency passport"), reverse("portal:record")),
    ]
