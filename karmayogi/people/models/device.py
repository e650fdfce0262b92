from django.db import models

from karmayogi.people.models.person import Person


class Device(models.Model):
    """A phone or computer on which somebody keeps lessons. The private half of the key never leaves it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField(unique=True)
    name = models.CharField(max_length=100, help_text="browser and system, in words")
    public_key = models.CharField(max_length=87, unique=True, help_text="P-256 point, uncompressed, base64url")
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="last time that something signed with its key arrived, or it was enrolled")
    revoked_at = models.DateTimeField(null=True)
