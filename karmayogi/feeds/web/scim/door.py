"""The one view of SCIM."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from karmayogi.kernel.web.door import Request, public


@csrf_exempt
@public
def scim(request: Request, path: str = "") -> HttpResponse:
    """Everything below /scim/v2/. Who speaks is known by the bearer token alone, never by a session."""
    # The library of SCIM takes 10 MB and a third of a second: only a process that an HR system speaks to has it.
    from karmayogi.feeds.web.scim.speak import speak

    return speak(request, path)
