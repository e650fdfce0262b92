from django.db import models

from karmayogi.people.models.account import Account


class KeptForm(models.Model):
    """What somebody had typed when the session ended. Encrypted with a key that only the browser has, for an hour."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key_digest = models.CharField(max_length=64, help_text="sha-256 of the browser's key")
    content = models.BinaryField(help_text="Fernet over msgspec: people.types.KeptForm")
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Purged by age.
            models.Index(fields=["kept_at"], name="kept_form_age"),
        ]
