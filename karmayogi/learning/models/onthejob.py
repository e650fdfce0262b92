"""Learning at work: what an officer writes, and the check whether a course was applied."""

from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7
from karmayogi.learning.engine.onthejob.terms import ENTRY_KINDS


class JobEntry(models.Model):
    """Something learned at work, as its officer wrote it; who was there confirms it or says no. Never written over:
    another try is a row of its own that follows this one."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ENTRY_KINDS])
    begun_on = models.DateField()
    ended_on = models.DateField(help_text="last day")
    minutes = models.SmallIntegerField(help_text="as the officer says")
    words = models.TextField()
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file_name = models.CharField(max_length=200, blank=True)
    witness = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation_path = models.TextField(db_collation="C", blank=True, help_text="where the officer serves; '' nowhere")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    confirmed_minutes = models.SmallIntegerField(null=True)
    level = models.SmallIntegerField(null=True, help_text="that it showed, where the witness can say")
    note = models.TextField(blank=True, help_text="words of the witness")
    withdrawn_at = models.DateTimeField(null=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "id"], name="job_entry_person"),
            models.Index(fields=["witness", "state", "id"], name="job_entry_witness"),
            # The signal of an office: confirmed entries of a year below a path. Whole, for offices that move.
            models.Index(fields=["organisation_path", "decided_at"], name="job_entry_office"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(witness=F("person")), name="job_entry_by_another"),
            models.CheckConstraint(condition=Q(begun_on__lte=F("ended_on")), name="job_entry_days"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="job_entry_minutes"),
            models.CheckConstraint(
                condition=Q(confirmed_minutes__isnull=True)
                | Q(confirmed_minutes__gt=0, confirmed_minutes__lte=F("minutes")),
                name="job_entry_confirmed_minutes",
            ),
            models.UniqueConstraint(
                fields=["follows"], condition=Q(follows__isnull=False), name="job_entry_follows_once"
            ),
        ]


class ApplicationCheck(models.Model):
    """Whether a completed course was applied at work. One a completed enrolment; taking part is free."""

    class State(models.TextChoices):
        OPEN = "open"
        ASKED = "asked"
        SHOWN = "shown"
        NOT_SHOWN = "not_shown"
        APPEALED = "appealed"
        REFUSED = "refused"
        LAPSED = "lapsed"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.OneToOneField("learning.Enrolment", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation_path = models.TextField(db_collation="C", blank=True, help_text="where the officer serves; '' nowhere")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closes_on = models.DateField(help_text="last day on which the officer can write")
    decided_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_reason = models.TextField(blank=True, help_text="'' where no peers could be found in time")
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "id"], name="check_person"),
            models.Index(fields=["state", "closes_on"], name="check_open", condition=Q(state__in=("open", "asked"))),
            models.Index(fields=["organisation_path", "id"], name="check_appeals", condition=Q(state="appealed")),
            models.Index(fields=["organisation_path"], name="check_office"),  # for offices that move
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")), name="check_by_another"
            ),
        ]


class ApplicationTry(models.Model):
    """What the officer says was applied, first and second time. Never written over."""

    check_of = models.ForeignKey(
        "learning.ApplicationCheck", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    number = models.SmallIntegerField()
    words = models.TextField()
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seed = models.UUIDField(help_text="of the draw: with it anybody who looks after the copy can draw again")
    sent_at = models.DateTimeField()
    shown = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "number"], name="application_try_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=2), name="application_try_number"),
        ]


class PeerAsk(models.Model):
    """A peer drawn for a try. Who it was is told to nobody but the peer."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ANSWERED = "answered"
        DECLINED = "declined"
        LATE = "late"
        SPARED = "spared"

    uuid = models.UUIDField(default=uuid7, unique=True)
    attempt = models.ForeignKey("learning.ApplicationTry", on_delete=models.CASCADE, related_name="+", db_index=False)
    peer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answers = models.JSONField(default=list, help_text="yes or no to each question of the rubric, in its order")
    shown = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["peer", "state", "id"], name="peer_ask_peer"),
            models.Index(fields=["due_on"], name="peer_ask_due", condition=Q(state="waiting")),
        ]
        constraints = [models.UniqueConstraint(fields=["attempt", "peer"], name="peer_ask_once")]
