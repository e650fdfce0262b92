from django.db import models
from django.db.models import Q


class PaperKey(models.Model):
    """A certificate (X.509) with which papers are signed, or the local authority that signed that certificate.

    The private halves lie in files under KEYS_ROOT, never in the database. Rows stay: old papers keep verifying.
    """

    class Part(models.TextChoices):
        AUTHORITY = "authority"
        SIGNER = "signer"

    kid = models.CharField(max_length=40, unique=True, help_text="name of the key's file, e.g. p-3f2a9c…")
    part = models.CharField(max_length=10, choices=Part)
    certificate = models.TextField(help_text="PEM")
    issuer = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, help_text="since when it signs no more; NULL for the one that signs")

    class Meta:
        constraints = [
            # At most one authority and one signer at any time, whoever rotates at the same moment.
            models.UniqueConstraint(fields=["part"], condition=Q(valid_to__isnull=True), name="paper_one_signs"),
        ]
