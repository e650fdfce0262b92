from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Cascade(models.Model):
    """Training that passes itself on: whoever was trained in one tier trains the next one."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(
        "learning.Course", on_delete=models.PROTECT, related_name="+", help_text="what is taught"
    )
    name_en = models.CharField(max_length=150)
    name_hi = models.CharField(max_length=150)
    name_ur = models.CharField(max_length=150, blank=True)
    created_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, help_text="no session is added any more")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_en", "organisation"], name="cascade_named_once")]

    def __str__(self) -> str:
        return self.name_en


class CascadeTier(models.Model):
    """One step of a cascade: the first is taught by faculty, each other one by whoever qualified in the one above."""

    cascade = models.ForeignKey(Cascade, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField(help_text="1 is the uppermost")
    name_en = models.CharField(max_length=100)
    name_hi = models.CharField(max_length=100)
    name_ur = models.CharField(max_length=100, blank=True)
    planned = models.IntegerField(help_text="people to be trained in it")
    due_on = models.DateField(help_text="by when")
    test = models.ForeignKey(
        "learning.Course", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="to be completed by whoever is to train others; NULL: none",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cascade", "position"], name="cascade_tier_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=6), name="cascade_tier_position"),
            models.CheckConstraint(condition=Q(planned__gte=1), name="cascade_tier_planned"),
        ]


class CascadeSession(models.Model):
    """An event as a session of a tier, and who led it. Who was there is on the list of the event alone."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    tier = models.ForeignKey(CascadeTier, on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField("learning.Course", on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="NULL in the first tier: the speaker of the event",
    )  # fmt: skip
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField()


class CascadeTrainer(models.Model):
    """Who may lead sessions of a tier, and by which event of the tier above. Follows from attendance and tests
    (actions/cascades/settle.py); a bar is a decision of people and stays whatever follows."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    tier = models.ForeignKey(CascadeTier, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    qualified_at = models.DateTimeField(help_text="end of the session, or the test that was passed after it")
    withdrawn_at = models.DateTimeField(null=True, help_text="when what it followed from was taken back")
    barred_at = models.DateTimeField(null=True)
    barred_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    barred_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tier", "person"], name="cascade_trainer_once"),
            models.CheckConstraint(
                condition=Q(barred_at__isnull=True, barred_reason="")
                | (Q(barred_at__isnull=False) & ~Q(barred_reason="")),
                name="cascade_barred_with_reason",
            ),
        ]
