from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class BudgetLine(models.Model):
    """Salary head and training allocation of a scheme in the year, in whole rupees, as the ministry says."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    thread = models.UUIDField(default=uuid7, help_text="the same line in each version of the plan")
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+")
    scheme = models.CharField(max_length=200)
    head = models.CharField(max_length=60, help_text="head of account")
    salary = models.BigIntegerField()
    training = models.BigIntegerField()
    sanction = models.CharField(max_length=120, help_text="number of the sanction")
    sanctioned_on = models.DateField()
    valid_until = models.DateField(help_text="last day on which the sanction can be spent")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(salary__gte=0, training__gte=0), name="plan_budget_amounts"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("sanctioned_on")), name="plan_budget_days"),
            models.UniqueConstraint(fields=["plan", "thread"], name="plan_budget_thread"),
        ]


class Intervention(models.Model):
    """What the plan does about its needs: a training, or something else under one of the other headings."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    thread = models.UUIDField(default=uuid7, help_text="the same intervention in each version of the plan")
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    heading = models.CharField(max_length=20, help_text="of engine.headings; says the pillar")
    training = models.BooleanField()
    title_en = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    title_ur = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=1000, blank=True)
    owner = models.CharField(max_length=200, help_text="who answers for it: a designation")
    owner_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    owner_post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, null=True, related_name="+")
    quarter = models.SmallIntegerField()
    mode = models.CharField(max_length=10)
    provider = models.CharField(max_length=200, blank=True)
    made_by_provider = models.ForeignKey("learning.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    seats = models.IntegerField(default=0)
    cost = models.BigIntegerField(default=0, help_text="whole rupees")
    budget = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="+")
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, null=True, related_name="+")
    mandate = models.UUIDField(null=True, help_text="the draft order that was made of it")
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_intervention_number"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="plan_intervention_quarter"),
            models.CheckConstraint(condition=Q(seats__gte=0, cost__gte=0), name="plan_intervention_amounts"),
            # Cost is charged to something, or there is none.
            models.CheckConstraint(condition=Q(cost=0) | Q(budget__isnull=False), name="plan_intervention_charged"),
            models.CheckConstraint(
                condition=Q(owner_person__isnull=True) | Q(owner_post__isnull=True), name="plan_intervention_one_owner"
            ),
            models.UniqueConstraint(fields=["plan", "thread"], name="plan_intervention_thread"),
        ]


class Answer(models.Model):
    """A need that an intervention answers; without a designation: of all that need the competency."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="+", db_index=False)
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "competency", "designation"], nulls_distinct=False, name="plan_answer_once"
            )
        ]


class CalendarEntry(models.Model):
    """Days on which an intervention happens; within the year of the plan."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    seats = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on"), seats__gte=0), name="plan_calendar_days")
        ]
