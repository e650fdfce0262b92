from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class StretchesField(models.Field):
    """Seconds of a film that were played, merged; read and written by statements alone (engine/watching.py)."""

    def db_type(self, connection: object) -> str:
        return "int4multirange"


class Enrolment(models.Model):
    """A person in a course: one row for ever, whatever the language and however often the button is pressed."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    # The unique pair and the report index below begin with these, so that they need no index of their own.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("learning.CourseVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation_path = models.TextField(
        db_collation="C", blank=True, help_text="copy of the path of her organisation; '' without a post"
    )
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    enrolled_at = models.DateTimeField()
    last_part = models.ForeignKey(
        "learning.Part", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    last_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | (~Q(status="completed") & Q(completed_at__isnull=True)),
                name="enrolment_completed_has_time",
            ),
        ]
        indexes = [
            # The report of a course for one subtree: counts from the index alone, pages by (path, person).
            models.Index(
                fields=["course_id", "organisation_path", "person_id"], include=["status"], name="enrolment_report"
            ),
            # What has happened since, for the record store (queries/acts.py); both grow at their end only.
            models.Index(fields=["enrolled_at"], name="enrolment_begun"),
            models.Index(fields=["completed_at"], name="enrolment_finished", condition=Q(completed_at__isnull=False)),
        ]


class PartProgress(models.Model):
    """What the server has seen of a person in a part. Keyed by the person first: it can be partitioned by her."""

    class State(models.TextChoices):
        OPENED = "opened"
        DONE = "done"

    pk = models.CompositePrimaryKey("person_id", "part_id")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey("learning.Part", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPENED)
    position = models.CharField(
        max_length=200, blank=True, help_text="where she left: per cent of a page, second of a video"
    )
    furthest = models.IntegerField(default=0, help_text="highest position seen; never falls")
    seconds = models.IntegerField(default=0, help_text="time with the part that the server could have seen")
    visit = models.IntegerField(
        default=1, help_text="grows with every opening: a report of an older tab moves nothing back"
    )
    seq = models.IntegerField(default=0, help_text="last report of that visit")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="the last moment up to which time was counted")
    completed_at = models.DateTimeField(null=True)
    score = models.SmallIntegerField(null=True, help_text="per cent, the best")
    attempt_uuid = models.UUIDField(null=True, help_text="attempt that gave the score, where there is one")
    watched = StretchesField(
        null=True, help_text="of a film or recording: the seconds that were played, of all devices"
    )
    read_seconds = models.IntegerField(
        default=0, db_default=0, help_text="of a film or recording: time with its text instead"
    )
    done_by = models.CharField(
        max_length=8, default="", db_default="", help_text="of a film or recording: watched, read, or time"
    )
    witnessed = models.BooleanField(default=False, db_default=False, help_text="passed under the eyes of a proctor")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100) | Q(score__isnull=True), name="progress_score"
            ),
            models.CheckConstraint(
                condition=Q(state="done", completed_at__isnull=False) | Q(state="opened", completed_at__isnull=True),
                name="progress_done_has_time",
            ),
        ]
        indexes = [
            # As above. A report of progress changes neither.
            models.Index(fields=["opened_at"], name="progress_opened"),
            models.Index(fields=["completed_at"], name="progress_finished", condition=Q(completed_at__isnull=False)),
        ]


class ScormState(models.Model):
    """What a SCO asked to be kept for a person. It comes from her browser, so its score is a claim (grade E0)."""

    pk = models.CompositePrimaryKey("person_id", "part_id", "item")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey("learning.Part", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=250, help_text="identifier of the item in the manifest")
    location = models.CharField(max_length=1000, blank=True)
    suspend_data = models.TextField(blank=True)
    completion = models.CharField(max_length=15, blank=True, help_text="completed, incomplete, not attempted, unknown")
    success = models.CharField(max_length=10, blank=True, help_text="passed, failed, unknown")
    score = models.FloatField(null=True, help_text="per cent")
    seconds = models.IntegerField(default=0, help_text="session times added up, as claimed")
    record = models.TextField(
        blank=True, db_default="", help_text="answers, objectives, comments, how it was left: engine/cmi.py, as JSON"
    )
    attempt = models.SmallIntegerField(
        default=1, db_default=1, help_text="to which attempt place and record belong, where a package counts them"
    )
    visit = models.IntegerField(default=0)
    seq = models.IntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        # Of the kind that lets a row be changed in its place, though this column changes with every commit.
        indexes = [BrinIndex(fields=["updated_at"], name="scorm_updated", pages_per_range=16)]


class SequencingState(models.Model):
    """Where a person is in the activity tree of a package, and what it knows of each activity."""

    pk = models.CompositePrimaryKey("person_id", "part_id")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey("learning.Part", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.TextField(help_text="engine/sequencing/tracking.py: State, as JSON")
    updated_at = models.DateTimeField()


class GlobalObjective(models.Model):
    """What the activities of an enrolment share under a name of their manifests: from one package into the next."""

    pk = models.CompositePrimaryKey("person_id", "enrolment_id", "scope", "objective")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="+", db_index=False)
    scope = models.BigIntegerField(help_text="id of the part whose package keeps it to itself; 0: of all its parts")
    objective = models.CharField(max_length=250)
    satisfied = models.BooleanField(null=True)
    measure = models.FloatField(null=True, help_text="-1 to 1")
    completed = models.BooleanField(null=True)
    progress = models.FloatField(null=True, help_text="0 to 1")
    updated_at = models.DateTimeField()


class LearningCredit(models.Model):
    """Minutes of learning credited to a person on a day. Each source credits once."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    minutes = models.SmallIntegerField()
    kind = models.CharField(max_length=10, help_text="formal, social, experience")
    ref_kind = models.CharField(max_length=40)
    ref_uuid = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "ref_kind", "ref_uuid"], name="credit_once_per_ref"),
        ]
        indexes = [
            # Hours of a person in a financial year: Today, My learning.
            models.Index(fields=["person_id", "on"], include=["minutes"], name="credit_person"),
        ]
