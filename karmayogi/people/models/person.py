from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Lower, Now

from karmayogi.kernel.ids import uuid7


class Person(models.Model):
    """A human being in public service. Names as she writes them, in two scripts, never split into first and last."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=200, help_text="in Latin letters, as typed")
    name_native = models.CharField(max_length=200, blank=True, help_text="in her own script, as typed")
    native_language = models.CharField(max_length=10, blank=True)
    honorific = models.CharField(max_length=30, blank=True)
    employee_code = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=30, blank=True, help_text="Group A, B, C, D, Contractual Staff, Others")
    gender = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    mother_tongue = models.CharField(max_length=60, blank=True)
    office_pin = models.CharField(max_length=6, blank=True)
    external_system = models.CharField(max_length=60, blank=True)
    external_code = models.CharField(max_length=60, blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField(db_default=Now())
    search = models.GeneratedField(
        expression=Lower(Concat("name", Value(" "), "name_native")),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # How many of a group (A, B, C) an order would reach.
            models.Index(fields=["group", "id"], name="person_group"),
            # Finding a person by part of her name, in either script.
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="person_search"),
            # Finding a person by the code that stands on a sheet.
            models.Index(fields=["employee_code"], name="person_code", condition=~models.Q(employee_code="")),
            # Matching a row of an import with a person already here, when mail and mobile changed.
            models.Index(
                fields=["external_system", "external_code"],
                name="person_external",
                condition=~models.Q(external_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
