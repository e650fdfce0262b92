from django.db import models


class Document(models.Model):
    """A state, an activity profile or an agent profile: bytes that a client keeps here, given back exactly.

    What does not apply to a kind is 0 (keys) or empty (registration), so that one constraint holds for all three.
    """

    class Kind(models.TextChoices):
        STATE = "state"
        ACTIVITY = "activity"
        AGENT = "agent"

    kind = models.CharField(max_length=8, choices=Kind)
    activity = models.BigIntegerField(help_text="key of the activity's id")
    agent = models.BigIntegerField(help_text="key of the agent")
    registration = models.UUIDField(null=True)
    name = models.TextField(help_text="stateId or profileId")
    content = models.BinaryField()
    media_type = models.TextField(help_text="Content-Type as sent")
    etag = models.CharField(max_length=40, help_text="SHA-1 of the content in hex, as xAPI 1.0.3 asks")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            # One document, and the documents of an activity, an agent or both.
            models.UniqueConstraint(
                fields=["kind", "activity", "agent", "registration", "name"], name="ingest_document_one",
                nulls_distinct=False,
            ),
        ]  # fmt: skip
