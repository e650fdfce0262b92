from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class ServiceIndicator(models.Model):
    """How well an office serves: grievances closed in time, days until a certificate is given."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    definition = models.CharField(max_length=500)
    measure = models.CharField(max_length=40, help_text="%, days")
    higher_is_better = models.BooleanField()
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()


class ServiceSource(models.Model):
    """A file of an open feed as it was brought: where from, when fetched, under which licence."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    indicator = models.ForeignKey(ServiceIndicator, on_delete=models.PROTECT, related_name="+")
    publisher = models.CharField(max_length=200)
    address = models.CharField(max_length=500)
    licence = models.CharField(max_length=200)
    fetched_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="of the file")
    rows = models.IntegerField()
    refused = models.IntegerField()
    faults = models.JSONField(default=list, help_text="[line, what is wrong], the first hundred")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # Whether a file is there already; twice only where its address told another one in between.
            models.Index(fields=["indicator", "sha256"], name="service_source_file"),
        ]


class ServiceFeed(models.Model):
    """Where the figures of an indicator are fetched from each night. The trail knows who entered or ended it.

    fault: why the last time gave nothing; "" when it did.
    """

    indicator = models.OneToOneField(ServiceIndicator, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="when it was fetched last, with or without success")
    fault = models.CharField(max_length=500, blank=True)


class ServiceFigure(models.Model):
    """One unit in one month, as one source says. What a later source says of the same counts instead."""

    source = models.ForeignKey(ServiceSource, on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.ForeignKey(ServiceIndicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=60, help_text="code as the feed writes it")
    month = models.DateField(help_text="its first day")
    value = models.FloatField()

    class Meta:
        constraints = [
            # The source is the last column, so that the latest word on a unit and month is the end of a range.
            models.UniqueConstraint(fields=["indicator", "unit", "month", "source"], name="service_figure_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="service_figure_month"),
        ]
