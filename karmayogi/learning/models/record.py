from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class RecordCheck(models.Model):
    """One walk over all records, rule by rule in pieces of ids; it goes on where it broke off."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    repairs = models.BooleanField(help_text="whether what can be repaired is")
    rule = models.CharField(max_length=40, blank=True, help_text="at which it is")
    after = models.BigIntegerField(default=0, help_text="up to which id that rule is done")
    looked = models.BigIntegerField(default=0, help_text="ids looked at")

    class Meta:
        constraints = [
            # One at a time.
            models.UniqueConstraint(
                fields=["repairs"], condition=Q(ended_at__isnull=True, repairs=True), name="record_check_open_once"
            ),
        ]


class RecordFinding(models.Model):
    """The log: something that does not add up, and what became of it."""

    class State(models.TextChoices):
        FOUND = "found"  # looked for only
        REPAIRED = "repaired"
        LEFT = "left"  # for people to decide, or the repair failed

    check_of = models.ForeignKey("learning.RecordCheck", on_delete=models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ref_uuid = models.UUIDField(null=True, help_text="of the enrolment, evidence, certificate or attempt")
    state = models.CharField(max_length=8, choices=State)
    told = models.CharField(max_length=300, blank=True, help_text="figures, or why it is left; no names")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["check_of", "rule", "state"], name="record_finding_of")]
