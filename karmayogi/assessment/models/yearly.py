from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class YearlyTest(models.Model):
    """The comprehensive test of a year for an office and all below it, opened by the courses of its plan."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    paper = models.OneToOneField("assessment.Paper", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField(help_text="financial year, by the calendar year in which it begins")
    needed = models.SmallIntegerField(help_text="courses of the list that have to be completed")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    at_sittings = models.BooleanField(default=False, help_text="opens at a proctored sitting alone")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="yearly_window"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="yearly_needed"),
        ]


class YearlyCourse(models.Model):
    """A course of the plan: counts towards opening the test, and lends `count` questions of its pool to each paper."""

    pk = models.CompositePrimaryKey("test_id", "course_id")
    test = models.ForeignKey("assessment.YearlyTest", on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    count = models.SmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gte=0), name="yearly_course_count")]
