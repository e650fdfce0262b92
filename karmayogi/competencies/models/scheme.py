from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Scheme(models.Model):
    """A programme of government that needs people with certain competencies, whatever their post."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=30, unique=True)
    name_en = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    name_ur = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())


class SchemeNeed(models.Model):
    scheme = models.ForeignKey("competencies.Scheme", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "competency"], name="scheme_need_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="scheme_need_level"),
        ]
