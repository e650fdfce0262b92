from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class AttemptRequest(models.Model):
    """A learner asks for one more attempt, or for more time at a test; her training admin decides, with a reason."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    uuid = models.UUIDField(default=uuid7, unique=True)
    paper = models.ForeignKey("assessment.Paper", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(
        db_collation="C", blank=True, help_text="of her office when she asked; '' without a post"
    )
    extra_percent = models.SmallIntegerField(null=True, help_text="more time that is asked for; null: one more attempt")
    why = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_percent__isnull=True) | Q(extra_percent__gte=1, extra_percent__lte=200),
                name="request_extra",
            ),
            # One of each kind: more time may be asked for while another attempt is, and the other way round.
            models.UniqueConstraint(
                fields=["person", "paper"],
                condition=Q(decided_at__isnull=True, extra_percent__isnull=True),
                name="request_attempt_open_once",
            ),
            models.UniqueConstraint(
                fields=["person", "paper"],
                condition=Q(decided_at__isnull=True, extra_percent__isnull=False),
                name="request_time_open_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, granted__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False),
                name="request_decided_whole",
            ),
        ]
        indexes = [
            # Where a learner stands with a test: its first page.
            models.Index(fields=["person", "paper"], name="request_person"),
            # What waits for the admin of a subtree.
            models.Index(fields=["organisation_path"], name="request_waiting", condition=Q(decided_at__isnull=True)),
        ]
