"""What a password must be: long alone, shorter beside a second factor, not a known one, not one's own address.

Length over rules about symbols, as NIST SP 800-63B-4 section 3.1.1.2 asks.
"""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ALONE = 15
WITH_SECOND_FACTOR = 8
LONGEST = 128


def least(account: Any) -> int:
    """How many characters the password of this account needs."""
    from allauth.mfa.utils import is_mfa_enabled

    if account is not None and account.pk and is_mfa_enabled(account):
        return WITH_SECOND_FACTOR
    return ALONE


class LengthValidator:
    def validate(self, password: str, user: Any = None) -> None:
        need = least(user)
        if len(password) < need:
            raise ValidationError(
                _("This password is too short: use at least %(count)s characters, for example four words.")
                % {"count": need},
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is too long: use at most %(count)s characters.") % {"count": LONGEST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return _("At least %(count)s characters; four words that do not belong together are good.") % {"count": ALONE}


class CommonValidator(CommonPasswordValidator):
    """Django's list of twenty thousand known passwords, in our words."""

    def get_error_message(self) -> str:
        return _("This password is on a list of passwords that attackers try first.")


class SimilarityValidator(UserAttributeSimilarityValidator):
    """Not one's own e-mail address or mobile number."""

    DEFAULT_USER_ATTRIBUTES = ("email", "mobile")

    def get_error_message(self) -> str:
        return _("This password is too much like your e-mail address or mobile number.")
