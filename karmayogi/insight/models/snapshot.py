from django.db import models

from karmayogi.kernel.ids import uuid7


class Snapshot(models.Model):
    """The figures of one day as they were shown, signed. The database refuses to change or remove a row (0002).

    The signed text is what counts; columns are copies, for lists. One that disagrees with it is found at checking.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=100, unique=True)
    on = models.DateField(help_text="the day in India that the figures describe")
    as_on = models.DateTimeField(help_text="everything committed before this moment is counted")
    frozen_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document without its proof, hex")
    marks = models.JSONField(help_text="highest id of each source when it was frozen: what is above came later")
    document = models.TextField(help_text="the signed JSON")

    class Meta:
        db_table = "insight_snapshot"

    def __str__(self) -> str:
        return self.name
