from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Refresh(models.Model):
    """One row: the state of the figures. Every screen takes its "as on" from here."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    as_on = models.DateTimeField(null=True, help_text="everything committed before this moment is counted")
    day = models.DateField(null=True, help_text="the day in India that the figures describe")
    full_due = models.BooleanField(default=True, help_text="something moved that the marks do not see")
    units = models.IntegerField(default=0, help_text="organisations recomputed last time")
    milliseconds = models.IntegerField(default=0)
    undone = ArrayField(
        models.BigIntegerField(), default=list, help_text="entries above the marks for which all was counted already"
    )

    class Meta:
        db_table = "insight_refresh"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="refresh_is_one_row")]


class ChangedOrder(models.Model):
    """An order that was published or ended since the last refresh, which recounts what it asks of whom, and takes the
    row away. One order may have several rows: so nobody who publishes waits for a refresh."""

    mandate_id = models.BigIntegerField()

    class Meta:
        db_table = "insight_changedorder"


class SourceMark(models.Model):
    """How far a table of another package has been read (kernel.marks)."""

    source = models.CharField(max_length=30, primary_key=True)
    settled = models.BigIntegerField(help_text="ids up to here are done with")
    seen = models.BigIntegerField(help_text="highest id at a reading")
    horizon = models.BigIntegerField(help_text="number of the transaction of that reading")

    class Meta:
        db_table = "insight_mark"
