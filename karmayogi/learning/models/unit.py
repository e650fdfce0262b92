from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class PackageUnit(models.Model):
    """An entry of a cmi5 course structure or of a tincan.xml: the course itself, a block, or a unit that is launched.

    Position 0 is the course. An entry stands below the last one before it that is less deep.
    """

    class Kind(models.TextChoices):
        COURSE = "course"
        BLOCK = "block"
        AU = "au"

    uuid = models.UUIDField(default=uuid7, unique=True, help_text="our identifier of the activity is made of it")
    package = models.ForeignKey("learning.Package", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    depth = models.SmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    iri = models.TextField(help_text="the publisher's id")
    titles = models.JSONField(help_text="by language tag, as the file says")
    descriptions = models.JSONField()
    objectives = models.JSONField(
        default=list, help_text="IRIs; of the course the objectives themselves with their texts"
    )
    url = models.TextField(blank=True, help_text="a path inside the package, or an absolute address")
    own_window = models.BooleanField(default=False)
    move_on = models.CharField(max_length=20)
    mastery = models.DecimalField(max_digits=5, decimal_places=4, null=True, help_text="scaled score, 0 to 1")
    activity_type = models.TextField(blank=True)
    launch_parameters = models.TextField(null=True)
    entitlement_key = models.TextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "position"], name="package_unit_position_once"),
            models.CheckConstraint(
                condition=Q(mastery__isnull=True) | Q(mastery__gte=0, mastery__lte=1), name="package_unit_mastery"
            ),
        ]


class Registration(models.Model):
    """A person in a part that is a course of units: what the specification calls the registration. One row for ever."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey("learning.Part", on_delete=models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="+", db_index=False)
    package = models.ForeignKey("learning.Package", on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_at = models.DateTimeField()
    satisfied_at = models.DateTimeField(null=True, help_text="every unit has met its moveOn, or was waived")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "part"], name="registration_once")]


class UnitState(models.Model):
    """What is known of a unit or block in a registration. It comes from a browser: a score is a claim (grade E0)."""

    pk = models.CompositePrimaryKey("registration_id", "unit_id")
    registration = models.ForeignKey(
        "learning.Registration", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    unit = models.ForeignKey("learning.PackageUnit", on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(null=True, help_text="when it was first initialized")
    completed_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="the last time")
    score = models.FloatField(null=True, help_text="scaled, the best one claimed")
    progress = models.SmallIntegerField(null=True, help_text="per cent, the last one claimed")
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    waived_reason = models.CharField(max_length=30, blank=True)
    satisfied_at = models.DateTimeField(null=True)


class LaunchSession(models.Model):
    """From the launch of a unit until it is terminated or abandoned. `…_on_clock`: by the unit's clock."""

    class State(models.TextChoices):
        OPEN = "open"
        TERMINATED = "terminated"
        ABANDONED = "abandoned"

    uuid = models.UUIDField(default=uuid7, unique=True, help_text="the session id of statements")
    registration = models.ForeignKey("learning.Registration", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("learning.PackageUnit", on_delete=models.PROTECT, related_name="+", db_index=False)
    mode = models.CharField(max_length=6, help_text="Normal, Browse, Review")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    launched_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="its credential works until then at most")
    client_uuid = models.UUIDField(null=True, unique=True, help_text="its credential, once it was fetched")
    fetched_at = models.DateTimeField(null=True)
    initialized_on_clock = models.DateTimeField(null=True)
    last_on_clock = models.DateTimeField(null=True, help_text="the latest timestamp of its statements")
    terminated_on_clock = models.DateTimeField(null=True)
    said = ArrayField(models.CharField(max_length=12), default=list, help_text="verbs that may come once in a session")
    heard_at = models.DateTimeField(null=True, help_text="when its last statement was taken")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="launch_session_end_has_time",
            ),
            # A new launch abandons the one before.
            models.UniqueConstraint(fields=["registration"], condition=Q(state="open"), name="launch_session_one_open"),
        ]
        indexes = [
            # The job that abandons those whose credential is over.
            models.Index(fields=["expires_at"], name="launch_session_over", condition=Q(state="open")),
        ]


class LaunchRefusal(models.Model):
    """How often statements of a session were refused, by the rule that they broke."""

    pk = models.CompositePrimaryKey("session_id", "rule")
    session = models.ForeignKey("learning.LaunchSession", on_delete=models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=30)
    count = models.IntegerField(default=1)
    text = models.TextField(help_text="what was answered the last time")
    last_at = models.DateTimeField()
