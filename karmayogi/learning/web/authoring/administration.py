"""What authoring offers on the administration page (slot "portal.administration")."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.learning.policies import can_calibrate, can_license
from karmayogi.learning.queries.authoring.drafts import has_drafts
from karmayogi.learning.queries.authoring.providers import sees_register
from karmayogi.ui.api import url


def entries(request: SignedInRequest) -> Iterator[tuple[str, str, str]]:
    actor = request.actor
    if has_drafts(actor):
        yield _("Courses in work"), _("Write, review and publish courses of your provider."), url("learning:drafts")
    if sees_register(actor):
        yield _("Providers"), _("Who makes courses: licences, limits, people."), url("learning:providers")
    if can_license(actor):
        yield (
            _("Reported reviews"),
            _("What learners wrote about courses and somebody objects to."),
            url("learning:ratings_reported"),
        )
    if can_calibrate(actor):
        yield (
            _("How reviewers agree"),
            _("The same course marked by several: question by question, and who marks higher or lower."),
            url("learning:calibration"),
        )
