from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class Relief(models.Model):
    """An exemption or a later date for one person: asked for, decided by the office, kept."""

    class Kind(models.TextChoices):
        EXEMPTION = "exemption"
        EXTENSION = "extension"

    class State(models.TextChoices):
        WAITING = "waiting"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    mandate = models.ForeignKey("plans.Mandate", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    organisation_path = models.TextField(db_collation="C", help_text="of the post when it was asked for: who decides")
    reason = models.CharField(max_length=1000)
    from_on = models.DateField(help_text="first day of an exemption; of an extension the due date that it moves")
    until_on = models.DateField(null=True, help_text="the new due date; an exemption: first day without it, or NULL")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            # Her own list; the evaluation of a mandate; the queue of an office.
            models.Index(fields=["person", "mandate"], name="relief_person"),
            models.Index(fields=["mandate", "person"], name="relief_mandate"),
            models.Index(fields=["organisation_path", "id"], name="relief_queue", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "mandate", "kind"], name="relief_asked_once", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                condition=Q(kind="exemption") | Q(until_on__isnull=False), name="relief_extension_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="relief_days"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")), name="relief_not_by_oneself"
            ),
        ]


class Discharge(models.Model):
    """That somebody did what a mandate asked for, for that due date. It stays when she or the mandate moves on."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    mandate = models.ForeignKey("plans.Mandate", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            # A fact may be told twice.
            models.UniqueConstraint(fields=["person", "mandate", "due_on"], name="discharge_once"),
        ]
