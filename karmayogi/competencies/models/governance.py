"""How a framework changes: what each version says, proposals with their reviews, the log, replacements, crosswalks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.competencies.models.framework import Competency
from karmayogi.kernel.ids import uuid7


class CompetencyStatement(models.Model):
    """What one version says of one competency. Frozen with its version."""

    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=12, choices=Competency.Area)
    group = models.CharField(max_length=12, blank=True)
    theme_number = models.SmallIntegerField()
    theme_en = models.CharField(max_length=120)
    theme_hi = models.CharField(max_length=120, blank=True)
    theme_ur = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160)
    name_hi = models.CharField(max_length=160, blank=True)
    name_ur = models.CharField(max_length=160, blank=True)
    gloss_en = models.TextField(blank=True)
    gloss_hi = models.TextField(blank=True)
    guna = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=12, choices=Competency.Status)
    replaced_by = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "competency"], name="statement_once")]
        indexes = [
            # The history of one competency, on its page.
            models.Index(fields=["competency", "version"], name="statement_history"),
        ]


class LevelDescriptor(models.Model):
    """What a level of this very competency looks like at work, where the owner says more than the common scale."""

    statement = models.ForeignKey("competencies.CompetencyStatement", on_delete=models.CASCADE, related_name="+")
    level = models.SmallIntegerField()
    text_en = models.TextField()
    text_hi = models.TextField(blank=True)
    text_ur = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "level"], name="descriptor_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="descriptor_level"),
        ]


class FrameworkProposal(models.Model):
    """One change that somebody asks for. Reviewed twice by two people, neither of them the proposer."""

    class Kind(models.TextChoices):
        ADD = "add"
        REWORD = "reword"
        MERGE = "merge"
        SPLIT = "split"
        DEPRECATE = "deprecate"
        RELEVEL = "relevel"

    class Status(models.TextChoices):
        SENT = "sent"  # waits for the first review
        FIRST = "first"  # waits for the second
        RETURNED = "returned"  # to the proposer, who may change and send it again
        ACCEPTED = "accepted"  # waits for the next version
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        PUBLISHED = "published"

    uuid = models.UUIDField(default=uuid7, unique=True)
    framework = models.ForeignKey("competencies.Framework", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.SENT)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    proposer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    first_reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    second_reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_reviewer__isnull=True) | ~Q(first_reviewer=F("proposer")),
                name="proposal_first_not_proposer",
            ),
            models.CheckConstraint(
                condition=Q(second_reviewer__isnull=True)
                | (~Q(second_reviewer=F("proposer")) & ~Q(second_reviewer=F("first_reviewer"))),
                name="proposal_second_is_a_third_person",
            ),
        ]
        indexes = [
            # The review queue of a framework, oldest first.
            models.Index(fields=["framework", "status", "id"], name="proposal_queue"),
        ]


class ProposalItem(models.Model):
    """One competency of a proposal. wording: as engine.governance.wording.Wording; never filtered on."""

    class Part(models.TextChoices):
        SUBJECT = "subject"  # changes, or goes
        TARGET = "target"  # what takes its place
        NEW = "new"  # is added

    proposal = models.ForeignKey("competencies.FrameworkProposal", on_delete=models.CASCADE, related_name="+")
    position = models.SmallIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    wording = models.JSONField(default=dict)
    levels = ArrayField(models.SmallIntegerField(), default=list, help_text="re-level: what levels 1 to 5 become")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="proposal_item_position"),
            models.CheckConstraint(condition=Q(part="new") | Q(competency__isnull=False), name="proposal_item_named"),
        ]


class ProposalStep(models.Model):
    """What was done with a proposal, by whom, with what words. Appended only."""

    proposal = models.ForeignKey("competencies.FrameworkProposal", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=12, help_text="sent, comment, first, accepted, returned, refused, ...")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    at = models.DateTimeField()


class ChangeEntry(models.Model):
    """One line of the change log of a framework: what a version changed. The database lets it only grow."""

    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        "competencies.FrameworkProposal", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=10)
    was = models.JSONField(default=dict, help_text="the fields that changed, before")
    becomes = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # The log of a version, and the history of one competency.
            models.Index(fields=["version", "id"], name="change_version"),
            models.Index(fields=["competency", "id"], name="change_competency"),
        ]


class CompetencyReplacement(models.Model):
    """From this version on `now` stands for `was`; levels 1 to 5 of the one mean `levels` of the other.

    Re-levelling is a replacement of a competency by itself.
    """

    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    was = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    now = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    levels = ArrayField(models.SmallIntegerField(), size=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "was", "now"], name="replacement_once")]


class CarriedEvidence(models.Model):
    """Which row of evidence a re-tag act wrote, and from which it comes. Neither row is ever changed."""

    copy = models.OneToOneField("competencies.Evidence", on_delete=models.PROTECT, primary_key=True, related_name="+")
    origin = models.ForeignKey("competencies.Evidence", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    act_uuid = models.UUIDField(help_text="kernel.bulk")


class RetaggedProfile(models.Model):
    """A profile that a re-tag wrote in the place of another: the same version never shifts its needs twice."""

    profile = models.OneToOneField("competencies.Profile", on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.ForeignKey("competencies.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    act_uuid = models.UUIDField(help_text="kernel.bulk")


class CrosswalkLink(models.Model):
    """A competency of one framework set against one of another; counts only once a person has accepted it."""

    class Relation(models.TextChoices):
        EXACT = "exact"
        BROADER = "broader"  # the second is broader
        NARROWER = "narrower"
        RELATED = "related"

    class Status(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    uuid = models.UUIDField(default=uuid7, unique=True)
    origin = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10, choices=Relation)
    confidence = models.SmallIntegerField(help_text="per cent")
    source = models.CharField(max_length=200, help_text="who or what says so")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "target"], name="crosswalk_once"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="crosswalk_two_different"),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=100), name="crosswalk_confidence"),
        ]
