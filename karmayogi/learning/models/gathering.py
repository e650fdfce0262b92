from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class _Gathering(models.Model):
    """When and where a talk or event is. Times are instants; people read and write them in Indian time."""

    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=250, blank=True)
    link = models.URLField(max_length=500, blank=True)
    speaker = models.CharField(max_length=250, blank=True)
    seats = models.IntegerField(null=True, help_text="NULL: no limit")
    credit = models.CharField(
        max_length=10, default="social", help_text="formal, social or experience: the 10, 20, 70 of its hours"
    )

    class Meta:
        abstract = True


class Gathering(_Gathering):
    """Of a published event: frozen with its version. A changed date is a new version; places stay."""

    version = models.OneToOneField(
        "learning.CourseVersion", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="gathering_has_time",
            ),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gte=1), name="gathering_seats"),
        ]


class DraftedGathering(_Gathering):
    draft = models.OneToOneField("learning.Draft", on_delete=models.CASCADE, primary_key=True, related_name="+")


class GatheringPlace(models.Model):
    """Somebody's registration for an event: a seat, or a place on the waiting list, and what they attended."""

    class State(models.TextChoices):
        REGISTERED = "registered"
        WAITING = "waiting"
        CANCELLED = "cancelled"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State)
    asked_at = models.DateTimeField(help_text="the waiting list is served in this order")
    attended_minutes = models.SmallIntegerField(null=True)
    attended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="gathering_place_once"),
            models.CheckConstraint(
                condition=Q(attended_minutes__isnull=True, attended_at__isnull=True)
                | Q(attended_minutes__gte=1, attended_at__isnull=False),
                name="gathering_attended_whole",
            ),
        ]
        indexes = [
            # Seats taken, the waiting list in its order, the list of the organiser.
            models.Index(fields=["course", "state", "asked_at", "id"], name="gathering_places"),
        ]


class GatheringRecording(models.Model):
    """The film or sound of an event, attached afterwards, with what is said in it to read."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, help_text="video or audio")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    captions = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "file"], name="recording_once")]
