from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class AccessToken(models.Model):
    """What a tool asks our services with, for an hour. Only its hash is kept."""

    tool = models.ForeignKey("lti.Tool", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)


class LineItem(models.Model):
    """A column of grades that a tool fills in a course."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    deployment = models.ForeignKey("lti.Deployment", on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey("lti.Link", on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=250)
    score_maximum = models.FloatField()
    resource_id = models.CharField(max_length=250, blank=True)
    tag = models.CharField(max_length=250, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    grades_released = models.BooleanField(null=True)
    extra = models.JSONField(default=dict, help_text="extensions, answered as they came")
    coupled = models.BooleanField(default=False, help_text="made with the part; the tool cannot delete it")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score_maximum__gt=0), name="lti_line_item_maximum"),
            models.UniqueConstraint(fields=["link"], condition=Q(coupled=True), name="lti_line_item_coupled_once"),
        ]
        indexes = [
            # The container of a tool in a course.
            models.Index(fields=["deployment_id", "course_id", "id"], name="lti_line_item_container"),
        ]


class Score(models.Model):
    """The latest that a tool told of a person in a line item. A claim, grade E0."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    line_item = models.ForeignKey("lti.LineItem", on_delete=models.CASCADE, related_name="+")
    given = models.FloatField(null=True)
    maximum = models.FloatField(null=True)
    activity = models.CharField(max_length=20)
    grading = models.CharField(max_length=20)
    comment = models.TextField(blank=True)
    told_at = models.DateTimeField(help_text="timestamp of the tool; an older one changes nothing")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "line_item"], name="lti_score_once")]
