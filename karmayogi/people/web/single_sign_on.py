"""Single sign-on through an OpenID provider: only into accounts that exist, only by an address the provider verified.

An account is linked at the first sign-in whose verified e-mail address is the account's; afterwards the provider's
own identifier finds it, even when the address changes.
"""

from collections.abc import Callable
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from karmayogi.people.actions.note_security import note_security
from karmayogi.people.contacts import clean_email
from karmayogi.people.models import Account
from karmayogi.ui.api import render


class SocialAdapter(DefaultSocialAccountAdapter):
    """settings.SOCIALACCOUNT_ADAPTER."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Only from the settings: the table of providers stays empty and is not asked."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Links to the account with that verified address, or refuses with a page."""
        if sociallogin.is_existing:
            return
        verified = {clean_email(each.email) for each in sociallogin.email_addresses if each.verified is True}
        account = Account.objects.filter(email__in=verified - {None}, is_active=True).first()
        connecting = sociallogin.state.get("process") == "connect"
        if account is None or (connecting and account.pk != request.user.pk):
            provider = sociallogin.account.get_provider().name
            context = {"provider": provider, "has_address": bool(verified - {None})}
            raise ImmediateHttpResponse(render(request, "people/sso_refused.html", context, status=403))
        sociallogin.connect(request, account)
        note_security("people:sso:link", account, at=request.at, provider=sociallogin.account.provider)  # type: ignore[attr-defined]

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        if error == "cancelled":
            return
        raise ImmediateHttpResponse(sso_failed(request, provider.name))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("people:security")


def sso_failed(request: HttpRequest, provider: str = "") -> HttpResponse:
    """The provider did not answer, or not as the standard says: try again or take the password."""
    return render(request, "people/sso_failed.html", {"provider": provider}, status=503)


def _answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def careful(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except Http404:
            raise
        except (requests.RequestException, KeyError, ValueError, TypeError):
            return sso_failed(request)

    return careful


start = _answered(views.login)
callback = _answered(views.callback)
