from django.db import models

EVERYWHERE = "*"  # place code of a total over all States; '' is "no State recorded"


class UnitFigure(models.Model):
    """A figure of one organisation unit by itself, without the units below. Zero over zero is not kept.

    Derived: `refresh_figures --all` writes all of it anew.
    """

    pk = models.CompositePrimaryKey("organisation_id", "metric")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    metric = models.CharField(max_length=30, db_collation="C")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    state_code = models.CharField(max_length=2, blank=True, db_collation="C", help_text="'' where none is recorded")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    as_on = models.DateTimeField(help_text="when it last changed")

    class Meta:
        db_table = "insight_figure"
        indexes = [
            # Any subtree is one range; the sums need nothing but the index.
            models.Index(
                fields=["metric", "path"],
                include=["state_code", "numerator", "denominator"],
                name="figure_subtree",
            ),
        ]


class FigureTotal(models.Model):
    """The sum over an organisation and all below it; for the country and its ministries also State by State.

    Kept beside the facts by adding what changed, since the national sum over half a million units is not for a page.
    """

    pk = models.CompositePrimaryKey("path", "state_code", "metric")
    path = models.TextField(db_collation="C")
    state_code = models.CharField(max_length=2, blank=True, db_collation="C", help_text="'*': all States")
    metric = models.CharField(max_length=30, db_collation="C")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()

    class Meta:
        db_table = "insight_total"


class WithheldCell(models.Model):
    """A cell that must not be shown (insight.engine.disclosure). It hangs on people: one list for each base.

    own: the posts at the unit itself, without what is below it.
    """

    pk = models.CompositePrimaryKey("base", "path", "state_code", "own")
    base = models.CharField(max_length=30, db_collation="C", help_text="whose cell: officers, or of registry.bases")
    path = models.TextField(db_collation="C")
    state_code = models.CharField(max_length=2, blank=True, db_collation="C", help_text="'*': all States")
    own = models.BooleanField()

    class Meta:
        db_table = "insight_withheld"
