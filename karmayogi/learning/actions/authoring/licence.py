"""Whether a provider may have one more course, or one more version, in the catalogue today."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.kernel.access import Refused
from karmayogi.learning.queries.authoring.providers import ProviderRow, licence_of, live_courses


def check_licence(row: ProviderRow, *, course_id: int, on: dt.date) -> None:
    """course_id: of the course to be published; 0 for a new one. Raises Refused without a licence, and at the limit."""
    if licence_of(row, on) != "licensed":
        raise Refused(_("This provider has no licence today. Its courses stay as they are; nothing new is published."))
    if row.most_live is not None and live_courses(row.id, but=course_id) >= row.most_live:
        raise Refused(
            _("This provider may have %(most)s courses in the catalogue and has them. Retire one first.")
            % {"most": row.most_live}
        )
