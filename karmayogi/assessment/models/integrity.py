from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7

KINDS = ("fast_lessons", "fast_test", "same_answers", "shared_device")


class DeviceTrace(models.Model):
    """From what looks like which device a test was handed in: a keyed hash, for that test alone, deleted after the time
    of the policy (a month)."""

    attempt = models.OneToOneField("assessment.Attempt", on_delete=models.CASCADE, primary_key=True, related_name="+")
    paper = models.ForeignKey("assessment.Paper", on_delete=models.CASCADE, related_name="+", db_index=False)
    device = models.CharField(max_length=64, help_text="HMAC-SHA-256, see engine/integrity/device.py")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Who else, in a window of time.
            models.Index(fields=["paper", "device", "noted_at"], name="device_same"),
            # What is older than the time for which it may be kept.
            models.Index(fields=["noted_at"], name="device_age"),
        ]


class IntegritySignal(models.Model):
    """Something out of the ordinary about one completion, found by a rule of a version of the policy. Not a judgement:
    a signal has an innocent reading too. Nobody else is named in it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14)
    ref_uuid = models.UUIDField(help_text="of the attempt, or of the enrolment where it is about lessons")
    strong = models.BooleanField(help_text="so far from the ordinary that a re-check may follow from it alone")
    measure = models.FloatField(help_text="share of the plausible time; seconds a question; same wrong answers; people")
    chance = models.FloatField(null=True, help_text="pairs like it expected by chance among all that were compared")
    detail = models.JSONField(help_text="the numbers of the sentence that explains it")
    policy = models.SmallIntegerField()
    happened_at = models.DateTimeField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref_uuid", "kind", "policy"], name="signal_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="signal_kind"),
        ]
        indexes = [
            # Strong ones that may lead to a re-check, newest runs first.
            models.Index(fields=["found_at"], name="signal_strong", condition=Q(strong=True)),
        ]


class IntegrityRate(models.Model):
    """Of one office alone, without those below: who completed something in the year, and how many of them have a signal
    of a kind. Counted anew by each run."""

    path = models.TextField(db_collation="C")
    kind = models.CharField(max_length=14)
    people = models.IntegerField(help_text="who completed a course")
    marked = models.IntegerField(help_text="of them, with a signal of the kind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "kind"], name="integrity_rate_once")]


class IntegrityRun(models.Model):
    """One run of all rules: what it looked at, so that the next goes on from there."""

    policy = models.SmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    found = models.JSONField(help_text="new signals by kind; re-checks asked; what was left out")
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="integrity_until")]


class Recheck(models.Model):
    """Three questions after a strong signal. What it leads to is about the completion, never about the person."""

    class State(models.TextChoices):
        OPEN = "open"  # asked, or running
        CLEARED = "cleared"  # answered well: a false alarm
        UNCONFIRMED = "unconfirmed"  # not answered well, or not in time; an appeal may be open
        RESTORED = "restored"  # an appeal was upheld: a false alarm
        CALLED_OFF = "called_off"  # taken back by the platform: no case

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    enrolment = models.OneToOneField("learning.Enrolment", on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey("assessment.IntegritySignal", on_delete=models.PROTECT, related_name="+", db_index=False)
    policy = models.SmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="to be begun until then")
    begun_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True, help_text="of its own time; what is sent later does not count")
    closed_at = models.DateTimeField(null=True, help_text="answered, or not in time")
    right = models.SmallIntegerField(null=True, help_text="null: not taken")
    appeal = models.CharField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    upheld = models.BooleanField(null=True)
    decision = models.CharField(max_length=1000, blank=True, help_text="reason of the decision, or of calling it off")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True, ends_at__isnull=True)
                | Q(begun_at__isnull=False, ends_at__isnull=False),
                name="recheck_begun_ends",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(closed_at__isnull=True, right__isnull=True, decided_at__isnull=True),
                name="recheck_open_is_open",
            ),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True) | Q(decided_at__isnull=False, appealed_at__isnull=False),
                name="recheck_decided_appeal",
            ),
        ]
        indexes = [
            # What is overdue, for the job.
            models.Index(fields=["due_at"], name="recheck_open", condition=Q(state="open")),
            # Appeals that wait.
            models.Index(
                fields=["appealed_at"],
                name="recheck_appealed",
                condition=Q(appealed_at__isnull=False, decided_at__isnull=True),
            ),
        ]


class RecheckQuestion(models.Model):
    """One of its questions, with the order of its options and the answer."""

    pk = models.CompositePrimaryKey("recheck_id", "position")
    recheck = models.ForeignKey("assessment.Recheck", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    shown = ArrayField(models.CharField(max_length=30), help_text="keys of the options in the order of the page")
    chosen = ArrayField(models.TextField(), default=list)
    correct = models.BooleanField(null=True, help_text="null until marked")
