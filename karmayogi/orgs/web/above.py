"""Pages of higher packages to which ours lead: each fills a slot with the name of its page at start-up."""

from typing import Any

from karmayogi.kernel import slots
from karmayogi.ui.api import url

PERSON = "orgs.person"
"""A page about one person, by her uuid."""
ADMINISTRATION = "orgs.administration"
"""The page from which ours are reached."""


def address(slot: str, *args: Any) -> str | None:
    """Where the page of the slot is; None while no package brings it."""
    return next((url(name, *args) for name in slots.every(slot)), None)
