from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from karmayogi.orgs.models.organisation import days


class Service(models.Model):
    name = models.CharField(max_length=150, unique=True)


class Cadre(models.Model):
    name = models.CharField(max_length=150, unique=True)


class ServiceMembership(models.Model):
    """Service, cadre and batch of a person over a period."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey("orgs.Service", on_delete=models.PROTECT, related_name="+")
    cadre = models.ForeignKey("orgs.Cadre", on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.SmallIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="person_one_service_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
        ]
