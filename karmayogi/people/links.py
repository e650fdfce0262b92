"""Links that open a door once: a new password, the first password. They die when the password changes."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from karmayogi.people.models import Account

INVITATION_LASTS = dt.timedelta(days=14)
_SALT = "people.invitation"


class ResetTokens(PasswordResetTokenGenerator):
    """Django's tokens, also ended by another e-mail address or mobile number."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.pk}|{user.password}|{user.last_login}|{timestamp}|{user.email}|{user.mobile}"


def reset_link(account: Account) -> str:
    """Where a new password is chosen; good for settings.PASSWORD_RESET_TIMEOUT (three days), once."""
    from allauth.account.utils import user_pk_to_url_str

    place = {"uidb36": user_pk_to_url_str(account), "key": ResetTokens().make_token(account)}
    return settings.PUBLIC_ORIGIN + reverse("account_reset_password_from_key", kwargs=place)


def invitation_link(account: Account, contact: str) -> str:
    """Where the first password is chosen; good for 14 days, once. contact: the one the link is sent to."""
    token = signing.dumps({"a": account.pk, "m": _mark(account), "c": contact}, salt=_SALT, compress=True)
    return settings.PUBLIC_ORIGIN + reverse("people:welcome", kwargs={"token": token})


def read_invitation(token: str) -> tuple[Account, str] | None:
    """The account and the contact that received the link; None when forged, old, used, or the account is closed."""
    try:
        data = signing.loads(token, salt=_SALT, max_age=INVITATION_LASTS)
    except signing.BadSignature:
        return None
    account = Account.objects.filter(pk=data["a"], is_active=True).first()
    if account is None or not constant_time_compare(_mark(account), data["m"]):
        return None
    return account, data["c"]


def _mark(account: Account) -> str:
    value = f"{account.pk}|{account.password}|{account.last_login}|{account.email}|{account.mobile}"
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()[:32]
