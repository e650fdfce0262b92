"""Where others find evaluation: lines in the administration, and on the first page of assessors."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.evaluation.policies import can_evaluate
from karmayogi.evaluation.queries.rooms import room_lines
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.ui.api import when


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if can_evaluate(request.actor):
        return [
            (
                _("Impact studies"),
                _("Whether training changed something: signed plans, lots, measured waves, the difference found."),
                reverse("evaluation:index"),
            ),
            (
                _("Assessment rooms"),
                _("What people from outside may read without names, for a time."),
                reverse("evaluation:rooms"),
            ),
        ]
    return []


# Of assessors: they hold no authority, and have no other page that would lead them there.
NOTED = """
exists (select from evaluation_roomassessor a join evaluation_room r on r.id = a.room_id
        where a.person_id = %(person)s and r.state = 'open' and r.begins_at <= %(at)s and r.ends_at > %(at)s)
"""


def notes(actor: Actor) -> list[tuple[str, str, str]]:
    """Slot "portal.today": rooms that are open to her."""
    if can_evaluate(actor):
        return []
    return [
        (
            one.title,
            _("You may read in this room as an assessor, until %(when)s.") % {"when": when(one.ends_at)},
            reverse("evaluation:room", args=[one.uuid]),
        )
        for one in room_lines(actor, clock.now(), limit=3)[0]
    ]
