from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Bank(models.Model):
    """Calibrated questions of one competency, from which the adaptive test asks. One of a competency is open."""

    class Status(models.TextChoices):
        MAKING = "making"
        FAILED = "failed"
        READY = "ready"
        OPEN = "open"
        CLOSED = "closed"

    uuid = models.UUIDField(default=uuid7, unique=True)
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.SmallIntegerField()
    status = models.CharField(max_length=6, choices=Status, default=Status.MAKING)
    problem = models.CharField(max_length=300, blank=True)
    least = models.SmallIntegerField(help_text="questions of a test, at least")
    most = models.SmallIntegerField(help_text="at most")
    enough = models.FloatField(help_text="standard error at which a test ends")
    minutes = models.SmallIntegerField()
    retake_days = models.SmallIntegerField(help_text="days after which somebody may sit again")
    shares = models.JSONField(default=list, help_text="of each area in a test, sum 1")
    cuts = models.JSONField(default=dict, help_text="ability from which a level is shown, by level")
    persons = models.IntegerField(default=0, help_text="whose first answers it was calibrated on")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency", "number"], name="bank_number_once"),
            models.UniqueConstraint(fields=["competency"], condition=Q(status="open"), name="bank_open_once"),
            models.CheckConstraint(
                condition=Q(least__gte=1, most__gte=models.F("least"), minutes__gte=1, retake_days__gte=0),
                name="bank_terms",
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(opened_by__isnull=False) & ~Q(opened_by=models.F("asked_by")),
                name="bank_opened_by_another",
            ),
        ]


class BankItem(models.Model):
    """A question with what was found about it: slope, difficulty, and its chance of being let through."""

    pk = models.CompositePrimaryKey("bank_id", "place")
    bank = models.ForeignKey("assessment.Bank", on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.IntegerField(help_text="0 first")
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    area = models.SmallIntegerField()
    a = models.FloatField()
    b = models.FloatField()
    let = models.FloatField()


class Sitting(models.Model):
    """One person's adaptive test. Once closed, a trigger keeps it as it is."""

    class Closing(models.TextChoices):
        ENOUGH = "enough"  # the error is small enough, or the questions are used up
        PERSON = "person"
        TIME = "time"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    bank = models.ForeignKey("assessment.Bank", on_delete=models.PROTECT, related_name="+", db_index=False)
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    language = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=6, choices=Closing, blank=True)
    theta = models.FloatField(default=0.0)
    error = models.FloatField(default=1.0)
    level = models.SmallIntegerField(null=True, help_text="shown; 0: none; null while open")
    passed_over = ArrayField(models.IntegerField(), default=list, help_text="places not let through on the way")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency"], condition=Q(closed_at__isnull=True), name="sitting_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, level__isnull=True)
                | Q(closed_at__isnull=False, level__gte=0, level__lte=5),
                name="sitting_closed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "competency", "opened_at"], name="sitting_person"),
            models.Index(fields=["due_at"], name="sitting_overdue", condition=Q(closed_at__isnull=True)),
        ]


class SittingItem(models.Model):
    """A question that was asked in it, and the one answer to it."""

    pk = models.CompositePrimaryKey("sitting_id", "position")
    sitting = models.ForeignKey("assessment.Sitting", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    place = models.IntegerField(help_text="in the bank")
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    shown = ArrayField(models.CharField(max_length=30))
    chosen = ArrayField(models.TextField(), default=list)
    right = models.BooleanField(null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "place"], name="sitting_asked_once")]
        # A withdrawal asks who was asked it.
        indexes = [models.Index(fields=["item"], name="sittingitem_item")]
