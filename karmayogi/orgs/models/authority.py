from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class DelegatedAuthority(models.Model):
    """A role over an organisation and all below it, for a period, granted by somebody who holds it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, help_text="a code of kernel.access.Role")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    while_on_post = models.ForeignKey(
        "orgs.Post", on_delete=models.PROTECT, null=True, related_name="+", help_text="ends when she leaves this post"
    )
    granted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # On every request of a signed-in person: what may she do?
            models.Index(fields=["person_id"], name="authority_person"),
            # Who holds what in this subtree; who sees a person, and why.
            models.Index(fields=["path"], name="authority_path"),
        ]


class AuthorityProposal(models.Model):
    """A powerful role that waits for a second holder: whoever proposes cannot approve, nobody gives it to herself."""

    class Status(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, help_text="a code of kernel.access.Role")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    while_on_post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=200, blank=True, help_text="what the second person said")
    authority = models.ForeignKey("orgs.DelegatedAuthority", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation"], name="authority_proposed_once", condition=Q(status="open")
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | ~Q(decided_by=F("proposed_by")), name="authority_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("person")) & (~Q(status="approved") | ~Q(decided_by=F("person"))),
                name="authority_not_to_oneself",
            ),
        ]
