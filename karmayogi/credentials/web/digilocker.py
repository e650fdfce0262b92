"""Where DigiLocker asks (its Issuer API): proved by the HMAC of the body, so neither session nor CSRF token."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from karmayogi.credentials.actions.answer_digilocker import answer_digilocker
from karmayogi.credentials.engine.digilocker import Kind
from karmayogi.kernel import clock
from karmayogi.kernel.web.door import public

MOST_BYTES = 200_000  # a request may bring a photograph


@public
@csrf_exempt
@require_POST
def pull_uri(request: HttpRequest) -> HttpResponse:
    return _answer(request, "PullURI")


@public
@csrf_exempt
@require_POST
def pull_doc(request: HttpRequest) -> HttpResponse:
    return _answer(request, "PullDoc")


def _answer(request: HttpRequest, kind: Kind) -> HttpResponse:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    status, content = answer_digilocker(kind, body, request.headers.get("x-digilocker-hmac", ""), clock.now())
    response = HttpResponse(content, content_type="application/xml", status=status)
    response["Cache-Control"] = "no-store"
    return response
