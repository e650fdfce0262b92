from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Tool(models.Model):
    """A learning tool of somebody else that our courses may open. It belongs to the organisation that registered it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACTIVE = "active"
        OFF = "off"

    class Origin(models.TextChoices):
        HAND = "hand"
        DYNAMIC = "dynamic"

    uuid = models.UUIDField(default=uuid7, unique=True)
    client_id = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=150)
    description = models.TextField(blank=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    origin = models.CharField(max_length=8, choices=Origin)
    initiation_url = models.CharField(max_length=500)
    target_url = models.CharField(max_length=500)
    deep_link_url = models.CharField(max_length=500, blank=True, help_text="blank: the tool offers no choosing")
    redirect_uris = ArrayField(models.CharField(max_length=500))
    jwks_url = models.CharField(max_length=500, blank=True)
    jwks = models.JSONField(null=True, help_text="keys that were given by hand; NULL where they are fetched")
    custom = models.JSONField(default=dict, help_text="custom parameters of every launch")
    scopes = ArrayField(models.CharField(max_length=100), default=list)
    shares_name = models.BooleanField(default=False)
    shares_email = models.BooleanField(default=False)
    policy_url = models.CharField(max_length=500, blank=True)
    registered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(jwks_url="") | Q(jwks__isnull=False), name="lti_tool_has_keys"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False), name="lti_tool_active_is_confirmed"
            ),
        ]


class Deployment(models.Model):
    """A tool for one organisation and all below it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    tool = models.ForeignKey("lti.Tool", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=100)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """An address handed out once, by which a tool registers with us or a platform registers us."""

    class Side(models.TextChoices):
        TOOL = "tool"
        PLATFORM = "platform"

    side = models.CharField(max_length=8, choices=Side)
    digest = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Acquaintance(models.Model):
    """A person as one tool knows them: a random name, and when they agreed to be known. One row a person and tool."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    tool = models.ForeignKey("lti.Tool", on_delete=models.PROTECT, related_name="+")
    sub = models.UUIDField(unique=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_to = models.CharField(max_length=20, blank=True, help_text="what was told then: name, email")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "tool"], name="lti_acquaintance_once")]


class Link(models.Model):
    """What a part of a course opens in a tool. Parts of published versions name it, so it never changes (trigger)."""

    class Completes(models.TextChoices):
        GRADE = "grade"
        LAUNCH = "launch"

    class OpensIn(models.TextChoices):
        WINDOW = "window"
        FRAME = "frame"

    uuid = models.UUIDField(default=uuid7, unique=True)
    deployment = models.ForeignKey("lti.Deployment", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    custom = models.JSONField(default=dict)
    opens_in = models.CharField(max_length=8, choices=OpensIn)
    completes = models.CharField(max_length=8, choices=Completes)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class Offer(models.Model):
    """Content items that a tool sent back for a draft; they become parts once the author says so."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    deployment = models.ForeignKey("lti.Deployment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    items = models.JSONField()
    message = models.TextField(blank=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
