from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.models.organisation import days


class Post(models.Model):
    """One sanctioned seat: a designation in a unit. It reports to another post, not to a person."""

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
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Strength and vacancies of a subtree.
            models.Index(fields=["organisation_path", "id"], name="post_path"),
        ]


class Incumbency(models.Model):
    """A person on a post over a period: half-open days.

    The database refuses two substantive incumbents of one post and two substantive posts of one person at a time.
    """

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive"
        ADDITIONAL = "additional"  # additional charge
        OFFICIATING = "officiating"
        DEPUTATION = "deputation"
        CONTRACT = "contract"
        ELECTED = "elected"

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("orgs.Post", on_delete=models.PROTECT, related_name="+")
    organisation_path = models.TextField(db_collation="C", help_text="copy of post.organisation.path")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.SUBSTANTIVE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    order_number = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Who works in this subtree (people list, team, figures), paged by key.
            models.Index(fields=["organisation_path", "person_id"], name="incumbency_path"),
            # The posts of a person: every page of hers.
            models.Index(fields=["person_id", "valid_from"], name="incumbency_person"),
        ]
        constraints = [
            ExclusionConstraint(
                name="post_one_substantive_incumbent",
                expressions=[("post", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(kind="substantive"),
                violation_error_message="This post has a substantive incumbent in that period.",
            ),
            ExclusionConstraint(
                name="person_one_substantive_post",
                expressions=[("person", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(kind="substantive"),
                violation_error_message="This person holds a substantive post in that period.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="incumbency_days"
            ),
        ]
