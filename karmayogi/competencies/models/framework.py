from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Framework(models.Model):
    """A set of competencies under one owner; the national core (KCM) has no owner organisation."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")


class FrameworkVersion(models.Model):
    """A published version is frozen: its competencies no longer change."""

    framework = models.ForeignKey("competencies.Framework", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="framework_version_once")]


class Competency(models.Model):
    """A sub-theme with its code. Names repeat in the real model, so the code is the key."""

    class Area(models.TextChoices):
        BEHAVIOURAL = "behavioural"
        FUNCTIONAL = "functional"
        DOMAIN = "domain"

    uuid = models.UUIDField(default=uuid7, unique=True)
    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    area = models.CharField(max_length=12, choices=Area)
    group = models.CharField(max_length=12, blank=True, help_text="core or leadership, for behavioural ones")
    theme_number = models.SmallIntegerField()
    theme_en = models.CharField(max_length=120)
    theme_hi = models.CharField(max_length=120)
    theme_ur = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160)
    name_ur = models.CharField(max_length=160)
    gloss_en = models.TextField()
    gloss_hi = models.TextField()
    guna = models.CharField(max_length=30, blank=True, help_text="inferred, not official")
    status = models.CharField(max_length=20)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"
