from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Refusal(models.Model):
    """A statement that was refused, kept as it came with the reason, so that it can be sent again.

    Only what courses say of learners who were in them: a credential of another system keeps what it sends itself.
    """

    class Source(models.TextChoices):
        EXERCISE = "exercise"
        OWN = "own"
        UNIT = "unit"

    uuid = models.UUIDField(default=uuid7, unique=True)
    source = models.CharField(max_length=10, choices=Source)
    bound = models.UUIDField(help_text="what it belongs to: an attempt, a credential; so many are kept of each")
    digest = models.BinaryField(unique=True, help_text="of what it belongs to and its id, or all of it without one")
    body = models.BinaryField(help_text="JSON as it came, in UTF-8")
    version = models.CharField(max_length=8)
    authority = models.JSONField(help_text="the agent that vouches")
    client = models.UUIDField(null=True, help_text="the short credential that sent it: its rules hold again")
    why = models.CharField(max_length=500)
    words = models.TextField(help_text="what it is searched by: who, verb, thing, ids; and by the reason")
    times = models.IntegerField(default=1, help_text="how often it was refused")
    refused_at = models.DateTimeField(help_text="the first time")
    last_at = models.DateTimeField(help_text="the last time")
    stored_at = models.DateTimeField(null=True, help_text="when it was stored after all")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["bound"], name="ingest_refusal_bound"),
            models.Index(fields=["-id"], name="ingest_refusal_waiting", condition=models.Q(stored_at=None)),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="ingest_refusal_words"),
        ]
