"""Language and colours: two cookies, set by plain forms that come back to the page they were on.

Neither form carries a CSRF token, so that pages without other forms need no cookie and can be cached. What a foreign
website could do by posting here is change a colour; it cannot even do that, because the browser's own word on where a
form comes from (Origin, Sec-Fetch-Site) is checked.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from karmayogi.kernel.web.door import public
from karmayogi.ui.pages import YEAR
from karmayogi.ui.shell import THEME_COOKIE, THEMES


def _from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)


def _remember(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())


@public
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES) and _from_here(request):
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@public
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    wanted = request.POST.get("theme", "")
    if wanted in THEMES and _from_here(request):
        _remember(request, response, THEME_COOKIE, wanted)
    return response
