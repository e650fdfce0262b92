"""What evidence rests on: policies of the level engine, instruments, claims that a person judges, contests."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karmayogi.competencies.types import Source
from karmayogi.kernel.ids import uuid7

SOURCE_CHOICES = [(source.value, source.value) for source in Source]


class LevelPolicy(models.Model):
    """The numbers of the level engine. A published one is frozen (by a trigger); the newest is in force."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    number = models.IntegerField(unique=True)
    basis = models.TextField(help_text="why these numbers, and whose decision they are")
    enough = models.FloatField(help_text="support from which a level is shown")
    contrary = models.FloatField(help_text="share of a fresher, stronger row below that is taken away")
    confirm = models.FloatField(help_text="share that each further kind of source adds")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enough__gt=0, enough__lt=1, contrary__gte=0, contrary__lte=1, confirm__gte=0)
                & Q(confirm__lte=1),
                name="policy_shares",
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True) | Q(published_by__isnull=True) | ~Q(made_by_id=F("published_by_id")),
                name="policy_second_person",
            ),
        ]


class LevelPolicySource(models.Model):
    policy = models.ForeignKey("competencies.LevelPolicy", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=25, choices=SOURCE_CHOICES)
    weight = models.FloatField()
    half_life_days = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "source"], name="policy_source_once"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lt=1), name="policy_weight"),
            models.CheckConstraint(condition=Q(half_life_days__gte=1), name="policy_half_life"),
        ]


class LevelRun(models.Model):
    """Levels of many worked out with a policy: as a preview (nothing is written but counts) or for good.

    Goes from person to person by id; `after_person_id` is where it goes on after a break.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    policy = models.ForeignKey("competencies.LevelPolicy", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[("preview", "preview"), ("recompute", "recompute")])
    scope_path = models.TextField(db_collation="C", blank=True, help_text="'' is everybody with evidence")
    on = models.DateField(help_text="the day as on which levels are worked out")
    after_person_id = models.BigIntegerField(default=0)
    persons = models.IntegerField(default=0, help_text="to do in all")
    persons_done = models.IntegerField(default=0)
    pairs_done = models.BigIntegerField(default=0)
    up = models.BigIntegerField(default=0)
    down = models.BigIntegerField(default=0)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["policy_id", "kind", "-id"], name="level_run_policy")]


class LevelMove(models.Model):
    """Of a run: how many levels go up and down, by office or by competency, in levels and in persons."""

    run = models.ForeignKey("competencies.LevelRun", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=12, help_text="office or competency")
    key = models.TextField(db_collation="C", help_text="path of the office, or id of the competency")
    up = models.IntegerField()
    down = models.IntegerField()
    persons = models.IntegerField(help_text="whose level moves")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "part", "key"], name="level_move_once")]


class LevelMoveSample(models.Model):
    """One level that a run moves, to be explained on the screen without saying whose it is."""

    run = models.ForeignKey("competencies.LevelRun", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.CASCADE, related_name="+")
    was = models.SmallIntegerField()
    now = models.SmallIntegerField()


class Instrument(models.Model):
    """What a proof is made with, in versions. A withdrawn one takes its evidence out of the levels, with the reason."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=25, choices=SOURCE_CHOICES)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160, blank=True)
    name_ur = models.CharField(max_length=160, blank=True)
    issuers = ArrayField(
        models.CharField(max_length=300), default=list, help_text="DIDs whose signed credentials count without a reader"
    )
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
            # At most one version of an instrument is in use.
            models.UniqueConstraint(
                fields=["code"], condition=Q(withdrawn_at__isnull=True), name="instrument_one_in_use"
            ),
        ]


class InstrumentLine(models.Model):
    """A line of a checklist: something that can be seen or not seen."""

    instrument = models.ForeignKey("competencies.Instrument", on_delete=models.CASCADE, related_name="+")
    position = models.SmallIntegerField()
    text_en = models.CharField(max_length=200)
    text_hi = models.CharField(max_length=200, blank=True)
    text_ur = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "position"], name="instrument_line_once")]


class Proof(models.Model):
    """A claim of a person that somebody judges against the descriptors, or an observation somebody made of her work."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey("competencies.Instrument", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", blank=True, help_text="her office when it was asked")
    claimed_level = models.SmallIntegerField()
    statement = models.TextField(blank=True)
    happened_on = models.DateField(help_text="when the work was done or the certificate given")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    check_result = models.CharField(
        max_length=20, blank=True, help_text="what the machine found of a signed credential"
    )
    check_issuer = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_level = models.SmallIntegerField(null=True)
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            # Her own claims, newest first.
            models.Index(fields=["person_id", "-id"], name="proof_person"),
            # What waits in an office, longest waiting first.
            models.Index(fields=["organisation_path", "id"], name="proof_waiting", condition=Q(status="waiting")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(claimed_level__gte=1, claimed_level__lte=5), name="proof_level"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by_id=F("person_id")), name="proof_not_by_herself"
            ),
        ]


class ProofCheck(models.Model):
    """One line of the checklist of an observation, as it was seen."""

    proof = models.ForeignKey("competencies.Proof", on_delete=models.CASCADE, related_name="+")
    line = models.ForeignKey("competencies.InstrumentLine", on_delete=models.PROTECT, related_name="+")
    seen = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proof", "line"], name="proof_check_once")]


class Contest(models.Model):
    """A person's objection to a row of evidence about her, and what was decided. Open: the row does not count."""

    class Status(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"  # she was right: the row is withdrawn
        DISMISSED = "dismissed"  # the row counts again

    uuid = models.UUIDField(default=uuid7, unique=True)
    evidence = models.ForeignKey("competencies.Evidence", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", blank=True, help_text="her office when she contested")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    due_on = models.DateField(help_text="day by which it has to be decided")
    raised = models.SmallIntegerField(default=0, db_default=0, help_text="offices it went up, not decided in time")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True, help_text="the reasons, for her to read")

    class Meta:
        indexes = [
            # Her own, newest first.
            models.Index(fields=["person_id", "-id"], name="contest_person"),
            # The reviewers' list: those due first.
            models.Index(fields=["due_on", "id"], name="contest_open", condition=Q(status="open")),
        ]
        constraints = [
            # A row is contested once: a decided contest is not opened again.
            models.UniqueConstraint(fields=["evidence"], name="contest_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by_id=F("person_id")), name="contest_not_by_herself"
            ),
        ]
