from django.db import models


class CutFigure(models.Model):
    """A figure of the officers of a place who share a value of an attribute: of the country, and of what lies directly
    below it, where that may be told (insight.engine.cuts). Derived: every full refresh writes all of it anew."""

    pk = models.CompositePrimaryKey("path", "attribute", "value", "metric")
    path = models.TextField(db_collation="C")
    attribute = models.CharField(max_length=10, db_collation="C")
    value = models.CharField(max_length=10, db_collation="C")
    metric = models.CharField(max_length=30, db_collation="C")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()

    class Meta:
        db_table = "insight_cutfigure"
