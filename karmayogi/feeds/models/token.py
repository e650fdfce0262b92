from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Token(models.Model):
    """What an HR system shows to speak for an organisation. Only the SHA-256 of the secret is kept."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    label = models.CharField(max_length=100, help_text="the system that holds it, e.g. e-HRMS")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8, help_text="the first letters, so that people can tell tokens apart")
    issued_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True, help_text="the last day on which it was used")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # The tokens of a subtree, on its administration page.
            models.Index(fields=["path", "-id"], name="token_path"),
        ]
