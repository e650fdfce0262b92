from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class ProctoredSitting(models.Model):
    """A test taken by named people at one place and time, under the eyes of proctors.

    Its code follows from a secret of the server and `code_number`; it stands in no table.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    paper = models.ForeignKey("assessment.Paper", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    late_minutes = models.SmallIntegerField(help_text="after its beginning, in which somebody may still come in")
    places = models.SmallIntegerField()
    code_number = models.SmallIntegerField(default=1, help_text="grows when another code is asked for")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, help_text="since when its results are told")
    released_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="proctored_times"),
            models.CheckConstraint(condition=Q(places__gte=1, late_minutes__gte=0), name="proctored_places"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="proctored_released_whole",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-starts_at"], name="proctored_list")]


class SittingProctor(models.Model):
    """Who watches over a sitting. It opens nothing without the role over the office."""

    pk = models.CompositePrimaryKey("sitting_id", "person_id")
    sitting = models.ForeignKey(
        "assessment.ProctoredSitting", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=True)


class Seat(models.Model):
    """A person at a sitting: the place, whether the proctor saw her there, and the attempt that she made."""

    class State(models.TextChoices):
        EXPECTED = "expected"
        PRESENT = "present"
        ABSENT = "absent"

    uuid = models.UUIDField(default=uuid7, unique=True)
    sitting = models.ForeignKey(
        "assessment.ProctoredSitting", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    number = models.SmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.EXPECTED)
    incident = models.BooleanField(default=False, help_text="something happened that speaks against the result")
    note = models.CharField(max_length=500, blank=True, help_text="of the proctor")
    marked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    marked_at = models.DateTimeField(null=True)
    attempt = models.OneToOneField("assessment.Attempt", on_delete=models.PROTECT, null=True, related_name="+")
    hand_in = models.CharField(
        max_length=12, blank=True, db_default="", help_text="the code on the phone, as the proctor noted it"
    )
    handed_at = models.DateTimeField(null=True, help_text="when it was noted, by the proctor's clock line")
    wrong_codes = models.SmallIntegerField(default=0, help_text="typed since the last right one or pause")
    paused_until = models.DateTimeField(null=True, help_text="after too many wrong codes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "number"], name="seat_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["person", "sitting"], name="seat_person_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_number"),
            models.CheckConstraint(
                condition=Q(state="expected", incident=False) | Q(marked_by__isnull=False, marked_at__isnull=False),
                name="seat_marked_whole",
            ),
            models.CheckConstraint(
                condition=Q(hand_in="", handed_at__isnull=True) | ~Q(hand_in="") & Q(handed_at__isnull=False),
                name="seat_handed_whole",
            ),
        ]
