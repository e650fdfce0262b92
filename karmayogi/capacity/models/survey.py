from django.db import models
from django.db.models import F, Q

from karmayogi.capacity.types import Hinders
from karmayogi.kernel.ids import uuid7

_HINDERS = [(one.value, one.value) for one in Hinders]


class Survey(models.Model):
    """What the unit asks the officers of its organisation while a plan is a draft. When it closes only counts stay."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="the last day on which it is answered")
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reminded_after = models.BigIntegerField(default=0, help_text="the last person who was reminded")
    reminded_at = models.DateTimeField(null=True, help_text="when everybody was who had not answered")
    closed_at = models.DateTimeField(null=True)
    replies = models.IntegerField(default=0, help_text="people who had answered when it closed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(closed_at__isnull=True), name="capacity_survey_one_open"
            ),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="capacity_survey_days"),
        ]
        indexes = [models.Index(fields=["plan"], name="capacity_survey_of_plan")]


class SurveyReply(models.Model):
    """What somebody answered, until the survey closes."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    hinders = models.CharField(max_length=8, choices=_HINDERS)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="capacity_reply_once")]


class SurveyRating(models.Model):
    """What somebody says she can do of a competency, 1 to 5, beside the level that her post asks."""

    reply = models.ForeignKey(SurveyReply, on_delete=models.CASCADE, related_name="+", db_index=False)
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    rating = models.SmallIntegerField()
    wanted = models.SmallIntegerField(help_text="the level that her post asked when she answered")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "competency"], name="capacity_rating_once"),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5, wanted__gte=1, wanted__lte=5), name="capacity_rating_levels"
            ),
        ]


class SurveyHindrance(models.Model):
    """How many of a designation were hindered by something; without one: of several with few answers each."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+", db_index=False)
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")
    hinders = models.CharField(max_length=8, choices=_HINDERS)
    people = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "designation", "hinders"], nulls_distinct=False, name="capacity_hindrance_once"
            )
        ]


class SurveyTold(models.Model):
    """A group of which a survey told something, with how many answered in it: no later survey of the same year and line
    of organisations tells one that differs from it by few (decision 0050). It outlives plan and survey, since whoever
    read the figure still knows it. Without a competency: what hinders."""

    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.IntegerField()
    asked = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["year", "organisation"], name="capacity_told_of_year")]
