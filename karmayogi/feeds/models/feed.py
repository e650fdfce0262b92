from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class FeedSetting(models.Model):
    """How the feeds of an organisation are taken."""

    organisation = models.OneToOneField("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    breaker_percent = models.SmallIntegerField(default=10, help_text="stop when more than this would leave or move")
    system = models.CharField(max_length=60, default="eHRMS", help_text="whose codes the officers' codes are")
    wanted_percent = models.SmallIntegerField(null=True, help_text="a larger share that waits for a second person")
    wanted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(null=True, help_text="of the last raise; it counts for feeds sent a day later")
    percent_before = models.SmallIntegerField(null=True, help_text="what counts until then")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(breaker_percent__gte=1, breaker_percent__lte=100), name="feed_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_percent__isnull=True, wanted_by__isnull=True)
                | models.Q(wanted_percent__gt=models.F("breaker_percent"), wanted_by__isnull=False),
                name="feed_percent_wanted",
            ),
        ]


class Feed(models.Model):
    """One drop for a whole organisation: what it would change against the last accepted state, and what became of it.

    The bulk act carries the rows that change something; the counts of all rows are here.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    act_uuid = models.UUIDField(unique=True, help_text="of the bulk act that plans and applies it")
    trial = models.BooleanField(default=False, help_text="only to see the difference: cannot be applied")
    sha256 = models.CharField(max_length=64)
    before = models.IntegerField(
        default=0, help_text="officers in the last accepted state; before the first: those posted there"
    )
    joined = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    queued = models.IntegerField(default=0)
    limit_percent = models.SmallIntegerField(default=10)
    stopped = models.BooleanField(default=False, help_text="the circuit breaker: more leave or move than the limit")
    override_reason = models.CharField(max_length=500, blank=True)
    override_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    override_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Earlier feeds of an organisation, and whether one is on its way.
            models.Index(fields=["path", "-id"], name="feed_path"),
        ]


class FeedOfficer(models.Model):
    """The last accepted state: what the organisation's system said about an officer when it was last applied."""

    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, help_text="of the officer in that system")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    group = models.CharField(max_length=30, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True)
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="feed_officer_code")]
        indexes = [
            # Whether somebody is in the feed of an organisation.
            models.Index(fields=["person"], name="feed_officer_person"),
        ]
