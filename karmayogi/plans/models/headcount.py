from django.db import models


class Headcount(models.Model):
    """How many people fill seats under a path from a day on, more (or fewer, below nothing) than before it.

    Triggers of the database write a row for whatever comes, goes or moves, also for days ahead; a night adds up what
    lies behind (actions/add_up_headcounts.py). The row without a path has that day: no earlier one can be asked.
    """

    organisation_path = models.TextField(db_collation="C")
    group = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=15)
    day = models.DateField()
    people = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation_path"], include=["group", "kind", "day", "people"], name="headcount_path"
            ),
        ]


class SeatSum(models.Model):
    """The same by designation, service, cadre and batch as well, kept the same way: under a path cut to three steps
    (a department of a ministry or State), since whole paths would make nearly as many rows as there are people."""

    organisation_path = models.CharField(db_collation="C", max_length=24)
    designation_id = models.BigIntegerField(null=True)
    service_id = models.BigIntegerField(null=True)
    cadre_id = models.BigIntegerField(null=True)
    batch = models.SmallIntegerField(null=True)
    group = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=15)
    day = models.DateField()
    people = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["organisation_path"], name="seatsum_path")]


class ChargePosting(models.Model):
    """A posting of somebody who holds a charge: that one, or the seat that she fills beside it. Few among all, so that
    who is reached by a charge alone is told at once. Kept as the sums are."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    organisation_path = models.TextField(db_collation="C")
    group = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=15)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    post_id = models.BigIntegerField(null=True, help_text="NULL: written before the sums by designation were kept")

    class Meta:
        indexes = [
            models.Index(fields=["organisation_path"], name="charge_path"),
        ]
