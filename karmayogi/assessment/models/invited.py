from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class PublicTest(models.Model):
    """A test to which an office invites people who have no account here."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    paper = models.ForeignKey("assessment.Paper", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="public_test_window")]


class Candidate(models.Model):
    """Somebody from outside who was invited to one test, and may do nothing but take it.

    She is no Person and has no account: nothing else in the product knows of her. Secrets are kept as digests alone.
    Name and address go when she is removed or forgotten; her answers stay, of nobody.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    test = models.ForeignKey("assessment.PublicTest", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True, help_text="small letters; '' once removed")
    language = models.CharField(max_length=10, default="en", help_text="of the letters to her")
    token_digest = models.CharField(max_length=64, null=True, unique=True, help_text="of the link; null once used")
    code_digest = models.CharField(max_length=64, blank=True, help_text="of the code that was mailed last")
    code_until = models.DateTimeField(null=True)
    code_tries = models.SmallIntegerField(default=0, help_text="left with that code")
    door_digest = models.CharField(max_length=64, null=True, unique=True, help_text="of the key in her browser")
    invited_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True, help_text="when she proved the address")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["test", "email"], condition=~Q(email=""), name="candidate_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) & ~Q(email="")
                | Q(removed_at__isnull=False, email="", name="", token_digest__isnull=True, door_digest__isnull=True),
                name="candidate_removed_whole",
            ),
        ]
        indexes = [models.Index(fields=["test", "id"], name="candidate_list")]


class CandidatePlea(models.Model):
    """Somebody from outside asks for more time, or for one more attempt; the office that invited decides.

    What was written goes when the candidate is forgotten: it may speak of health.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    candidate = models.ForeignKey("assessment.Candidate", on_delete=models.PROTECT, related_name="+", db_index=False)
    extra_percent = models.SmallIntegerField(null=True, help_text="more time that is asked for; null: one more attempt")
    why = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    granted = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_percent__isnull=True) | Q(extra_percent__gte=1, extra_percent__lte=200),
                name="candidate_plea_extra",
            ),
            # One of each kind waits at a time.
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(decided_at__isnull=True, extra_percent__isnull=True),
                name="candidate_plea_attempt_once",
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(decided_at__isnull=True, extra_percent__isnull=False),
                name="candidate_plea_time_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, granted__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False),
                name="candidate_plea_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["candidate", "id"], name="candidate_plea_of")]
