from django.db import models
from django.db.models import Q

from karmayogi.demand.models.lack import Counted, LackRow
from karmayogi.demand.types import LIVE, State
from karmayogi.kernel.ids import uuid7

STATES = [(one.value, one.value) for one in State]


class ContentRequest(Counted):
    """What a provider, or any of them, is asked to make, by when; with the figures of the day on which it was asked.

    provider: to whom it is put, or who took it; NULL: open to all.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    lack = models.ForeignKey(LackRow, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.ForeignKey("learning.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=STATES, default=State.OPEN.value)
    accepted = models.BooleanField(default=False, help_text="the provider said yes; also of one that lapsed since")
    due_on = models.DateField(help_text="the last day")
    note = models.CharField(max_length=1000, blank=True, help_text="to the provider")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    course = models.ForeignKey(
        "learning.Course", on_delete=models.PROTECT, null=True, related_name="+", help_text="that the provider names"
    )
    fulfilled_by = models.ForeignKey("learning.CourseVersion", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="of the last answer or decision")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lack"], condition=Q(state__in=[one.value for one in LIVE]), name="demand_request_one_live"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED.value) | Q(provider__isnull=False, accepted=True),
                name="demand_request_taken",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FULFILLED.value) | Q(fulfilled_by__isnull=False),
                name="demand_request_fulfilled",
            ),
        ]
        indexes = [
            # Earlier requests of a lack.
            models.Index(fields=["lack", "id"], name="demand_request_of_lack"),
            # What a night looks at, and the list by the nearest day.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=[one.value for one in LIVE]),
                name="demand_request_due",
            ),
        ]


class RequestStep(models.Model):
    """What happened to a request, as its page tells it. provider: who answered."""

    request = models.ForeignKey(ContentRequest, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(
        max_length=9, help_text="ask, accept, decline, link, short, lapse, extend, offer, end, close"
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey("learning.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    short = models.CharField(max_length=40, blank=True, help_text="of a published course: what it lacks")
    at = models.DateTimeField()
