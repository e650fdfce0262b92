from django.db import models
from django.db.models import Q


class SealedPaper(models.Model):
    """A test that was drawn for a person and a device, given out locked. Its key is handed over at the start alone.

    It holds no answers and neither does what was given out. Its uuid becomes that of the attempt.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    uuid = models.UUIDField(unique=True)
    paper = models.ForeignKey("assessment.Paper", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey("people.Device", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    key = models.BinaryField(help_text="AES-256, of this paper alone")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the questions as they were given out")
    given_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    seen = models.JSONField(
        default=dict, help_text="newest place in the device's list and when it was saved, by number of the question"
    )

    class Meta:
        constraints = [
            # Fetched again, an unopened one gives way.
            models.UniqueConstraint(
                fields=["person", "paper"], name="sealed_unopened_once", condition=Q(opened_at__isnull=True)
            ),
        ]
