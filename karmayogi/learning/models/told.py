from django.db import models


class Told(models.Model):
    """Up to which moment what learners did has been written into the record store. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    up_to = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="told_one_row")]
