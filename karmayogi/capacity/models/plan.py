from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.capacity.types import Shape, Status
from karmayogi.kernel.ids import uuid7


class Plan(models.Model):
    """A version of the annual capacity building plan of an organisation for one financial year.

    From its agreement on it is frozen; a published one is changed by the draft of the next version (decision 0048).
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField(help_text="in which the financial year begins")
    version = models.SmallIntegerField(default=1)
    shape = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Shape])
    status = models.CharField(
        max_length=9, choices=[(one.value, one.value) for one in Status], default=Status.DRAFT.value
    )
    title_en = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    title_ur = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=4000, blank=True, help_text="what the year is for, in the words of the unit")
    revision = models.IntegerField(default=1, help_text="grows with every change of the draft")
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField()
    needs_state = models.CharField(max_length=7, default="none", help_text="none, waiting, done, failed")
    needs_on = models.DateField(null=True, help_text="the day for which needs were counted")
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "version"], name="capacity_plan_version"),
            models.UniqueConstraint(
                fields=["organisation", "year"],
                condition=Q(status__in=["draft", "agreed", "approved"]),
                name="capacity_plan_one_open",
            ),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=Q(status="published"), name="capacity_plan_one_published"
            ),
            models.CheckConstraint(condition=Q(year__gte=2020, year__lte=2100), name="capacity_plan_year"),
        ]


class PlanStep(models.Model):
    """An act of the approval chain, as the plan's paper tells it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=9, help_text="draft, agree, approve, publish, return, close")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    designation = models.CharField(max_length=200, blank=True, help_text="of whoever acted, on that day")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()


class PlanHand(models.Model):
    """Who wrote in a draft; the head who approves it did not."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="plan_hand_once")]


class Annex(models.Model):
    """The unit's text of an annex that the plan's tables do not give."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    text = models.CharField(max_length=8000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_annex_once")]


class PlanFile(models.Model):
    """A signed paper of a published plan in a language."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "language"], name="plan_file_once")]
