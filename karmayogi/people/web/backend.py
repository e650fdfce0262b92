"""Finding the account of who signs in: by e-mail or mobile, one query, the same cost whether it exists or not."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from karmayogi.people.models import Account


class Backend(AuthenticationBackend):
    """settings.AUTHENTICATION_BACKENDS. An unknown contact costs a password hash too (allauth's mitigation)."""

    def _authenticate(self, request: Any, **credentials: Any) -> Account | None:
        email, phone = credentials.get("email"), credentials.get("phone")
        account = None
        if email:
            account = Account.objects.filter(email=email).first()
        elif phone:
            account = Account.objects.filter(mobile=phone).first()
        return self._check_password(account, credentials["password"])
