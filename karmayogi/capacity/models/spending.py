from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Expenditure(models.Model):
    """Money that was spent of a budget line, by its voucher. Written once; what was wrong is countered by another one.

    It stands with the year of the organisation, since the versions of its plan come and go: line and intervention are
    named by their threads.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, help_text="made by the form: sent twice it is entered once")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    line = models.UUIDField(help_text="thread of the budget line")
    intervention = models.UUIDField(null=True, help_text="thread of the intervention")
    spent_on = models.DateField()
    amount = models.BigIntegerField(help_text="whole rupees; below zero it counters another entry")
    voucher = models.CharField(max_length=60)
    reason = models.CharField(max_length=500, blank=True, help_text="for more than was allocated, or for countering")
    counters = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, counters__isnull=True)
                | (Q(amount__lt=0, counters__isnull=False) & ~Q(reason="")),
                name="capacity_expenditure_sign",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "year", "line"], name="capacity_expenditure_of_line")]
