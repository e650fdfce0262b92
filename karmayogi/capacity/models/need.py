from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class Need(models.Model):
    """What a designation needs of a competency, counted on `plan.needs_on` and kept with the plan."""

    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    people = models.IntegerField()
    met = models.IntegerField()
    wanted = models.IntegerField(help_text="levels that the posts ask for, over all people")
    missing = models.IntegerField(help_text="of wanted: levels not shown")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "competency", "designation"], name="plan_need_once"),
            models.CheckConstraint(
                condition=Q(met__lte=F("people"), missing__lte=F("wanted"), missing__gte=0), name="plan_need_counts"
            ),
        ]


class SurveyCount(models.Model):
    """Counted answers of a survey: how many of a designation answered, and how many asked for the competency.

    Brought as a file, or counted when a survey of the product closed; then without a designation: of several together,
    of each of which too few answered to be told (decision 0050).
    """

    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    answers = models.IntegerField()
    asked = models.IntegerField()
    survey = models.ForeignKey("capacity.Survey", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "competency", "designation"], nulls_distinct=False, name="plan_survey_once"
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=0, answers__gte=1, asked__lte=F("answers")), name="plan_survey_counts"
            ),
        ]


class Importance(models.Model):
    """How much a competency matters to the body, by its unit, and by which lenses."""

    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    value = models.SmallIntegerField()
    reason = models.CharField(max_length=500)
    national = models.BooleanField(default=False)
    citizen = models.BooleanField(default=False)
    technology = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "competency"], name="plan_importance_once"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="plan_importance_value"),
        ]


class SourcePaper(models.Model):
    """An order or report that was brought, with the text that suggestions quote."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, help_text="work_allocation, annual_report, other")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    pages = models.IntegerField(default=0, help_text="of a PDF")
    added_at = models.DateTimeField()


class Quote(models.Model):
    """A suggestion out of a paper: characters start to end name a competency or a designation. Waits for a person."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    paper = models.ForeignKey(SourcePaper, on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")
    start = models.IntegerField()
    end = models.IntegerField()
    words = models.CharField(max_length=300, help_text="that were recognised")
    state = models.CharField(max_length=7, default="waiting", help_text="waiting, taken, refused")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(competency__isnull=True) ^ Q(designation__isnull=True), name="plan_quote_one_thing"
            ),
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="plan_quote_span"),
        ]
