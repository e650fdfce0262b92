from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class Attempt(models.Model):
    """The try of a person or a candidate at a paper, on terms fixed when it was opened. Once closed, a trigger
    keeps it as it is; only marks that persons give may still come, once."""

    class Closing(models.TextChoices):
        PERSON = "person"
        TIME = "time"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    candidate = models.ForeignKey(
        "assessment.Candidate", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    uuid = models.UUIDField(default=uuid7, unique=True)
    paper = models.ForeignKey("assessment.Paper", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    language = models.CharField(max_length=10, help_text="of the questions, as last chosen")
    position = models.SmallIntegerField(default=1, help_text="question she was at: where any device resumes")
    questions = models.SmallIntegerField()
    pass_percent = models.SmallIntegerField(help_text="of the paper when the attempt was opened")
    negative_percent = models.SmallIntegerField(default=0, help_text="of the paper when the attempt was opened")
    cut_offs = models.JSONField(default=dict, help_text="per cent by number of section, when the attempt was opened")
    form = models.CharField(max_length=1, blank=True, db_default="", help_text="of the paper, where it has several")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=6, choices=Closing, blank=True)
    right = models.SmallIntegerField(null=True)
    score = models.SmallIntegerField(null=True, help_text="per cent")
    passed = models.BooleanField(null=True)
    marked_at = models.DateTimeField(null=True, help_text="when persons had marked it; null: at once, or not yet")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "paper", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["person", "paper"], condition=Q(submitted_at__isnull=True), name="attempt_open_once"
            ),
            models.UniqueConstraint(fields=["candidate", "paper", "number"], name="attempt_of_candidate_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, candidate__isnull=False)
                | Q(person__isnull=False, candidate__isnull=True),
                name="attempt_of_one",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="attempt_due_after_opened"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, score__isnull=True, passed__isnull=True, right__isnull=True)
                | Q(submitted_at__isnull=False, score__isnull=True, passed__isnull=True, right__isnull=True)
                | Q(submitted_at__isnull=False, score__isnull=False, passed__isnull=False, right__isnull=False),
                name="attempt_marked_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="attempt_score"
            ),
        ]
        indexes = [
            # Attempts whose time is over, for the job that closes them.
            models.Index(fields=["due_at"], name="attempt_overdue", condition=Q(submitted_at__isnull=True)),
            # The latest of one test, and the foreign key.
            models.Index(fields=["paper", "id"], name="attempt_of_paper"),
            # Results since a moment, for the record store.
            models.Index(fields=["submitted_at"], name="attempt_marked", condition=Q(submitted_at__isnull=False)),
            models.Index(fields=["marked_at"], name="attempt_marked_later", condition=Q(marked_at__isnull=False)),
        ]


class AttemptItem(models.Model):
    """One question as it was drawn for an attempt, and what was answered in time."""

    pk = models.CompositePrimaryKey("attempt_id", "position")
    attempt = models.ForeignKey("assessment.Attempt", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+")
    shown = ArrayField(models.CharField(max_length=30), help_text="keys of the options in the order of the page")
    chosen = ArrayField(models.TextField(), default=list, help_text="as engine/kinds says; empty while unanswered")
    section = models.SmallIntegerField(default=1)
    due_at = models.DateTimeField(null=True, help_text="end of its section's own time")
    saved_at = models.DateTimeField(null=True)
    correct = models.BooleanField(null=True, help_text="null until marked; true for the whole worth alone")
    worth = models.DecimalField(max_digits=5, decimal_places=4, null=True, help_text="0 to 1; null until marked")


class LateAnswer(models.Model):
    """An answer that came after time and grace: kept, so that it can be looked into, and never counted."""

    pk = models.CompositePrimaryKey("attempt_id", "position")
    attempt = models.ForeignKey("assessment.Attempt", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    chosen = ArrayField(models.TextField())
    at = models.DateTimeField()
