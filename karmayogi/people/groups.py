"""Groups of service in the reader's language."""

from django.utils.translation import gettext as _


def group_in_words(group: str) -> str:
    """One of `types.GROUPS`; anything else, and none, as it stands."""
    return {
        "Group A": _("Group A"),
        "Group B": _("Group B"),
        "Group C": _("Group C"),
        "Group D": _("Group D"),
        "Contractual Staff": _("Contractual staff"),
        "Others": _("Others"),
    }.get(group, group)
