"""allauth on our accounts: contacts as columns, closed sign-up, letters through jobs, entries in the audit trail."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.people import sms
from karmayogi.people.actions.add_push_device import enter_push_device
from karmayogi.people.actions.note_security import note_security
from karmayogi.people.actions.write_letter import write_letter
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.models import Account
from karmayogi.people.web import words
from karmayogi.people.web.browser import PUSH_COOKIE, in_words
from karmayogi.ui.api import render


class AccountAdapter(DefaultAccountAdapter):
    """settings.ACCOUNT_ADAPTER."""

    error_messages = {**DefaultAccountAdapter.error_messages, **words.REFUSALS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # Signing in and out

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and user.person_id is None:
            raise ImmediateHttpResponse(render(request, "people/no_person.html", status=403))
        return response

    def login(self, request: HttpRequest, user: Account) -> None:
        request.session.opened(  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
            ip=_address(self.get_client_ip(request)),
            agent=in_words(self.get_http_user_agent(request)),
            push_device=enter_push_device(
                user.pk, request.COOKIES.get(PUSH_COOKIE, ""), request.session.session_key or ""
            ),
        )
        super().login(request, user)
        records = request.session.get("account_authentication_methods") or [{}]
        note_security(
            "people:session:open",
            user,
            at=request.at,  # type: ignore[attr-defined]
            by=[record.get("type") or record.get("method") for record in records],
        )

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax",
                secure=request.is_secure(),
            )  # fmt: skip
        return response

    def logout(self, request: HttpRequest) -> None:
        user: Any = request.user
        signed_in = user.is_authenticated
        super().logout(request)
        if signed_in:
            note_security("people:session:close", user, at=request.at)  # type: ignore[attr-defined]

    def reauthenticate(self, user: Account, password: str) -> bool:
        credentials = {"email": user.email} if user.email else {"phone": user.mobile}
        found = self.authenticate(context.request, password=password, **credentials)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own key leaves the telephone out, so that all mobile sign-ins would share one limit.
        return "sign-in:" + str(credentials.get("email") or credentials.get("phone") or "").lower()

    # Passwords

    def set_password(self, user: Account, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:security")

    # Telephones (allauth's contract; our pages send codes themselves)

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        return (user.mobile, user.mobile_verified_at is not None) if user.mobile else None

    def get_user_by_phone(self, phone: str) -> Account | None:
        return Account.objects.filter(mobile=clean_mobile(phone) or "").first()

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        user.mobile = clean_mobile(phone)
        user.mobile_verified_at = context.request.at if verified else None
        user.save(update_fields=["mobile", "mobile_verified_at"])

    def set_phone_verified(self, user: Account, phone: str) -> None:
        self.set_phone(user, phone, True)

    def send_verification_code_sms(self, user: Account, phone: str, code: str, **kwargs: Any) -> None:
        sms.send(to=phone, text=_("%(code)s is your Karmayogi code. Tell it to nobody.") % {"code": code})

    def clean_email(self, email: str) -> str:
        return clean_email(email) or email

    # Words

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or words.message(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        with translation.override(user.language):
            happened = words.letter(template_prefix)
            if not happened:
                return
            text = _(
                "%(happened)s\n\n"
                "If it was you, you need do nothing. If it was not, set a new password at once:\n%(link)s"
            ) % {"happened": happened, "link": settings.PUBLIC_ORIGIN + reverse("account_reset_password")}
            write_letter(user, _("The security of your Karmayogi account"), text)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter of ours is written elsewhere; one that allauth would word itself is a fault of ours."""
        raise NotImplementedError(template_prefix)

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> HttpResponseBase:
        raise NotImplementedError


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:  # a socket or a name: not worth failing a sign-in for
        return None
