from django.db import models
from django.db.models import Q


class SigningKey(models.Model):
    """The public half of an Ed25519 key. The private half lies in a file under KEYS_ROOT, never in the database.

    Rows stay for ever: what was signed with a retired key still has to be verified.
    """

    kid = models.CharField(max_length=40, unique=True, help_text="fragment of the key's address, e.g. k-3f2a9c…")
    public = models.CharField(max_length=80, unique=True, help_text="multibase Multikey, z6Mk…")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, help_text="since when it signs no more; NULL for the one that signs")

    class Meta:
        constraints = [
            # At most one key signs at any time, whoever rotates at the same moment.
            models.UniqueConstraint(
                models.expressions.Value(1), condition=Q(valid_to__isnull=True), name="key_one_signs"
            ),
        ]

    def __str__(self) -> str:
        return self.kid
