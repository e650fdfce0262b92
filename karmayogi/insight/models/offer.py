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


class PlaceCourse(models.Model):
    """Officers of a place who took up a course, and of them who completed it: of the country, and of what lies directly
    below it, where that may be told (insight.engine.courses). Derived: every full refresh writes all of it anew."""

    pk = models.CompositePrimaryKey("path", "course_id")
    path = models.TextField(db_collation="C")
    course = models.ForeignKey(
        "learning.Course", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    learners = models.BigIntegerField()
    finished = models.BigIntegerField()

    class Meta:
        db_table = "insight_placecourse"
