from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Designation(models.Model):
    """A designation of the master. Real masters hold near-duplicates; a merge points at the one that stays."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=200, unique=True)
    name_hi = models.CharField(max_length=200, blank=True)
    name_ur = models.CharField(max_length=200, blank=True)
    key = models.CharField(
        max_length=200, help_text="orgs.engine.designation_key(name): equal keys are near-duplicates"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        # Proposing merges, and finding the designation of an import row.
        indexes = [models.Index(fields=["key"], name="designation_key")]

    def __str__(self) -> str:
        return self.name


class MergedPost(models.Model):
    """A post whose designation a merge changed, so that undoing the merge gives it back."""

    proposal = models.ForeignKey("orgs.MergeProposal", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("orgs.Post", on_delete=models.CASCADE, related_name="+")


class DesignationAlias(models.Model):
    """Another spelling that finds the designation."""

    designation = models.ForeignKey("orgs.Designation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, unique=True)
    merged_from = models.ForeignKey("orgs.Designation", on_delete=models.CASCADE, null=True, related_name="+")


class MergeProposal(models.Model):
    """Two designations that look alike. A person decides; a decision to merge can be undone."""

    class Status(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        KEPT = "kept"
        UNDONE = "undone"

    uuid = models.UUIDField(default=uuid7, unique=True)
    keep = models.ForeignKey("orgs.Designation", on_delete=models.CASCADE, related_name="+")
    merge = models.ForeignKey("orgs.Designation", on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField(help_text="0 to 1")
    reason = models.CharField(max_length=20, help_text="a key of orgs.engine.likeness.LIKENESS, or spelling")
    detail = models.CharField(max_length=200, blank=True, help_text="the two spellings of a word")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keep", "merge"], name="merge_proposed_once"),
            models.CheckConstraint(condition=~Q(keep=F("merge")), name="merge_two_different"),
        ]
