from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class AccountManager(BaseUserManager["Account"]):
    """Accounts are made by `people.actions.open_account`; Django's own commands need only this."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """What one signs in with: e-mail or mobile and password. At most one for a person."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(unique=True, null=True, help_text="lower case; NULL where there is none")
    email_verified_at = models.DateTimeField(null=True)
    mobile = models.CharField(max_length=16, unique=True, null=True, help_text="E.164, e.g. +919812345678")
    mobile_verified_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, help_text="when the first invitation was sent")
    sessions_valid_from = models.DateTimeField(null=True, help_text="sessions opened earlier no longer count")
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(mobile__isnull=False), name="account_has_a_way_in"
            ),
        ]
