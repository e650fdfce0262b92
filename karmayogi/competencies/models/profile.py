from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Profile(models.Model):
    """What a designation does and needs: a version of its FRAC work order. Published versions are frozen."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    version = models.SmallIntegerField()
    basis = models.TextField(help_text="what it was drawn from, and who approved it")
    summary_en = models.TextField()
    summary_hi = models.TextField()
    summary_ur = models.TextField()
    content_hash = models.CharField(max_length=64, help_text="of the source file: the same file makes no new version")
    published_on = models.DateField()
    in_force = models.BooleanField(default=True)
    ended_on = models.DateField(null=True, help_text="first day on which it no longer held; NULL while it does")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["designation", "version"], name="profile_version_once"),
            models.UniqueConstraint(fields=["designation"], condition=Q(in_force=True), name="profile_one_in_force"),
        ]


class ProfileRole(models.Model):
    profile = models.ForeignKey("competencies.Profile", on_delete=models.CASCADE, related_name="+")
    position = models.SmallIntegerField()
    key = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200)


class Activity(models.Model):
    role = models.ForeignKey("competencies.ProfileRole", on_delete=models.CASCADE, related_name="+")
    position = models.SmallIntegerField()
    key = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200)
    knowledge = ArrayField(models.CharField(max_length=200), default=list)


class Need(models.Model):
    """An activity needs a competency at a level."""

    activity = models.ForeignKey("competencies.Activity", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    importance = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="need_level"),
            models.CheckConstraint(condition=Q(importance__gte=1, importance__lte=5), name="need_importance"),
        ]


class ProfileRequirement(models.Model):
    """The needs of a profile folded together (highest level and importance); written once, when it is published."""

    profile = models.ForeignKey("competencies.Profile", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    importance = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "competency"], name="requirement_once")]
