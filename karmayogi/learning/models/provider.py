from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Provider(models.Model):
    """Who makes courses: an institute, a university, a company, an expert. Licensed for a period, by a decision.

    With an organisation, delegated authority over that organisation counts for the provider too; without one (a
    company, a single expert) only its members may do anything for it.
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "government"
        INSTITUTE = "institute"
        UNIVERSITY = "university"
        COMPANY = "company"
        EXPERT = "expert"

    class Status(models.TextChoices):
        APPLIED = "applied"
        LICENSED = "licensed"
        SUSPENDED = "suspended"
        REFUSED = "refused"

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.SlugField(max_length=20, unique=True)
    name_en = models.CharField(max_length=150, unique=True)
    name_hi = models.CharField(max_length=150, blank=True)
    name_ur = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INSTITUTE)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    about = models.TextField(blank=True, help_text="what it wants to teach and what shows that it can")
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    licensed_from = models.DateField(null=True)
    licensed_to = models.DateField(null=True, help_text="first day on which no longer; NULL: until further notice")
    most_live = models.SmallIntegerField(null=True, help_text="courses it may have in the catalogue; NULL: no limit")
    reason = models.TextField(blank=True, help_text="of the last decision")
    applicant = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(licensed_to__isnull=True) | Q(licensed_to__gt=F("licensed_from")),
                name="provider_licence_days",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(applicant__isnull=True) | ~Q(decided_by=F("applicant")),
                name="provider_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProviderMember(models.Model):
    """What somebody does for a provider. `role`: a code of kernel's Role; of the side of providers only."""

    provider = models.ForeignKey("learning.Provider", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "person", "role"], name="member_once_per_role")]
