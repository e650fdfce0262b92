"""Occupations of a reference framework (O*NET): positions, activities and needs as strangers describe them."""

from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Occupation(models.Model):
    uuid = models.UUIDField(default=uuid7, unique=True)
    framework = models.ForeignKey("competencies.Framework", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    description = models.TextField()
    zone = models.SmallIntegerField(null=True, help_text="how much preparation it asks for, 1 to 5")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="occupation_once")]


class OccupationTitle(models.Model):
    """Another title under which people do this work."""

    occupation = models.ForeignKey("competencies.Occupation", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=300)
    short = models.CharField(max_length=200, blank=True)
    sources = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occupation", "title"], name="occupation_title_once")]


class OccupationTask(models.Model):
    """A task statement: what an activity is among us."""

    occupation = models.ForeignKey("competencies.Occupation", on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField(help_text="task id of the source")
    text = models.TextField()
    kind = models.CharField(max_length=20, blank=True, help_text="Core or Supplemental, where rated")
    answers = models.IntegerField(null=True, help_text="incumbents who answered")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occupation", "number"], name="occupation_task_once")]


class OccupationNeed(models.Model):
    """A competency that the occupation needs, as measured, and on our scale."""

    occupation = models.ForeignKey("competencies.Occupation", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    importance_raw = models.FloatField(help_text="1 to 5")
    level_raw = models.FloatField(help_text="0 to 7")
    importance = models.SmallIntegerField()
    level = models.SmallIntegerField(help_text="1 to 5; 0 when not relevant")
    suppressed = models.BooleanField(help_text="the source advises not to use the figure")
    relevant = models.BooleanField()
    basis = models.CharField(max_length=60, help_text="who said so: incumbents or analysts, and when")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occupation", "competency"], name="occupation_need_once"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="occupation_need_level"),
        ]
