from django.db import models
from django.db.models import F, Q

from karmayogi.capacity.types import ScenarioState, Weights
from karmayogi.kernel.ids import uuid7


class Batch(models.Model):
    """A batch of a training that could be held: when, where, in which language, for how many people, at what cost.

    It is changed while the plan is in execution too, so it carries a revision of its own.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    intervention = models.ForeignKey("capacity.Intervention", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    state = models.ForeignKey("orgs.State", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="last day")
    seats = models.IntegerField()
    least = models.IntegerField(default=1, help_text="it is held with so many people or not at all")
    fixed = models.BigIntegerField(default=0, help_text="whole rupees as soon as it is held")
    fee = models.BigIntegerField(default=0, help_text="whole rupees a person")
    faculty = models.CharField(max_length=200, blank=True, help_text="who teaches it")
    room = models.CharField(max_length=200, blank=True)
    extra = models.BooleanField(default=False, help_text="only in scenarios that take it in")
    called_off_on = models.DateField(null=True)
    called_off_why = models.CharField(max_length=300, blank=True)
    revision = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_batch_number"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_batch_days"),
            models.CheckConstraint(condition=Q(least__gte=1, seats__gte=F("least")), name="plan_batch_seats"),
            models.CheckConstraint(condition=Q(fixed__gte=0, fee__gte=0), name="plan_batch_amounts"),
        ]


class Scenario(models.Model):
    """Terms under which the plan is solved, and what came of it when it was solved last.

    One scenario of a plan is adopted at a time. `follows`: the adopted one that it re-plans with least change, or the
    one that it was made of.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    revision = models.IntegerField(default=1, help_text="grows with every change of its terms and locks")

    budget = models.BigIntegerField(null=True, help_text="whole rupees; NULL: what the budget lines allocate")
    away = models.SmallIntegerField(null=True, help_text="most per cent of an office that may be away on one day")
    days = models.SmallIntegerField(null=True, help_text="most days of training of one person")
    teaching = models.SmallIntegerField(null=True, help_text="most days of teaching of one who teaches")
    travel = models.BigIntegerField(default=0, help_text="whole rupees for whoever is sent to another State")
    far = models.BooleanField(default=True, help_text="people are sent to other States")
    women = models.SmallIntegerField(null=True, help_text="least per cent of all seats")
    reserved = models.SmallIntegerField(null=True, help_text="least per cent for SC and ST")
    weights = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Weights], default="rank")
    lens = models.CharField(max_length=10, blank=True, help_text="competencies of this lens count twice")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    replans = models.BooleanField(default=False, help_text="keeps what it follows wherever it can")

    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ScenarioState], default=ScenarioState.NEW.value
    )
    run = models.UUIDField(null=True, help_text="of the job whose answer is awaited or was kept")
    asked_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)  # when what it is solved from was read: what came later is not in it
    as_on = models.DateField(null=True, help_text="the day of the people and levels that it was solved from")
    inputs = models.CharField(max_length=64, blank=True, help_text="digest of what it was solved from")
    people = models.IntegerField(default=0)
    wanted = models.IntegerField(default=0, help_text="pairs of a person and a training that she needs")
    given = models.IntegerField(default=0)
    points = models.FloatField(default=0)
    bound = models.FloatField(default=0, help_text="no plan wins more")
    value = models.FloatField(default=0, help_text="what is compared with the bound")
    cost = models.BigIntegerField(default=0)
    prices = models.JSONField(default=list, help_text="[kind, what it is about, points of one more]")
    conflicts = models.JSONField(default=list, help_text="kinds of rules one of which has to give")
    lost = models.JSONField(default=list, help_text="[number of a batch, people]: locked seats that cannot be any more")

    adopted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    replaced_at = models.DateTimeField(null=True, help_text="when another one was adopted in its place")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="plan_scenario_name"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(adopted_at__isnull=False, replaced_at__isnull=True),
                name="plan_scenario_one_adopted",
            ),
            models.CheckConstraint(
                condition=(Q(away__isnull=True) | Q(away__gte=1, away__lte=100))
                & (Q(women__isnull=True) | Q(women__gte=1, women__lte=100))
                & (Q(reserved__isnull=True) | Q(reserved__gte=1, reserved__lte=100)),
                name="plan_scenario_shares",
            ),
        ]  # fmt: skip


class ScenarioBatch(models.Model):
    """What a scenario says of a batch; of most it says nothing: the solver decides."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=4, help_text="in (an extra one is considered), held, out")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "batch"], name="scenario_batch_once")]


class SeatLock(models.Model):
    """That a person stays in a batch whatever else is decided."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "person", "batch"], name="scenario_seat_lock_once")]


class Allotment(models.Model):
    """A person and a training that she needs in an outcome: the batch that she is given, or why she has none."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    intervention = models.ForeignKey("capacity.Intervention", on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, null=True, related_name="+")
    points = models.FloatField()
    must = models.BooleanField(default=False, help_text="an order in force asks for it")
    cost = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=10, blank=True)
    nearest = models.ForeignKey(Batch, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "person", "intervention"], name="allotment_once"),
            models.CheckConstraint(
                condition=Q(batch__isnull=False, reason="") | (Q(batch__isnull=True) & ~Q(reason="")),
                name="allotment_seat_or_reason",
            ),
        ]


class BatchResult(models.Model):
    """A batch in an outcome."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    held = models.BooleanField()
    people = models.IntegerField()
    price = models.FloatField(default=0, help_text="points that one more seat would win")
    mandate = models.UUIDField(null=True, help_text="the draft order that was made of its adopted list")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "batch"], name="batch_result_once")]
