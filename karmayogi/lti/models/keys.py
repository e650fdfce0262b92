from django.db import models
from django.db.models import Q


class LtiKey(models.Model):
    """The public half of an RSA key. The private half lies in a file under KEYS_ROOT, never in the database."""

    kid = models.CharField(max_length=40, unique=True)
    public = models.JSONField(help_text="JWK")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, help_text="since when it signs no more; NULL for the one that signs")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.expressions.Value(1), condition=Q(valid_to__isnull=True), name="lti_key_one_signs"
            ),
        ]


class KeySet(models.Model):
    """Keys of a tool or platform as last fetched from its address."""

    url = models.CharField(max_length=500, unique=True)
    document = models.JSONField()
    fetched_at = models.DateTimeField()
    tried_at = models.DateTimeField()


class Spent(models.Model):
    """A token id or nonce of the other side that was used: it is not taken twice. Removed after it has expired."""

    issuer = models.CharField(max_length=500)
    value = models.CharField(max_length=64, help_text="SHA-256")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "value"], name="lti_spent_once")]
