from django.db import models
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
    granted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # On every request of a signed-in person: what may she do?
            models.Index(fields=["person_id"], name="authority_person"),
        ]
