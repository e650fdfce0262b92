from django.db import models


class Told(models.Model):
    """That somebody was told of something of a plan, once for each key: by mail, and on Today as long as it holds."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+")
    intervention = models.ForeignKey("capacity.Intervention", on_delete=models.CASCADE, null=True, related_name="+")
    what = models.CharField(max_length=7, help_text="owner, quarter, agree, review")
    quarter = models.SmallIntegerField(default=0, help_text="that is to be reviewed")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="capacity_told_once")]
