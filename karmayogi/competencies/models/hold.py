from django.db import models
from django.db.models import Q


class EvidenceHold(models.Model):
    """A proof that is not confirmed: its rows stay, and count for nothing until it is released (`contested_at` keeps
    them out, as a contest does). The reason is read by the person."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    ref_kind = models.CharField(max_length=40)
    ref_uuid = models.UUIDField(help_text="as on the evidence: an enrolment, an attempt")
    reason = models.CharField(max_length=300)
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "ref_kind", "ref_uuid"], condition=Q(released_at__isnull=True), name="hold_open_once"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="hold_person")]
