"""Tables of the kernel. Technical nouns only; what they are about is named by kind, uuid and label."""

from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class AuditEntry(models.Model):
    """One act. Append-only: a trigger refuses UPDATE and DELETE."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    tag = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)
    agent_label = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    subject_label = models.CharField(max_length=300, blank=True)
    concerns_id = models.BigIntegerField(null=True)
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # "Who looked at or changed my record": the person's own page, newest first.
            models.Index(
                fields=["concerns_id", "-id"], name="audit_concerns", condition=models.Q(concerns_id__isnull=False)
            ),
            # History of one thing, on its administration page.
            models.Index(fields=["subject_uuid", "-id"], name="audit_subject"),
        ]


class StoredFile(models.Model):
    """A file kept once under the SHA-256 of its content. Never changed after it is written."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(db_default=Now())
