from django.db import models
from django.db.models import Q


class Equating(models.Model):
    """How a form of a paper compares with its first one: x on its scale is slope * x + intercept on the first's."""

    pk = models.CompositePrimaryKey("paper_id", "form")
    paper = models.ForeignKey("assessment.Paper", on_delete=models.CASCADE, related_name="+", db_index=False)
    form = models.CharField(max_length=1)
    slope = models.FloatField()
    intercept = models.FloatField()
    anchors = models.SmallIntegerField(help_text="questions that both have and that were used")
    persons = models.IntegerField(help_text="whose first attempts it rests on")
    steps = models.JSONField(help_text="score on the first form by score on this one, in per cent")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(slope__gt=0), name="equating_slope")]
