from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Dictionary(models.TextChoices):
    """What the dictionaries hold. Competencies have a table of their own and are only read here."""

    POSITION = "position"
    ROLE = "role"
    ACTIVITY = "activity"
    KNOWLEDGE = "knowledge"  # rules, manuals, portals that support an activity


class DictionaryItem(models.Model):
    """A name that work orders share. `owner` may change it; everybody who writes orders may use it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    dictionary = models.CharField(max_length=10, choices=Dictionary)
    name_en = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    name_ur = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200, help_text="engine.workbench.likeness.item_key(name_en)")
    link = models.CharField(max_length=500, blank=True, help_text="where a knowledge resource is published")
    owner = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dictionary", "key"], condition=Q(merged_into__isnull=True), name="item_once_per_key"
            ),
        ]


class DictionaryAlias(models.Model):
    """Another name that finds the item; `merged_from` when a merge made it, so that undoing takes it away again."""

    item = models.ForeignKey("competencies.DictionaryItem", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    merged_from = models.ForeignKey(
        "competencies.DictionaryItem", on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="alias_once_per_item")]


class DictionaryMerge(models.Model):
    """Two items of a dictionary that may be one. A person decides; a merge can be undone."""

    class Status(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        KEPT = "kept"
        UNDONE = "undone"

    uuid = models.UUIDField(default=uuid7, unique=True)
    keep = models.ForeignKey("competencies.DictionaryItem", on_delete=models.CASCADE, related_name="+")
    merge = models.ForeignKey("competencies.DictionaryItem", on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField(help_text="0 to 1")
    why = models.CharField(max_length=300, blank=True, help_text="in the proposer's words; empty for a machine's")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keep", "merge"], name="item_merge_once"),
            models.CheckConstraint(condition=~Q(keep=F("merge")), name="item_merge_two_different"),
        ]


class WorkOrder(models.Model):
    """A work allocation order: what designations of an organisation do and need, drawn up and reviewed twice.

    Once published it is frozen: `content` is the canonical text that was approved, `content_hash` its SHA-256, and
    the database refuses to change either (migration 0003).
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        L1 = "l1"
        L2 = "l2"
        PUBLISHED = "published"
        ARCHIVED = "archived"

    uuid = models.UUIDField(default=uuid7, unique=True)
    number = models.CharField(max_length=40, unique=True)
    series = models.UUIDField(help_text="shared by the versions of one order")
    version = models.SmallIntegerField()
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    basis = models.TextField(blank=True, help_text="the orders, rules and manuals it was drawn from")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    first_reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    second_reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=24, unique=True, null=True, help_text="what the QR leads to; once published")
    content = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="order_version_once"),
            models.CheckConstraint(
                condition=Q(first_reviewer__isnull=True) | ~Q(first_reviewer=F("author")), name="order_first_not_author"
            ),
            models.CheckConstraint(
                condition=Q(second_reviewer__isnull=True)
                | (~Q(second_reviewer=F("author")) & ~Q(second_reviewer=F("first_reviewer"))),
                name="order_second_is_a_third_person",
            ),
        ]
        indexes = [
            # The list of orders, newest change first.
            models.Index(fields=["-changed_at", "-id"], name="order_changed"),
        ]


class WorkOrderHand(models.Model):
    """Somebody who wrote in a draft: she reviews it neither first nor second."""

    order = models.ForeignKey("competencies.WorkOrder", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="hand_once_per_order")]


class WorkOrderStep(models.Model):
    """One step of an order on its way, with what was said. Appended only."""

    order = models.ForeignKey("competencies.WorkOrder", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=12, help_text="draft, submit, approve, publish, return, archive, take_over")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    comment = models.TextField(blank=True)
    at = models.DateTimeField()


class OrderPosition(models.Model):
    """A designation whose work the order allocates. `profile`: what it became in force, once published."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    order = models.ForeignKey("competencies.WorkOrder", on_delete=models.CASCADE, related_name="+")
    place = models.SmallIntegerField()
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    summary_en = models.TextField(blank=True)
    summary_hi = models.TextField(blank=True)
    summary_ur = models.TextField(blank=True)
    profile = models.ForeignKey("competencies.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "designation"], name="position_once_per_order")]


class OrderRole(models.Model):
    """Names are copies: a later change in the dictionary does not rewrite an order."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    position = models.ForeignKey("competencies.OrderPosition", on_delete=models.CASCADE, related_name="+")
    place = models.SmallIntegerField()
    item = models.ForeignKey("competencies.DictionaryItem", on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    name_ur = models.CharField(max_length=200, blank=True)


class OrderActivity(models.Model):
    uuid = models.UUIDField(default=uuid7, unique=True)
    role = models.ForeignKey("competencies.OrderRole", on_delete=models.CASCADE, related_name="+")
    place = models.SmallIntegerField()
    item = models.ForeignKey("competencies.DictionaryItem", on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    name_ur = models.CharField(max_length=200, blank=True)


class OrderKnowledge(models.Model):
    activity = models.ForeignKey("competencies.OrderActivity", on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey("competencies.DictionaryItem", on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "item"], name="knowledge_once_per_activity")]


class OrderNeed(models.Model):
    """An activity needs a competency. While the draft is open the level may be missing; then it cannot be submitted."""

    activity = models.ForeignKey("competencies.OrderActivity", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField(null=True)
    importance = models.SmallIntegerField(default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "competency"], name="order_need_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="order_need_level"),
            models.CheckConstraint(condition=Q(importance__gte=1, importance__lte=5), name="order_need_importance"),
        ]


class WorkSuggestion(models.Model):
    """A suggestion that somebody decided about, with the text it came from. Kept for good: it shows what helps."""

    order = models.ForeignKey("competencies.WorkOrder", on_delete=models.CASCADE, related_name="+")
    position = models.ForeignKey("competencies.OrderPosition", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, help_text="role, activity or competency")
    key = models.CharField(max_length=64, help_text="of kind, source and text: the same suggestion is decided once")
    text = models.CharField(max_length=300)
    source_kind = models.CharField(max_length=12, help_text="profile, onet or competency")
    source = models.CharField(max_length=300)
    span = models.TextField(help_text="the very words of the source")
    likeness = models.FloatField()
    accepted = models.BooleanField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position", "key"], name="suggestion_decided_once")]
