from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class CourseRating(models.Model):
    """What a learner who has seen enough of a course says of it. One a person and course; hidden, never removed."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    stars = models.SmallIntegerField()
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    hidden_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Also the index of a course's page.
            models.UniqueConstraint(fields=["course", "person"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_stars"),
        ]


class RatingReport(models.Model):
    """Somebody says that a review should not stand. Decided by a moderator: hidden, or left."""

    rating = models.ForeignKey("learning.CourseRating", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "person"], name="rating_report_once")]
