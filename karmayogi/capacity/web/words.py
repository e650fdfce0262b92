"""Words of the package for the slots of others."""

from django.utils.translation import gettext as _


def deed(tag: str) -> str:
    """Slot "people.deeds"; "" for others' tags."""
    return {
        "capacity:member:add": _("Made a member of a capacity building unit"),
        "capacity:member:chair": _("Made the chair of a capacity building unit"),
        "capacity:survey:answer": _("Answered a survey of needs"),
        "capacity:member:remove": _("Left a capacity building unit"),
    }.get(tag, "")
