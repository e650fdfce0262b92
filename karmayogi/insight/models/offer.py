from django.db import models


class CourseFigure(models.Model):
    """A figure of one course. Derived: every full refresh writes all of it anew."""

    pk = models.CompositePrimaryKey("course_id", "metric")
    course = models.ForeignKey(
        "learning.Course", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    metric = models.CharField(max_length=30, db_collation="C")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()

    class Meta:
        db_table = "insight_coursefigure"
