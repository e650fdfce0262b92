from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Feed(models.Model):
    """An appraisal system that is told the standings of an organisation and all below it. No address: files only."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500, blank=True, help_text="where batches are posted; '': files only")
    public_key = models.CharField(max_length=60, help_text="Ed25519, base64url: what acknowledgements are signed with")
    next_at = models.DateTimeField()
    failures = models.IntegerField(default=0)
    parked = models.CharField(max_length=500, blank=True, help_text="why nothing is sent until somebody looks")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at__isnull=True), name="talent_feed_one_active"
            ),
        ]


class FeedBatch(models.Model):
    """What was sent at once: a signed text, kept as it was, and the signed answer."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", db_index=False)
    sequence = models.IntegerField()
    text = models.TextField(help_text="compact JWS")
    lines = models.IntegerField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="when it was last sent or taken as a file")
    tries = models.IntegerField(default=0)
    acknowledgement = models.TextField(blank=True, help_text="compact JWS of the other side")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "sequence"], name="talent_batch_sequence")]


class FeedLine(models.Model):
    """What is told of one officer's year. Never changed once it is in a batch: a correction is another line."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    year = models.ForeignKey("talent.AppraisalYear", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    standing = models.CharField(max_length=9, help_text="types.Standing, or 'left'")
    contested = models.BooleanField(default=False)
    prescribed = models.SmallIntegerField()
    done = models.SmallIntegerField()
    needed = models.SmallIntegerField()
    days = models.SmallIntegerField()
    test_on = models.DateField(null=True)
    eligible_on = models.DateField(null=True)
    as_on = models.DateField()
    state = models.CharField(max_length=8, default="waiting", help_text="waiting, sent, taken, refused")
    reason = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(FeedBatch, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "number"], name="talent_line_number")]
        indexes = [
            # What was told of somebody last.
            models.Index(fields=["year", "person", "-number"], name="talent_line_last"),
        ]
