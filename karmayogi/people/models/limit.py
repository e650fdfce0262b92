from django.db import models


class Limit(models.Model):
    """What must be counted over all web workers for a short while: rate limits, used codes. Unlogged: a crash may
    empty it."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            # The hourly purge.
            models.Index(fields=["expires_at"], name="limit_expires"),
        ]
