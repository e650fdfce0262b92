from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karmayogi.evaluation.types import RoomState
from karmayogi.kernel.ids import uuid7


class Room(models.Model):
    """What people from outside may read of an organisation for a time, without names. One person of the Commission
    proposes it, another opens it; it ends by itself.

    The key of its pseudonyms is nowhere: it lives in the memory of the job that makes the extracts.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=1000)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    columns = ArrayField(models.CharField(max_length=40), help_text="keys of the data dictionary")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in RoomState], default=RoomState.PROPOSED.value
    )
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="of refusing or ending it")
    people = models.IntegerField(null=True, help_text="in the extracts; NULL: not made yet")
    suppressed = models.IntegerField(null=True, help_text="left out: fewer than ten are like them")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="evaluation_room_time"),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("proposed_by")), name="evaluation_room_two"
            ),
        ]
        indexes = [
            # What ends by itself.
            models.Index(fields=["ends_at"], condition=Q(state="open"), name="evaluation_room_due"),
        ]


class RoomAssessor(models.Model):
    """Somebody who may enter. name and email: as the Commission wrote them."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "email"], name="evaluation_assessor_once"),
        ]


class RoomFile(models.Model):
    """A table of the room as it was when the room was opened. file: NULL once the room has ended."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    table = models.CharField(max_length=20)
    form = models.CharField(max_length=10, help_text="csv, parquet")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "table", "form"], name="evaluation_roomfile_once")]


class RoomDownload(models.Model):
    """Who took what, when. Shown to the Commission, and to whoever took it."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=20)
    form = models.CharField(max_length=10)
    rows = models.IntegerField()
    at = models.DateTimeField()
