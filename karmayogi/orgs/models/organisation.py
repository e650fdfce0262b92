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

    class Meta:
        indexes = [
            # Districts, bodies, institutes anywhere below a unit: which there are, and all of a kind.
            models.Index(fields=["kind", "path"], condition=Q(valid_to__isnull=True), name="organisation_kind_path"),
        ]

    def __str__(self) -> str:
        return self.name_en


class OrganisationSpell(models.Model):
    """Names, kind, parent and path of an organisation over a period: half-open, no two at once (the database refuses).

    A unit that moves takes all below it along, so that each of them begins a spell with another path (decision 0012).
    """

    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name_en = models.CharField(max_length=250)
    name_hi = models.CharField(max_length=250, blank=True)
    name_ur = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=20, choices=Organisation.Kind)
    path = models.TextField(db_collation="C", help_text="where it stood then, written as organisation.path is")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    order_number = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            # What stood below a unit on a day: the tree of that day, the strength statement, the search.
            models.Index(fields=["path", "organisation_id"], name="spell_path"),
        ]
        constraints = [
            ExclusionConstraint(
                name="organisation_one_spell_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="organisation_spell_days"
            ),
        ]


class Lineage(models.Model):
    """Out of which organisation another one came, and by which order. No successor: it was abolished outright."""

    class Kind(models.TextChoices):
        MERGED = "merged"
        SPLIT = "split"
        ABOLISHED = "abolished"

    predecessor = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(help_text="first day of the new arrangement")
    order_number = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="lineage_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="lineage_between_two"),
        ]
