"""For whom a brought course is published: a licensed provider of the publisher's own, never over another's course."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.learning.actions.authoring.licence import check_licence
from karmayogi.learning.models import Course
from karmayogi.learning.queries.authoring.providers import publishes_for


def check_provider(agent: Agent, *, name: str, code: str, on: dt.date) -> None:
    """name: the provider's English name; code: of the course, which may be there already. The product itself may all.

    Raises Refused, in the same words for a provider that is not there and for one for whom the actor does not publish.
    """
    if not isinstance(agent, Actor):
        return
    row = next((row for row in publishes_for(agent) if row.name_en == name), None)
    if row is None:
        raise Refused(_("Choose a provider for whom you publish. Others are entered and licensed first."))
    course = Course.objects.filter(code=code).values_list("id", "provider_id").first()
    if course is not None and course[1] != row.id:
        raise Refused(
            _("The code %(code)s is that of another provider's course. Choose another code.") % {"code": code}
        )
    check_licence(row, course_id=course[0] if course else 0, on=on)
