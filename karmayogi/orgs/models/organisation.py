from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class DateRange(Func):
    """daterange(valid_from, valid_to): half-open, an empty end is "still"."""

    function = "daterange"
    output_field = models.Field()


def days() -> DateRange:
    return DateRange(F("valid_from"), F("valid_to"))


class Organisation(models.Model):
    """A unit of government as it is today. Its past names and parents are in OrganisationSpell.

    `path` is the materialised path: eight base-36 digits of the id of each ancestor and of itself, so that a subtree
    is one range of the index. Everything that is kept per organisation copies it.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country"
        MINISTRY = "ministry"
        DEPARTMENT = "department"
        OFFICE = "office"  # attached or subordinate
        CPSE = "cpse"
        STATE = "state"
        STATE_DEPARTMENT = "state_department"
        DISTRICT = "district"
        ULB = "ulb"
        BLOCK = "block"
        PANCHAYAT = "panchayat"
        INSTITUTE = "institute"
        COUNCIL = "council"
        OTHER = "other"

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name_en = models.CharField(max_length=250)
    name_hi = models.CharField(max_length=250, blank=True)
    name_ur = models.CharField(max_length=250, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.TextField(db_collation="C", unique=True)
    state = models.ForeignKey("orgs.State", on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey("orgs.District", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name_en


class OrganisationSpell(models.Model):
    """Name, kind and parent of an organisation over a period: half-open, no two at once (the database refuses)."""

    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name_en = models.CharField(max_length=250)
    kind = models.CharField(max_length=20, choices=Organisation.Kind)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    order_number = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_spell_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="organisation_spell_days"
            ),
        ]
