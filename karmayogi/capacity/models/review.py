from django.db import models
from django.db.models import Q


class Review(models.Model):
    """The review of a quarter, once: planned against actual as on its day."""

    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    quarter = models.SmallIntegerField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "quarter"], name="plan_review_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="plan_review_quarter"),
        ]


class ReviewLine(models.Model):
    """An intervention in the review of its quarter. completed: people who completed its course in the organisation."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+", db_index=False)
    intervention = models.ForeignKey("capacity.Intervention", on_delete=models.CASCADE, related_name="+")
    planned = models.IntegerField(help_text="seats")
    completed = models.IntegerField(help_text="counted for a training with a course, entered otherwise")
    discharged = models.IntegerField(help_text="under the order that was made of it")
    counted = models.BooleanField(help_text="completed was counted, not entered")
    spent = models.BigIntegerField(default=0)
    progress = models.CharField(max_length=8, help_text="done, partly, not_done, dropped")
    reason = models.CharField(max_length=500, blank=True)
    carries = models.BooleanField(default=False, help_text="into the plan of the next year")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "intervention"], name="plan_review_line_once"),
            models.CheckConstraint(
                condition=Q(progress="done") | ~Q(reason=""), name="plan_review_shortfall_has_a_reason"
            ),
        ]
