from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class BroughtCourse(models.Model):
    """A file made elsewhere that somebody brought, with the course that was understood in it.

    Its archive and files lie under their hash beside the stored files and are served to nobody. Two persons publish it.
    """

    class State(models.TextChoices):
        READ = "read"
        DRAFT = "draft"
        PUBLISHED = "published"
        DISCARDED = "discarded"

    uuid = models.UUIDField(default=uuid7, unique=True)
    sha256 = models.CharField(max_length=64, help_text="of the file as it came")
    format = models.CharField(max_length=30)
    filename = models.CharField(max_length=200)
    bytes = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    code = models.CharField(max_length=40, blank=True, help_text="of the course it is to become")
    title = models.CharField(max_length=250, help_text="in English")
    plan = models.JSONField(help_text="learning.types.CoursePlan with its report")
    brought_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    brought_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            # The same file again is the same row, until that was thrown away.
            models.UniqueConstraint(fields=["sha256"], condition=~Q(state="discarded"), name="brought_once"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, course__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True, course__isnull=True)),
                name="brought_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | Q(brought_by__isnull=True)
                | ~Q(published_by=models.F("brought_by")),
                name="brought_by_one_published_by_another",
            ),
        ]
