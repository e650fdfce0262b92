"""The sign-in page itself, and the few pages of allauth that we answer differently."""

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter as social_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class SignInView(LoginView):
    """Adds what the page needs to know: whether a form was lost, single sign-on, whether passkeys can work here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        request = self.request
        context["lost"] = "lost" in request.GET
        context["kept"] = "kept" in request.GET
        context["providers"] = [
            {"name": provider.name, "href": provider.get_login_url(request, **self._next())}
            for provider in social_adapter().list_providers(request)
        ]
        context["passkeys"] = passkeys_work(request)
        context["hidden"] = self._next()
        return context

    def _next(self) -> dict[str, str]:
        url = self.get_next_url()
        return {"next": url} if url else {}


sign_in = SignInView.as_view()


def passkeys_work(request: HttpRequest) -> bool:
    """Browsers bind passkeys to a host name over https, or to localhost; never to a bare address."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return host == "localhost" or (request.is_secure() and not host.replace(".", "").isdigit() and "[" not in host)


def set_password(request: HttpRequest) -> HttpResponse:
    """A first password for an account that has only single sign-on comes by a link, never from an open session."""
    return HttpResponseRedirect(reverse("account_reset_password"))


def factors(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("people:security"))
