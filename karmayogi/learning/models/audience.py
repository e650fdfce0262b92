from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class Admission(models.Model):
    """Somebody who may begin a course that is not for everybody: named, let in by a link, or approved."""

    class Via(models.TextChoices):
        NAMED = "named"
        LINK = "link"
        REQUEST = "request"

    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    via = models.CharField(max_length=8, choices=Via)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        # Person first: which hidden items somebody may find is asked by every search of theirs.
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="admission_once")]
        indexes = [models.Index(fields=["course", "id"], name="admission_list")]


class AudienceOffice(models.Model):
    """An organisation whose people, with all offices below it, may begin the course while they serve there."""

    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "organisation"], name="audience_office_once")]


class AudienceLink(models.Model):
    """A link that lets in whoever opens it signed in, until its limit or its last day. Only its hash is kept."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the code")
    most = models.SmallIntegerField()
    used = models.SmallIntegerField(default=0)
    ends_on = models.DateField(help_text="last day")
    closed_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(used__lte=F("most")), name="audience_link_limit")]


class AccessRequest(models.Model):
    """Somebody asks to be let into a course with approval."""

    class State(models.TextChoices):
        WAITING = "waiting"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", blank=True, help_text="where they serve while they ask")
    why = models.TextField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(state="waiting"), name="request_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")), name="request_decided_by_another"
            ),
        ]
        indexes = [models.Index(fields=["course", "state", "id"], name="request_list")]
