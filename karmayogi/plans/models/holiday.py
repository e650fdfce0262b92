from django.db import models


class Holiday(models.Model):
    """A day, besides Saturday and Sunday, that is no working day: of the country, or of an office and all below it."""

    on = models.DateField()
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, null=True, related_name="+")
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on", "organisation"], name="holiday_once", nulls_distinct=False),
        ]
