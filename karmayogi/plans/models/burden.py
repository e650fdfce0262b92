"""What a rehearsal weighs a draft against: when people cannot be spared, how much is too much, what it costs."""

from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class Peak(models.Model):
    """Days on which an office cannot spare its people: budget weeks, an election, the harvest, board exams.

    Of the posts of the organisation that keeps it and of all below; of those only the offices of a State, a service or
    a designation, where one is named.
    """

    class Kind(models.TextChoices):
        BUDGET = "budget"
        ELECTION = "election"
        HARVEST = "harvest"
        EXAMS = "exams"
        OTHER = "other"

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(help_text="last day")
    state = models.ForeignKey("orgs.State", on_delete=models.CASCADE, null=True, related_name="+")
    service = models.ForeignKey("orgs.Service", on_delete=models.CASCADE, null=True, related_name="+")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.CASCADE, null=True, related_name="+")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="peak_days"),
            # A file that is read twice adds nothing.
            models.UniqueConstraint(
                fields=["organisation", "name_en", "from_on", "state", "service", "designation"], name="peak_once",
                nulls_distinct=False,
            ),
        ]  # fmt: skip


class LoadLimit(models.Model):
    """The most learning that orders may ask of one person in a month or a quarter, from a day on; below an office, its
    own limit counts and not that of an office above."""

    class Per(models.TextChoices):
        MONTH = "month"
        QUARTER = "quarter"

    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    per = models.CharField(max_length=7, choices=Per)
    minutes = models.IntegerField(null=True, help_text="NULL: no limit from that day on")
    from_on = models.DateField()
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "per", "from_on"], name="load_limit_once"),
            models.CheckConstraint(condition=Q(minutes__isnull=True) | Q(minutes__gte=1), name="load_limit_minutes"),
        ]


class Rate(models.Model):
    """What something costs, from a day on, in paise. The nearest organisation above an office that has one counts, and
    of its rates that of the course before that of the provider before that of all."""

    class Kind(models.TextChoices):
        FEE = "fee"  # or licence: for one person and one item
        VENUE = "venue"  # a room for a day, with so many seats
        TRAVEL = "travel"  # one person there and back
        DAILY = "daily"  # one person for a day away

    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, null=True, related_name="+")
    provider = models.ForeignKey("learning.Provider", on_delete=models.CASCADE, null=True, related_name="+")
    paise = models.BigIntegerField(help_text="0: it is free, which is known")
    seats = models.IntegerField(null=True, help_text="of the room")
    from_on = models.DateField()
    source = models.CharField(max_length=200, blank=True, help_text="the order or contract that says so")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "course", "provider", "from_on"], name="rate_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(paise__gte=0), name="rate_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="venue", seats__gte=1) | (~Q(kind="venue") & Q(seats__isnull=True)), name="rate_seats"
            ),
            models.CheckConstraint(condition=Q(course__isnull=True) | Q(provider__isnull=True), name="rate_of_one"),
        ]
