from django.contrib.postgres.fields import ArrayField
from django.db import models

from karmayogi.capacity.types import ScenarioState
from karmayogi.kernel.ids import uuid7


class StressTest(models.Model):
    """Whether the posts of the plan's organisation are ready for a scheme on a day, and the cheapest of the plan's
    batches before it that make them so."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    plan = models.ForeignKey("capacity.Plan", on_delete=models.CASCADE, related_name="+", db_index=False)
    scheme = models.ForeignKey("competencies.Scheme", on_delete=models.PROTECT, related_name="+", db_index=False)
    designation = models.ForeignKey(
        "orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="only posts of this one",
    )  # fmt: skip
    by_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ScenarioState], default=ScenarioState.WAITING.value
    )
    run = models.UUIDField()
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    as_on = models.DateField(help_text="the day of posts, holders and levels")
    posts = models.IntegerField(default=0)
    unready = models.IntegerField(default=0)
    vacant = models.IntegerField(default=0, help_text="of these: nobody holds them")
    trained = models.IntegerField(default=0, help_text="of these: made ready by the training proposed")
    most = models.IntegerField(default=0, help_text="more than that cannot be made ready")
    cost = models.BigIntegerField(default=0)
    least_cost = models.BigIntegerField(default=0, help_text="for as many posts none is cheaper")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "scheme", "designation", "by_on"], nulls_distinct=False, name="stress_test_once"
            )
        ]


class StressPost(models.Model):
    """A post that is not ready: who holds it, what she lacks, and the batches that would make it ready."""

    test = models.ForeignKey(StressTest, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("orgs.Post", on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    lacks = models.JSONField(default=list, help_text="[competency id, level shown, level asked]")
    batches = ArrayField(models.IntegerField(), default=list, help_text="numbers of the batches")
    trained = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["test", "post"], name="stress_post_once")]
