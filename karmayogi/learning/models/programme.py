from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Rule(models.TextChoices):
    ALL = "all"
    IN_ORDER = "in_order"  # all, each stage opens when the one before it is met
    AT_LEAST = "at_least"
    POINTS = "points"


class _Node(models.Model):
    """A group with a rule, or an item (then `course` is set). Keys are unique within a programme."""

    key = models.SlugField(max_length=40)
    parent = models.SlugField(max_length=40, blank=True, help_text="key of the group above; '' for the whole")
    position = models.SmallIntegerField()
    rule = models.CharField(max_length=10, choices=Rule, blank=True, help_text="of a group; '' for an item")
    needed = models.SmallIntegerField(null=True, help_text="of at_least and points")
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    points = models.SmallIntegerField(default=1)
    title_en = models.CharField(max_length=250, blank=True)
    title_hi = models.CharField(max_length=250, blank=True)
    title_ur = models.CharField(max_length=250, blank=True)

    class Meta:
        abstract = True


class ProgrammeNode(_Node):
    """The structure of a published programme: frozen with its version."""

    version = models.ForeignKey("learning.CourseVersion", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="programme_node_once"),
            models.CheckConstraint(
                condition=Q(rule="", course__isnull=False) | (~Q(rule="") & Q(course__isnull=True)),
                name="programme_node_group_or_item",
            ),
        ]
        indexes = [
            # Which programmes a completed course moves forward.
            models.Index(fields=["course"], condition=Q(course__isnull=False), name="programme_node_course"),
        ]


class DraftedNode(_Node):
    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="drafted_node_once")]
        indexes = [models.Index(fields=["course"], condition=Q(course__isnull=False), name="drafted_node_course")]


class ProgrammeEnrolment(models.Model):
    """A person in a programme, in the version that they joined last. Progress is derived from its items every time."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("learning.CourseVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="programme_enrolment_once"),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | (~Q(status="completed") & Q(completed_at__isnull=True)),
                name="programme_completed_has_time",
            ),
        ]


class ClosedGate(models.Model):
    """A course that somebody cannot begin yet, because a path in which they are holds it behind an earlier stage.

    Derived from the rules whenever something of theirs is completed; the statement that enrols asks for it.
    """

    pk = models.CompositePrimaryKey("person_id", "course_id")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, related_name="+", db_index=False)
    enrolment = models.ForeignKey("learning.ProgrammeEnrolment", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
