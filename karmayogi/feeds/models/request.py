from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class ProfileRequest(models.Model):
    """What an officer asks her office to correct, or the office that gains her to confirm.

    Returned is not the end: she answers by sending it again as a new row, as often as needed.
    """

    class Kind(models.TextChoices):
        CORRECT = "correct"
        TRANSFER = "transfer"

    class Status(models.TextChoices):
        PENDING = "pending"
        APPROVED = "approved"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    field = models.CharField(max_length=20, help_text="of the record; designation and transfer change the post")
    was = models.CharField(max_length=250, blank=True)
    wanted = models.CharField(max_length=250, help_text="as shown; for a day in ISO form")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", help_text="the office that decides"
    )
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    effective_on = models.DateField(null=True, help_text="of a transfer: her first day in the office that gains her")
    order_number = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    comment = models.CharField(max_length=500, blank=True, help_text="of the office, when it returns the request")
    again_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], name="profile_request_one_open", condition=Q(status="pending")
            ),
        ]
        indexes = [
            # The queue of an office, oldest first.
            models.Index(fields=["path", "id"], name="profile_request_queue", condition=Q(status="pending")),
            # One's own requests.
            models.Index(fields=["person", "-id"], name="profile_request_person"),
        ]
