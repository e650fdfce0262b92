from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Framework(models.Model):
    """A set of competencies under one owner; the national core (KCM) has no owner organisation.

    `prefix` is the owner's namespace: every code of its competencies begins with it.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national"
        DOMAIN = "domain"
        REFERENCE = "reference"  # somebody else's, mirrored here; never offered among our own competencies

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NATIONAL)
    prefix = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.TextField(blank=True)
    publisher = models.CharField(max_length=200, blank=True, help_text="of a reference framework")
    licence = models.CharField(max_length=60, blank=True)
    licence_uri = models.CharField(max_length=300, blank=True)
    attribution = models.TextField(blank=True, help_text="what its licence asks to be shown wherever it is shown")
    source_uri = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())


class FrameworkVersion(models.Model):
    """What a framework says from a day on. Once `published_at` is set, the database refuses any change of it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    framework = models.ForeignKey("competencies.Framework", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    drafted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_once"),
            models.UniqueConstraint(
                fields=["framework"], condition=models.Q(published_at__isnull=True), name="framework_one_draft"
            ),
        ]


class Competency(models.Model):
    """A sub-theme with its code. Names repeat in the real model, so the code is the key.

    The identity, with the wording of the latest published version; what each version says is in CompetencyStatement.
    """

    class Area(models.TextChoices):
        BEHAVIOURAL = "behavioural"
        FUNCTIONAL = "functional"
        DOMAIN = "domain"

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"  # the only ones that count and can be chosen
        DEPRECATED = "deprecated"
        MERGED = "merged"
        SPLIT = "split"

    uuid = models.UUIDField(default=uuid7, unique=True)
    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, unique=True)
    area = models.CharField(max_length=12, choices=Area)
    group = models.CharField(max_length=12, blank=True, help_text="core or leadership, for behavioural ones")
    theme_number = models.SmallIntegerField()
    theme_en = models.CharField(max_length=120)
    theme_hi = models.CharField(max_length=120, blank=True)
    theme_ur = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160, blank=True)
    name_ur = models.CharField(max_length=160, blank=True)
    gloss_en = models.TextField(blank=True)
    gloss_hi = models.TextField(blank=True)
    guna = models.CharField(max_length=30, blank=True, help_text="inferred, not official")
    status = models.CharField(max_length=12, choices=Status, default=Status.PUBLISHED)
    provenance = models.CharField(max_length=20, blank=True, help_text="which official list it comes from")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    source_uri = models.CharField(max_length=500, blank=True, help_text="of its item where it was imported from")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"
