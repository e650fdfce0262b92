from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class VenueSeal(models.Model):
    """That the papers of a sitting may be taken to a place without network. The start code follows from the secret;
    another secret makes everything that is kept on phones worthless."""

    sitting = models.OneToOneField(
        "assessment.ProctoredSitting", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    secret = models.BinaryField()
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()


class VenueDuty(models.Model):
    """The page of a proctor on one device: what it sends was noted at the sitting."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    sitting = models.ForeignKey("assessment.ProctoredSitting", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    device = models.ForeignKey("people.Device", on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text="when the start code was entered there, by its clock line")
    wrong_codes = models.SmallIntegerField(default=0, help_text="typed there before the right one, as the device says")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "device"], name="venue_duty_once")]


class VenuePaper(models.Model):
    """A paper that was drawn for a seat and given to a device, locked. Its uuid becomes that of the attempt, which is
    made when the answers are here: until then nothing of it runs on the server."""

    uuid = models.UUIDField(unique=True)
    seat = models.ForeignKey("assessment.Seat", on_delete=models.CASCADE, related_name="+", db_index=False)
    device = models.ForeignKey("people.Device", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    items = models.JSONField(help_text="what was drawn: number of the question, id, order of its options, section")
    form = models.CharField(max_length=1, blank=True)
    minutes = models.SmallIntegerField(help_text="hers, as the phone was told")
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, help_text="another was fetched, or another start code made")
    wrong_codes = models.SmallIntegerField(default=0, help_text="typed there before the right one, as the device says")
    settled = models.CharField(max_length=10, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat"], name="venue_paper_once", condition=Q(replaced_at__isnull=True)),
            models.CheckConstraint(
                condition=Q(settled="", settled_at__isnull=True) | ~Q(settled="") & Q(settled_at__isnull=False),
                name="venue_settled_whole",
            ),
        ]
        indexes = [models.Index(fields=["seat"], name="venue_paper_seat")]


class VenueLine(models.Model):
    """What was done with such a paper: begun, answered, handed in. It waits until the paper is settled."""

    paper = models.ForeignKey("assessment.VenuePaper", on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.IntegerField(help_text="place in the device's list")
    link = models.CharField(max_length=64, help_text="SHA-256 of the line; the next one of the device names it")
    prev = models.CharField(max_length=64, blank=True, help_text="that of the line before it")
    kind = models.CharField(max_length=10)
    position = models.SmallIntegerField()
    post = models.JSONField()
    happened_at = models.DateTimeField(null=True, help_text="null where the phone's clock was set meanwhile")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "seq"], name="venue_line_once")]
