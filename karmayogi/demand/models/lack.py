from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karmayogi.demand.types import Kind
from karmayogi.kernel.ids import uuid7

KINDS = [(one.value, one.value) for one in Kind]


class ScanTerms(models.Model):
    """Thresholds of the nightly scan. The latest row holds; earlier ones stay, since figures were made by them."""

    least_people = models.IntegerField(help_text="officers who lack it; never below ten (decision 0018)")
    language_courses = models.SmallIntegerField(help_text="fewer courses in a language than this are a lack")
    weak_ratings = models.SmallIntegerField(help_text="fewer ratings of a course than this say nothing")
    weak_stars = models.DecimalField(max_digits=2, decimal_places=1, help_text="a mean below this is weak")
    days = models.SmallIntegerField(help_text="until a request is due, usually")
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(least_people__gte=10, language_courses__gte=1, weak_ratings__gte=1, days__gte=1)
                & Q(weak_stars__gte=1, weak_stars__lte=5),
                name="demand_terms_range",
            )
        ]


class Counted(models.Model):
    """The arithmetic of a lack, as `types.Figures` says, on a day by thresholds."""

    people = models.IntegerField(help_text="whole tens")
    lacking = models.IntegerField(help_text="whole tens")
    courses = models.IntegerField()
    in_language = models.IntegerField()
    lower = models.IntegerField()
    languages = ArrayField(models.CharField(max_length=10))
    rated = models.IntegerField()
    stars = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    plans = models.IntegerField()
    counted_on = models.DateField()
    terms = models.ForeignKey(ScanTerms, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class LackRow(Counted):
    """A lack that a scan found, with the figures of the last scan that found it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    kind = models.CharField(max_length=9, choices=KINDS)
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.SmallIntegerField()
    language = models.CharField(max_length=10, blank=True)
    since = models.DateField(help_text="found on every scan since")
    ended_on = models.DateField(null=True, help_text="of the first scan that did not find it any more")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency", "level", "kind", "language"], name="demand_lack_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="demand_lack_level"),
            models.CheckConstraint(condition=Q(lacking__lte=F("people"), lacking__gte=0), name="demand_lack_counts"),
        ]
        indexes = [
            # The list: those that stand, the greatest first.
            models.Index(fields=["-lacking", "id"], condition=Q(ended_on__isnull=True), name="demand_lack_greatest"),
        ]
