"""What the audience of courses adds to the administration page (slot "portal.administration")."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.learning.queries.audience.requests import may_decide_requests
from karmayogi.ui.api import url


def entries(request: SignedInRequest) -> Iterator[tuple[str, str, str]]:
    if may_decide_requests(request.actor):
        yield _("Requests to take part"), _("Courses with approval: who asks to be let in."), url("learning:requests")
