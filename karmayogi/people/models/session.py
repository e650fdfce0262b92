from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now


class Session(AbstractBaseSession):
    """A session on the server. `account_id` lets one query go from the cookie to the actor, and list one's sessions."""

    account_id = models.BigIntegerField(null=True)
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True, help_text="browser and system, in words")
    opened_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    idle_limit = models.DurationField(null=True, help_text="ends after this time without use; NULL: only at ends_at")
    ends_at = models.DateTimeField(db_default=Now(), help_text="expire_date never passes it")
    second_factor = models.BooleanField(db_default=False, help_text="shown in this session")
    push_device_id = models.BigIntegerField(null=True, help_text="PushDevice that is the browser it is signed in with")

    class Meta:
        indexes = [
            # "Where you are signed in", and signing out everywhere.
            models.Index(fields=["account_id"], name="session_account", condition=models.Q(account_id__isnull=False)),
        ]

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore
