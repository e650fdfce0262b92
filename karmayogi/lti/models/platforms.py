from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class Platform(models.Model):
    """Another learning system that opens our courses for its learners: there, we are the tool."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACTIVE = "active"
        OFF = "off"

    uuid = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=150)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    deployments = ArrayField(models.CharField(max_length=255), default=list)
    login_url = models.CharField(max_length=500)
    token_url = models.CharField(max_length=500)
    audience = models.CharField(max_length=500, blank=True, help_text="for the token; blank: the address of tokens")
    jwks_url = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State)
    registered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "client_id"], name="lti_platform_once"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False), name="lti_platform_active_is_confirmed"
            ),
        ]


class Login(models.Model):
    """A launch that a platform has begun: what we asked it, until its answer comes."""

    platform = models.ForeignKey("lti.Platform", on_delete=models.CASCADE, related_name="+")
    state_digest = models.CharField(max_length=64, unique=True)
    nonce_digest = models.CharField(max_length=64)
    target = models.CharField(max_length=500)
    deployment_id = models.CharField(max_length=255, blank=True)
    began_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class Arrival(models.Model):
    """A launch that was proved: whoever holds its key goes on from here, once, in ten minutes."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    platform = models.ForeignKey("lti.Platform", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    sub = models.CharField(max_length=255)
    name = models.CharField(max_length=150, blank=True)
    deployment_id = models.CharField(max_length=255)
    message = models.CharField(max_length=30)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, null=True, related_name="+")
    link_id = models.CharField(max_length=255, blank=True)
    line_item = models.CharField(max_length=1000, blank=True, help_text="where a score goes; blank: nowhere")
    deep = models.JSONField(default=dict, help_text="settings of choosing content, where it is that")
    language = models.CharField(max_length=10)
    at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class Guest(models.Model):
    """A learner of another platform and the person they are here."""

    platform = models.ForeignKey("lti.Platform", on_delete=models.PROTECT, related_name="+", db_index=False)
    sub = models.CharField(max_length=255)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    account_id_of_guest = models.BigIntegerField(
        null=True, help_text="account opened for a guest; NULL: linked to an account that was there, and never opened"
    )
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "sub"], name="lti_guest_once")]


class Placement(models.Model):
    """Where the score of a guest in a course is to be sent."""

    guest = models.ForeignKey("lti.Guest", on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, related_name="+")
    link_id = models.CharField(max_length=255)
    line_item = models.CharField(max_length=1000)
    score = models.SmallIntegerField(null=True, help_text="per cent; NULL until the course is completed")
    completed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True, help_text="when it is tried next; NULL: nothing is to be sent")
    failures = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    parked = models.CharField(max_length=500, blank=True, help_text="why it is not tried any more")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest", "course", "link_id"], name="lti_placement_once")]
        indexes = [
            # The job that sends scores.
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="lti_placement_due"),
        ]
