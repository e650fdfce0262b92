from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class CapacityUnit(models.Model):
    """The capacity building unit of an organisation: who draws up its plan and answers for it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    order_number = models.CharField(max_length=120, help_text="by which it was formed")
    formed_on = models.DateField()
    ended_on = models.DateField(null=True, help_text="first day on which it was no more; NULL while it is active")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_on__isnull=True), name="capacity_unit_one_active"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("formed_on")), name="capacity_unit_days"
            ),
        ]


class UnitMember(models.Model):
    """Somebody in a unit over a period; the one who chairs it agrees the plan."""

    unit = models.ForeignKey(CapacityUnit, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    chairs = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, help_text="first day on which it was over")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person"], condition=Q(until__isnull=True), name="unit_member_once"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True, chairs=True), name="unit_chair_one"
            ),
        ]
