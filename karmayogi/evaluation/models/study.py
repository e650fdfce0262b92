from django.db import models
from django.db.models import F, Q

from karmayogi.evaluation.models.service import ServiceIndicator
from karmayogi.evaluation.types import Design, State, WaveKind
from karmayogi.kernel.ids import uuid7


class Study(models.Model):
    """Whether training changed something, asked before it is known. From the signed plan on it only grows.

    secret: of the lot; in the plan stands its SHA-256. Told with the word once the lot is drawn.
    power, result: what a job worked out last, {} before; run: of the job whose answer is awaited.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=1000)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, null=True, related_name="+")
    design = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Design])
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in State], default=State.DRAFT.value
    )
    sample = models.IntegerField(help_text="units drawn in each stratum; 0: all")
    seats = models.IntegerField(help_text="units that can be treated, of a lottery")
    steps = models.SmallIntegerField(help_text="turns of a stepped wedge")
    effect = models.FloatField(help_text="smallest worth finding, in standard deviations of an answer")
    answers = models.IntegerField(help_text="in a unit and wave")
    icc = models.FloatField()
    stability = models.FloatField()
    alpha = models.FloatField()
    invented = models.BooleanField(default=False, help_text="made up to show how a study looks")
    secret = models.CharField(max_length=64)
    word = models.CharField(max_length=100, blank=True)
    plan = models.TextField(blank=True, help_text="the signed JSON")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the plan without issuer and proof")
    power = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    run = models.UUIDField(null=True)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sample__gte=0, seats__gte=0, steps__gte=1, steps__lte=12, answers__gte=1)
                & Q(effect__gt=0, icc__gte=0, icc__lt=1, stability__gte=0, stability__lt=1, alpha__gt=0, alpha__lt=1),
                name="evaluation_study_range",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, plan="") | (~Q(state=State.DRAFT.value) & ~Q(plan="")),
                name="evaluation_study_signed",
            ),
        ]


class StudyUnit(models.Model):
    """An office that can be in a study. turn: from which wave on it is treated, 0 never; NULL: not known, not drawn."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    stratum = models.CharField(max_length=60)
    given = models.SmallIntegerField(null=True, help_text="turn that others decided, where no lot is drawn")
    turn = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "code"], name="evaluation_unit_once")]


class StudyIndicator(models.Model):
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    definition = models.CharField(max_length=500)
    higher_is_better = models.BooleanField()
    primary = models.BooleanField()
    service = models.ForeignKey(ServiceIndicator, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="evaluation_indicator_once"),
            models.UniqueConstraint(fields=["study"], condition=Q(primary=True), name="evaluation_one_primary"),
        ]


class StudyWave(models.Model):
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in WaveKind])
    from_on = models.DateField()
    until_on = models.DateField(help_text="last day")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="evaluation_wave_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="evaluation_wave_days"),
        ]


class MeasureFile(models.Model):
    """What was brought for a wave. early, late: lines measured before or after the days of the plan."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+", db_index=False)
    wave = models.ForeignKey(StudyWave, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, help_text="of the file, or of the feed")
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()
    outside = models.IntegerField(help_text="lines measured on days that the plan does not name")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "wave", "sha256"], name="evaluation_file_once")]


class Measured(models.Model):
    """An indicator of a unit in a wave: the mean of its answers. Told anew by a later file, the earlier row stays."""

    file = models.ForeignKey(MeasureFile, on_delete=models.CASCADE, related_name="+", db_index=False)
    wave = models.ForeignKey(StudyWave, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(StudyUnit, on_delete=models.CASCADE, related_name="+", db_index=False)
    indicator = models.ForeignKey(StudyIndicator, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.FloatField()
    answers = models.IntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "unit", "indicator", "file"], name="evaluation_measured_once"),
        ]


class StudyNote(models.Model):
    """What happened, and where somebody says that it departs from the plan."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=10, help_text="make, change, sign, draw, bring, deviate, close")
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
