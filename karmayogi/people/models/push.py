from django.db import models
from django.db.models import Q

from karmayogi.people.models.person import Person


class PushKey(models.Model):
    """The public half of a P-256 key with which push services know us (RFC 8292). The private half lies in a file under
    KEYS_ROOT, never in the database. A device answers to the key that it was turned on with, so rows stay."""

    kid = models.CharField(max_length=40, unique=True)
    public = models.CharField(max_length=87, unique=True, help_text="point, uncompressed, base64url")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, help_text="since when no device is turned on with it; NULL: in use")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.expressions.Value(1), condition=Q(valid_to__isnull=True), name="push_key_one_in_use"
            ),
        ]


class PushDevice(models.Model):
    """A browser that shows push messages of one person. Which session it is signed in with says Session.push_device_id.
    Deleted when it is turned off or its push service knows it no more: the address is a secret of that browser."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(unique=True)
    name = models.CharField(max_length=100, help_text="browser and system, in words")
    endpoint = models.CharField(max_length=1000, unique=True, help_text="address at its push service")
    p256dh = models.CharField(max_length=87, help_text="its public key: P-256 point, uncompressed, base64url")
    auth = models.CharField(max_length=22, help_text="16 bytes shared with it, base64url")
    key = models.ForeignKey(PushKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="last time that its push service took a message")
