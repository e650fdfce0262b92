"""Words of the package for the slots of others."""

from django.utils.translation import gettext as _


def deed(tag: str) -> str:
    """Slot "people.deeds"; "" for others' tags."""
    return {
        "talent:absence:enter": _("Entered days on which somebody was not on duty"),
        "talent:absence:remove": _("Took back days on which somebody was not on duty"),
        "talent:contest:ask": _("Contested a figure of the appraisal year"),
        "talent:contest:withdraw": _("Withdrew a contest of the appraisal year"),
        "talent:contest:uphold": _("Upheld a contest of the appraisal year"),
        "talent:contest:refuse": _("Did not uphold a contest of the appraisal year"),
        "talent:statement:print": _("Printed a statement of the appraisal year"),
    }.get(tag, "")
