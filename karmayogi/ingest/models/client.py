from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Client(models.Model):
    """A credential of the record store: a system's, until it is ended, or a short one for one attempt.

    Only the SHA-256 of the secret is kept: it has 256 random bits, so that a slow hash would protect nothing.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=100, help_text="the system that holds it")
    key = models.CharField(max_length=40, unique=True, help_text="the user name of Basic authentication")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the secret in hex")
    scopes = ArrayField(models.CharField(max_length=20))
    organisation_uuid = models.UUIDField(null=True, help_text="whose system it is")
    organisation = models.CharField(max_length=200, blank=True, help_text="its name when the credential was made")
    authority = models.JSONField(null=True, help_text="agent that vouches for its statements; empty: made of the key")
    rate = models.IntegerField(null=True, help_text="requests in a minute")
    registration = models.UUIDField(null=True, help_text="a short credential works for this attempt,")
    actor = models.JSONField(null=True, help_text="this agent")
    activity = models.TextField(blank=True, help_text="and this activity only")
    issued_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True, help_text="the last day on which it was used")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(registration__isnull=True) | Q(expires_at__isnull=False, actor__isnull=False),
                name="ingest_client_short_one_ends",
            ),
        ]
        indexes = [
            # The page of credentials, newest first; short ones are not listed.
            models.Index(fields=["-id"], name="ingest_client_list", condition=Q(registration__isnull=True)),
            # Short ones that are over, for the job that removes them.
            models.Index(fields=["expires_at"], name="ingest_client_over", condition=Q(registration__isnull=False)),
        ]
