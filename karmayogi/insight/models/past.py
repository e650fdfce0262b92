from django.db import models


class PastDay(models.Model):
    """What the facts tell of a past day, where a country is too large to be counted while somebody waits (decision
    0075). asked_at: when somebody last asked for it. told: insight.queries.past_days, {} until it is counted."""

    on = models.DateField(primary_key=True)
    asked_at = models.DateTimeField()
    done = models.SmallIntegerField(default=0, help_text="questions answered of the count that runs")
    steps = models.SmallIntegerField(default=0, help_text="questions of a count")
    counted_at = models.DateTimeField(null=True)
    as_on = models.DateTimeField(null=True, help_text="what the store of facts held when the count began")
    told = models.JSONField(default=dict)
    units_run = models.BigIntegerField(null=True, help_text="of the units that are shown; NULL: none are")

    class Meta:
        db_table = "insight_pastday"


class PastUnit(models.Model):
    """A unit at the end of a quarter, in the tree of that day. Those of a run are shown together or not at all.

    figures: metric -> [numerator, denominator] of the unit and all below it; own: of its own posts alone.
    """

    pk = models.CompositePrimaryKey("run", "on", "organisation_id")
    run = models.BigIntegerField()
    on = models.DateField()
    organisation_id = models.BigIntegerField()
    path = models.TextField(db_collation="C")
    parent = models.TextField(db_collation="C", help_text="path of the unit above; '' above the country")
    name_en = models.TextField()
    name_hi = models.TextField()
    name_ur = models.TextField()
    figures = models.JSONField()
    own = models.JSONField(default=dict)
    shown = models.BooleanField()
    own_shown = models.BooleanField()

    class Meta:
        db_table = "insight_pastunit"
        indexes = [models.Index(fields=["run", "on", "parent"], name="pastunit_below")]
