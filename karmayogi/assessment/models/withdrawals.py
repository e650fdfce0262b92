from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class ItemWithdrawal(models.Model):
    """A wording of a question that proved wrong: never drawn again, and credited to everybody who had it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    act_uuid = models.UUIDField(help_text="of the bulk act that withdrew it")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(undone_at__isnull=True), name="withdrawal_stands_once")
        ]


class SittingRescore(models.Model):
    """What an adaptive test shows in place of what it was closed with; that one stays as it is."""

    sitting = models.OneToOneField("assessment.Sitting", on_delete=models.PROTECT, related_name="+", primary_key=True)
    theta = models.FloatField()
    error = models.FloatField()
    level = models.SmallIntegerField(help_text="shown; 0: none")
    evidence_ref = models.UUIDField(help_text="of the evidence that stands for it, where it shows a level")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="sittingrescore_level")]


class Rescore(models.Model):
    """The result that counts in place of the one an attempt was closed with; that one stays as it is."""

    attempt = models.OneToOneField("assessment.Attempt", on_delete=models.PROTECT, related_name="+", primary_key=True)
    right = models.SmallIntegerField()
    score = models.SmallIntegerField(help_text="per cent")
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="rescore_score")]
