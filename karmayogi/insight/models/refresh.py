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
    """How far a table of another package has been read.

    A transaction may commit a lower id after a higher one was read. So rows are read again from `settled` on, the
    highest id that was there at least LAG before; `seen` is where settled goes next.
    """

    source = models.CharField(max_length=30, primary_key=True)
    settled = models.BigIntegerField()
    seen = models.BigIntegerField()
    seen_at = models.DateTimeField()
    top = models.BigIntegerField(help_text="highest id at the last refresh")

    class Meta:
        db_table = "insight_mark"
