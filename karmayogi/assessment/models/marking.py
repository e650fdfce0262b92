from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Marking(models.Model):
    """One person's marks for one answer: asked for, taken, given. Who wrote the answer is never shown."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    attempt = models.ForeignKey("assessment.Attempt", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField(help_text="1 first; above `asked`: decides where the others disagree")
    asked = models.SmallIntegerField(help_text="how many mark this answer independently")
    peer = models.BooleanField(help_text="by a learner who sat the same test")
    organisation_path = models.TextField(db_collation="C", blank=True, help_text="of the office of who answered")
    marker = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    points = models.JSONField(null=True, help_text="by line of the rubric")
    worth = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    remark = models.CharField(max_length=500, blank=True, help_text="for whoever answered")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position", "number"], name="marking_number_once"),
            models.UniqueConstraint(fields=["attempt", "position", "marker"], name="marking_marker_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, points__isnull=True, worth__isnull=True)
                | Q(done_at__isnull=False, points__isnull=False, worth__isnull=False, marker__isnull=False),
                name="marking_done_whole",
            ),
        ]
        indexes = [
            # What waits for those who mark.
            models.Index(fields=["organisation_path"], name="marking_waiting", condition=Q(done_at__isnull=True)),
            models.Index(fields=["marker"], name="marking_mine", condition=Q(done_at__isnull=True)),
        ]


class AgreedMark(models.Model):
    """Marks for an answer whose marks were agreed on before: who is far off marks no answer of that question."""

    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=20)
    marker = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    points = models.JSONField()
    close = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["marker", "item", "key"], name="agreed_mark_once")]
