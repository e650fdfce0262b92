"""What the worker makes of uploaded files: what waits, what was refused and why, which program is missing."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.media.tell import told
from karmayogi.learning.policies import can_license
from karmayogi.learning.queries.media import media_counts, media_lines, missing_tools
from karmayogi.learning.web.media import trouble_in_words
from karmayogi.learning.web.words import kind_in_words
from karmayogi.ui.api import render, url


def state_in_words(state: str) -> str:
    return {
        "waiting": _("Waits"), "making": _("Being made"), "made": _("Made"), "refused": _("Refused"),
        "lacking": _("A program is missing"),
    }[state]  # fmt: skip


@signed_in
@require_safe
def media(request: SignedInRequest) -> HttpResponse:
    """For whoever looks after the platform; for anybody else it is not there."""
    if not can_license(request.actor):
        raise NotFound
    counts = media_counts()
    return render(
        request,
        "learning/media.html",
        {
            "nav": "admin",
            "counts": [(state_in_words(state), counts[state]) for state in sorted(counts)],
            "tools": [(told(name), at) for name, at in missing_tools()],
            "lines": [
                (line, kind_in_words(line.kind), state_in_words(line.state), _why(line.trouble))
                for line in media_lines()
            ],
        },
    )


def _why(trouble: str) -> str:
    return trouble_in_words(trouble) if trouble else ""


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if not can_license(request.actor):
        return []
    text = _("Films, recordings, PDFs and slides: what is being made lighter, what was refused and why.")
    return [(_("Media"), text, url("learning:media"))]
