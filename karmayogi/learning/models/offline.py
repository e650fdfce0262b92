from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class OfflinePack(models.Model):
    """What was given to a device to be kept: parts of a course in one language and form. Its hours begin here."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey("people.Device", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="+", db_index=False)
    parts = ArrayField(models.BigIntegerField(), help_text="ids of the parts inside")
    language = models.CharField(max_length=10)
    form = models.CharField(max_length=10, help_text="text, or one of renditions.LADDER")
    bytes = models.BigIntegerField()
    given_at = models.DateTimeField()
    valid_until = models.DateTimeField()


class OfflineLine(models.Model):
    """One thing that a phone says was done without network, as it came, and what became of it. Never changed."""

    class Outcome(models.TextChoices):
        COUNTED = "counted"
        CLAIMED = "claimed"  # kept as said (E0): it moves no progress
        REFUSED = "refused"

    # The unique pair below begins with it.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text and its signature")
    event = models.UUIDField(null=True, help_text="the identifier that the phone gave; null where it cannot be read")
    device = models.ForeignKey("people.Device", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seq = models.IntegerField(null=True)
    link = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the text: the next line of the chain names it"
    )
    prev = models.CharField(max_length=64, blank=True)
    pack = models.ForeignKey(
        "learning.OfflinePack", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    part = models.ForeignKey("learning.Part", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    signature = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=12, blank=True)
    credited = models.IntegerField(default=0, help_text="seconds")
    clock_changed = models.BooleanField(default=False, help_text="the phone's clock was set while it was away")
    happened_at = models.DateTimeField(null=True, help_text="between what the server gave last and the arrival")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="offline_line_once"),
            models.UniqueConstraint(
                fields=["person", "event"], name="offline_event_once", condition=~Q(outcome="refused")
            ),
            models.UniqueConstraint(fields=["device", "seq"], name="offline_seq_once", condition=~Q(outcome="refused")),
        ]
        indexes = [
            # What came from her phones, newest first; refusals of the last days.
            models.Index(fields=["person", "arrived_at"], name="offline_arrived"),
        ]
