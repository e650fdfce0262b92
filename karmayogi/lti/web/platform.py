"""What tools speak to: our keys, who we are, the authorization endpoint, tokens."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.web.door import Request, public
from karmayogi.lti import conf
from karmayogi.lti.actions.authorize import Answer, Unanswerable, authorize
from karmayogi.lti.actions.issue_token import TokenRefused, issue_token
from karmayogi.lti.queries.keys import published_keys
from karmayogi.ui.api import render

_ASKED = (
    "client_id", "redirect_uri", "state", "scope", "response_type", "response_mode", "prompt", "nonce", "login_hint",
    "lti_message_hint",
)  # fmt: skip


@public
@require_safe
def jwks(request: Request) -> HttpResponse:
    """Our public keys: the one that signs, and those that signed until a week ago."""
    answer = JsonResponse({"keys": published_keys(request.at)})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@never_cache
@csrf_exempt
@public
def authorize_view(request: Request) -> HttpResponse:
    """OpenID Connect's authorization endpoint, for launches that were begun here (LTI Security, 5.1.1.2).

    A tool may post to it; the browser keeps our session cookie from a form of another site, so the same question is
    asked again as a link.
    """
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: str(given.get(name, "")).replace("\0", "")[:4000] for name in _ASKED}
    if request.method == "POST" and request.actor is None:
        return HttpResponseRedirect(f"{reverse('lti:authorize')}?{given.urlencode()}")
    try:
        answer = authorize(actor=request.actor, asked=asked, return_to=conf.issuer(), at=request.at)
    except Unanswerable as why:
        return render(request, "lti/unanswerable.html", {"nav": "learning", "why": str(why)}, 400)
    return posted(request, answer)


def posted(request: Request, answer: Answer) -> HttpResponse:
    """A page that sends the fields on. It may be shown in a frame of ours, and its form may end anywhere: it holds
    nothing but what we wrote, to an address that was registered."""
    page = render(request, "lti/post.html", {"answer": answer})
    policy: dict[str, Any] = settings.SECURE_CSP | {"form-action": ["*"], "frame-ancestors": ["'self'"]}
    page._csp_config = policy  # type: ignore[attr-defined]
    page["Referrer-Policy"] = "origin"
    return page


@never_cache
@csrf_exempt
@public
@require_POST
def token(request: Request) -> HttpResponse:
    form = {name: str(value) for name, value in request.POST.items()}
    try:
        secret, scopes = issue_token(form=form, at=request.at)
    except TokenRefused as refused:
        status = 401 if refused.code == "invalid_client" else 400
        return JsonResponse({"error": refused.code, "error_description": str(refused)}, status=status)
    return JsonResponse(
        {"access_token": secret, "token_type": "bearer", "expires_in": conf.TOKEN_LASTS, "scope": " ".join(scopes)}
    )
