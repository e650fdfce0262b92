from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.models.organisation import days


class Post(models.Model):
    """One sanctioned seat as it is today: a designation in a unit. It reports to another post, not to a person.

    How it was before its last change is in PostPast.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200, blank=True, help_text="desk or section, e.g. 'Establishment II'")
    reports_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    sanctioned = models.BooleanField(default=True, help_text="False: a seat that an import had to add")
    sanction_order = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    as_is_from = models.DateField(null=True, help_text="since when it is as it is now; NULL: from its first day")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Strength and vacancies of a subtree.
            models.Index(fields=["organisation_path", "id"], name="post_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="post_days"
            ),
            models.CheckConstraint(
                condition=Q(as_is_from__isnull=True) | Q(as_is_from__gt=F("valid_from")), name="post_as_is_from"
            ),
        ]


class PostPast(models.Model):
    """How a post was over a period that has ended: another unit, path, designation, superior or sanction."""

    post = models.ForeignKey("orgs.Post", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", help_text="path of the organisation then")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    reports_to = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, null=True, related_name="+")
    sanctioned = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        indexes = [
            # Strength and vacancies of a subtree as on a day in the past.
            models.Index(fields=["organisation_path", "post_id"], name="post_past_path"),
        ]
        constraints = [
            ExclusionConstraint(
                name="post_one_past_at_a_time",
                expressions=[("post", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="post_past_days"),
        ]


class SanctionOrder(models.Model):
    """The order by which posts were created, upgraded or abolished: number, day and, where given, the paper itself."""

    class Kind(models.TextChoices):
        CREATE = "create"
        UPGRADE = "upgrade"
        ABOLISH = "abolish"

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=120)
    ordered_on = models.DateField()
    effective_on = models.DateField()
    subject = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number", "ordered_on"], name="sanction_order_once"
            ),
        ]


class SanctionedPost(models.Model):
    """A post that an order is about."""

    order = models.ForeignKey("orgs.SanctionOrder", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("orgs.Post", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "post"], name="sanctioned_post_once")]


class Incumbency(models.Model):
    """A person on a post over a period: half-open days.

    The database refuses two who fill one post, two posts filled by one person, and one person twice on one post, at a
    time. Additional charge and officiating fill nothing.
    """

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive"
        ADDITIONAL = "additional"  # additional charge
        OFFICIATING = "officiating"
        DEPUTATION = "deputation"
        CONTRACT = "contract"
        ELECTED = "elected"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", help_text="copy of post.organisation.path")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.SUBSTANTIVE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    placed_from = models.DateField(null=True, help_text="since when under this path; NULL: from valid_from")
    order_number = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Who works in this subtree (people list, team, figures), paged by key; counted without reading the rows.
            models.Index(
                fields=["organisation_path", "person_id"],
                include=["valid_from", "valid_to", "kind", "post_id"],
                name="incumbency_held",
            ),
            # The posts of a person: every page of hers.
            models.Index(fields=["person_id", "valid_from"], name="incumbency_person"),
        ]
        constraints = [
            ExclusionConstraint(
                name="post_filled_once",
                expressions=[("post", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(kind__in=["substantive", "deputation", "contract", "elected"]),
                violation_error_message="Somebody fills this post in that period.",
            ),
            ExclusionConstraint(
                name="person_fills_one_post",
                expressions=[("person", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(kind__in=["substantive", "deputation", "contract", "elected"]),
                violation_error_message="This person fills a post in that period.",
            ),
            ExclusionConstraint(
                name="person_once_on_a_post",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="incumbency_days"
            ),
            models.CheckConstraint(
                condition=Q(placed_from__isnull=True) | Q(placed_from__gt=F("valid_from")), name="incumbency_placed"
            ),
        ]


class IncumbencyPast(models.Model):
    """Under which path an incumbency stood before its post or a unit above it moved."""

    incumbency = models.ForeignKey("orgs.Incumbency", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation_path = models.TextField(db_collation="C")
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        indexes = [
            # The people list as on a day in the past, paged by key.
            models.Index(fields=["organisation_path", "person_id"], name="incumbency_past_path"),
            # Where somebody was on a day, asked by the person: the course report and who could see her.
            models.Index(fields=["person"], name="incumbency_past_person"),
        ]
        constraints = [
            ExclusionConstraint(
                name="incumbency_one_past_at_a_time",
                expressions=[("incumbency", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="incumbency_past_days"),
        ]


class Retirement(models.Model):
    """The day from which a person no longer serves. Postings end with it, and none goes beyond it."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(help_text="first day on which she no longer serves")
    reason = models.CharField(max_length=200)
    ended = models.JSONField(
        default=dict, help_text="incumbency -> its end before this, so that another day can be set"
    )
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="when the day had come and readers were told")
