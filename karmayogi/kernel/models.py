"""Tables of the kernel. Technical nouns only; what they are about is named by kind, uuid and label."""

from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class AuditEntry(models.Model):
    """One act. Append-only: a trigger refuses UPDATE and DELETE."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    tag = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)
    agent_label = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    subject_label = models.CharField(max_length=300, blank=True)
    concerns_id = models.BigIntegerField(null=True)
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # "Who looked at or changed my record": the person's own page, newest first.
            models.Index(
                fields=["concerns_id", "-id"], name="audit_concerns", condition=models.Q(concerns_id__isnull=False)
            ),
            # History of one thing, on its administration page.
            models.Index(fields=["subject_uuid", "-id"], name="audit_subject"),
        ]


class AuditSeal(models.Model):
    """The trail up to an entry, chained and signed (kernel.seals). Append-only, as the trail itself."""

    last_id = models.BigIntegerField(
        primary_key=True, help_text="of the last entry under it; the next seal begins after"
    )
    entries = models.IntegerField()
    digest = models.BinaryField(help_text="SHA-256 of the digest before and of the entries")
    signature = models.BinaryField(help_text="HMAC by a key derived from the secret key, which is not in the database")
    sealed_at = models.DateTimeField()


class WaitingEvent(models.Model):
    """An event that is delivered with others of its kind within seconds (kernel.events.gather), and then gone."""

    event = models.CharField(max_length=200, help_text="its class")
    payload = models.JSONField()
    announced_at = models.DateTimeField(db_default=Now())


class StoredFile(models.Model):
    """A file kept once under the SHA-256 of its content. Never changed after it is written."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(db_default=Now())


class BulkAct(models.Model):
    """One act on many: planned, shown as a difference, approved, run in chunks, undone within a day (kernel.bulk)."""

    class Status(models.TextChoices):
        PLANNING = "planning"
        PLANNED = "planned"  # waits for approval
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"  # what was applied before stays, and can be undone
        UNDOING = "undoing"
        UNDONE = "undone"
        FAILED = "failed"  # could not be planned, or was given up on the way; `problem` says why

    uuid = models.UUIDField(default=uuid7, unique=True)
    kind = models.CharField(max_length=60, help_text="name of the bulk.Kind that plans and applies it")
    label = models.CharField(max_length=200, help_text="what it is about, e.g. the file's name")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNING)
    scope_path = models.TextField(db_collation="C", help_text="path of the organisation that it concerns")
    params = models.JSONField(default=dict, help_text="what the kind needs to plan it; never filtered on")
    source = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=10, default="en", help_text="of its messages: the asker's")
    asked_by_id = models.BigIntegerField(help_text="person")
    asked_by_account_id = models.BigIntegerField()
    asked_by_name = models.CharField(max_length=200)
    asked_by_native = models.CharField(max_length=200, blank=True, db_default="")
    approved_by_id = models.BigIntegerField(null=True, help_text="person")
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_by_native = models.CharField(max_length=200, blank=True, db_default="")
    needs_second = models.BooleanField(default=False, help_text="somebody else than the asker must approve")
    new_rows = models.IntegerField(default=0)
    changed_rows = models.IntegerField(default=0)
    unchanged_rows = models.IntegerField(default=0)
    error_rows = models.IntegerField(default=0)
    applied_rows = models.IntegerField(default=0)
    failed_rows = models.IntegerField(default=0)
    undone_rows = models.IntegerField(default=0)
    problem = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # "Earlier imports" of an organisation, newest first.
            models.Index(fields=["scope_path", "-id"], name="bulk_scope"),
        ]


class BulkRow(models.Model):
    """One row of a bulk act: what is planned for it, what became of it, what undoing it needs."""

    class Outcome(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        ERROR = "error"

    class State(models.TextChoices):
        WAITING = "waiting"
        SKIPPED = "skipped"  # unchanged and error rows
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"
        KEPT = "kept"  # could not be undone; `message` says why

    act = models.ForeignKey("kernel.BulkAct", on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField(help_text="row of the source, as its reader counts")
    outcome = models.CharField(max_length=10, choices=Outcome)
    state = models.CharField(max_length=10, choices=State)
    label = models.CharField(max_length=200)
    data = models.JSONField(default=dict, help_text="what to apply")
    raw = models.JSONField(default=list, help_text="cells of the source, for the error sheet")
    diff = models.JSONField(default=dict, help_text="field -> [was, becomes]")
    messages = models.JSONField(default=list, help_text="[field, what to fix] of an error; notes of the others")
    undo = models.JSONField(default=dict, help_text="what undoing needs")
    message = models.TextField(blank=True, help_text="why it failed or was kept")
    subject_uuid = models.UUIDField(null=True, help_text="what it made or changed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "number"], name="bulk_row_number")]
        indexes = [
            # The next chunk to apply or undo.
            models.Index(fields=["act", "state", "number"], name="bulk_row_state"),
            # The pages of the difference.
            models.Index(fields=["act", "outcome", "number"], name="bulk_row_outcome"),
        ]


class Breaker(models.Model):
    """Another system that did not answer of late (kernel.breakers). One that answers has no row."""

    name = models.CharField(max_length=300, primary_key=True)
    failures = models.IntegerField(help_text="one after the other")
    shut_until = models.DateTimeField(null=True)
