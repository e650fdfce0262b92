from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Package(models.Model):
    """A package of any standard, unpacked once under the SHA-256 of its zip. It is served from a host of its own."""

    class Standard(models.TextChoices):
        SCORM12 = "scorm12"
        SCORM2004 = "scorm2004"
        H5P = "h5p"
        CMI5 = "cmi5"
        XAPI = "xapi"

    uuid = models.UUIDField(default=uuid7, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    standard = models.CharField(max_length=10, choices=Standard)
    edition = models.CharField(max_length=40, help_text="schemaversion of the manifest; of H5P, its main library")
    identifier = models.CharField(max_length=250)
    title = models.CharField(max_length=250)
    filename = models.CharField(max_length=200)
    files = models.IntegerField()
    bytes = models.BigIntegerField(help_text="unpacked")
    tree = models.TextField(
        blank=True, db_default="", help_text="the activity tree with its rules, as JSON; '' where the order is free"
    )
    imported_at = models.DateTimeField(db_default=Now())


class PackageItem(models.Model):
    """An entry of the package's table of contents; without href it is a heading."""

    package = models.ForeignKey("learning.Package", on_delete=models.CASCADE, related_name="+")
    position = models.SmallIntegerField()
    depth = models.SmallIntegerField()
    identifier = models.CharField(max_length=250)
    title = models.CharField(max_length=250)
    href = models.TextField(blank=True, help_text="path inside the package with its parameters")
    is_sco = models.BooleanField(default=True, help_text="False: an asset, seen when it was opened")
    mastery_score = models.FloatField(null=True, help_text="per cent, from which on the SCO counts as passed")
    launch_data = models.TextField(blank=True, help_text="of H5P: what to load in which order, as JSON")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "position"], name="package_item_position_once")]
