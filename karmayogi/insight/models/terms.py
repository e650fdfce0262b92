"""What the Commission lays down: when a learning week is, what weighs how much in a score, who is accredited."""

from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class LearningWeek(models.Model):
    """A dated campaign: some days and the time asked for on them. The trail knows who entered it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(help_text="its last day")
    target_minutes = models.SmallIntegerField(help_text="asked of everybody")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="when it was taken back")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_on"], condition=Q(ended_at__isnull=True), name="learning_week_one_begins"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="learning_week_days"),
            models.CheckConstraint(condition=Q(target_minutes__gt=0), name="learning_week_target"),
        ]


class Weighting(models.Model):
    """How many of a hundred points each part of the score of a ministry can give. Never changed: the latest counts.

    Who laid it down is in the trail.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    points = models.JSONField(help_text="code of a metric -> whole points; together 100")
    reason = models.CharField(max_length=500)
    from_at = models.DateTimeField()


class Accreditation(models.Model):
    """That an institute meets a standard for training, at a level, over some days. Never changed, only withdrawn from a
    day on. The trail knows who entered it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    provider = models.ForeignKey("learning.Provider", on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=60, help_text="and its edition: NSCSTI 2.0")
    level = models.SmallIntegerField(help_text="stars")
    from_on = models.DateField()
    until_on = models.DateField(null=True, help_text="its last day; NULL: none is said")
    document = models.CharField(max_length=200, help_text="number and day of the certificate or letter")
    given_by = models.CharField(max_length=150, help_text="who assessed and gave it")
    entered_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, help_text="first day on which it holds no more")
    reason = models.CharField(max_length=300, blank=True, help_text="of the withdrawal")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="accreditation_days"
            ),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="accreditation_level"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | (Q(withdrawn_on__gte=F("from_on")) & ~Q(reason="")),
                name="accreditation_withdrawn",
            ),
        ]
