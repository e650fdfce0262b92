from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.competencies.types import Source
from karmayogi.kernel.ids import uuid7


class Evidence(models.Model):
    """One proof of a competency. Append-only but for the mark `contested` (a trigger sees to it); a correction is a row
    that withdraws it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    # Rows are found by the person, and by what they withdraw, by the index and the constraint below. A query that joins
    # by `withdraws` says "is not null" too, so that the planner sees that the small index of the constraint fits.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField(help_text="0 only in a withdrawal")
    score = models.SmallIntegerField(null=True, help_text="per cent, where the instrument gives one")
    source = models.CharField(max_length=25, choices=[(s.value, s.value) for s in Source])
    instrument = models.CharField(max_length=200)
    instrument_version = models.CharField(max_length=40, blank=True)
    registered = models.ForeignKey(
        "competencies.Instrument",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        help_text="the registered instrument, where it was made with one",
    )
    ref_kind = models.CharField(max_length=40)
    ref_uuid = models.UUIDField(help_text="what produced it: an enrolment, an attempt, an observation")
    observer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    context = models.CharField(max_length=300, blank=True)
    withdraws = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    contested_at = models.DateTimeField(null=True)
    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Everything about one person and competency: the level engine, her passport.
            models.Index(fields=["person_id", "competency_id"], name="evidence_person"),
            # The rows of an instrument that is withdrawn.
            models.Index(
                fields=["registered_id", "id"], name="evidence_registered", condition=Q(registered__isnull=False)
            ),
        ]
        constraints = [
            # The same enrolment or attempt proves a competency once, however often the job is repeated.
            models.UniqueConstraint(
                fields=["person", "competency", "ref_kind", "ref_uuid"],
                condition=Q(withdraws__isnull=True),
                name="evidence_once_per_ref",
            ),
            models.UniqueConstraint(
                fields=["withdraws"], condition=Q(withdraws__isnull=False), name="evidence_withdrawn_once"
            ),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="evidence_level"),
        ]


class Level(models.Model):
    """The level computed last for a person and competency: a projection of the evidence, rebuilt at will."""

    pk = models.CompositePrimaryKey("person_id", "competency_id")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    competency = models.ForeignKey("competencies.Competency", on_delete=models.CASCADE, related_name="+")
    level = models.SmallIntegerField()
    confidence = models.FloatField()
    reasons = models.JSONField(null=True, help_text="None: worked out when somebody reads them (decision 0017)")
    engine = models.CharField(max_length=10)
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Heat maps of offices: all levels of a person out of the index alone.
            models.Index(fields=["person"], include=["competency", "level"], name="level_person_covering"),
        ]
