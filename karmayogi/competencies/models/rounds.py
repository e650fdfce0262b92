"""The workplace 360 round. What somebody answered is never kept beside who answered it."""

from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7

RELATIONS = [("supervisor", "supervisor"), ("peer", "peer"), ("subordinate", "subordinate")]


class Round(models.Model):
    """A few questions of an office about its people in one quarter."""

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSING = "closing"  # takes no more answers; the job publishes it
        PUBLISHED = "published"

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    quarter = models.CharField(max_length=10, help_text="financial year and quarter, e.g. 2026-27 Q3")
    closes_on = models.DateField(help_text="last day on which it can be answered")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    asked = models.IntegerField(default=0, help_text="questions that were asked")
    answered = models.IntegerField(default=0)
    ended = models.IntegerField(default=0, help_text="questions that ended unanswered: the rater or the person left")
    withheld = models.IntegerField(
        default=0, help_text="groups with too few answers, of which nothing is shown or kept"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "quarter"], name="round_once_a_quarter")]
        indexes = [models.Index(fields=["closes_on"], name="round_open", condition=Q(status="open"))]


class RoundInvitation(models.Model):
    """One question to one rater, while the round is open. The token is spent with the answer; all go at the close."""

    round = models.ForeignKey("competencies.Round", on_delete=models.CASCADE, related_name="+")
    rater = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=12, choices=RELATIONS)
    token = models.UUIDField(null=True, unique=True, help_text="random; None once it is spent or has ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "rater", "subject", "competency", "relation"], name="invitation_once"
            )
        ]
        indexes = [
            # The questions that wait for me.
            models.Index(fields=["rater_id"], name="invitation_rater", condition=Q(token__isnull=False)),
        ]


class RoundAsked(models.Model):
    """How many questions a rater was given in a quarter, over all offices. Never by whom, about whom or about what; it
    outlives the invitations, so that another round of the quarter asks no more than is left."""

    rater = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    quarter = models.CharField(max_length=10)
    asked = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rater", "quarter"], name="round_asked_once")]


class RoundBox(models.Model):
    """The sealed box: answers while the round is open. Without rater, token and time; random keys, no sequence."""

    key = models.UUIDField(primary_key=True)
    round = models.ForeignKey("competencies.Round", on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=12, choices=RELATIONS)
    level = models.SmallIntegerField()
    answered_on = models.DateField()


class RoundResult(models.Model):
    """What one group of at least five said: fixed when the round is published, never worked out again."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    round = models.ForeignKey("competencies.Round", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=RELATIONS)
    level = models.SmallIntegerField(help_text="the median of the answers, rounded down")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "subject", "competency", "relation"], name="round_result_once")
        ]


class RoundAnswer(models.Model):
    """Answers of published groups, written in shuffled order at the close: by day, without rater."""

    result = models.ForeignKey("competencies.RoundResult", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    answered_on = models.DateField()
