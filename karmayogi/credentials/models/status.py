from django.db import models

from karmayogi.kernel.ids import uuid7


class StatusList(models.Model):
    """One bit per certificate: set once it is revoked (W3C Bitstring Status List v1.0).

    Places are handed out by the database sequence credentials_status_place (migration 0002), number // 131,072 being
    `number` here and the rest the place in it. A counter in this row would make every completion in the country wait
    for the one before it to commit; a sequence does not, and a place lost by a rollback costs one bit.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    number = models.BigIntegerField(unique=True, help_text="0 for the first list")
    purpose = models.CharField(max_length=20, default="revocation")
    bits = models.BinaryField(help_text="131,072 bits, place 0 is the highest bit of the first byte")
    signed = models.TextField(help_text="the list as a signed credential, as it is served")
    updated_at = models.DateTimeField()
