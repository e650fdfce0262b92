from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from karmayogi.credentials.types import ATTENDANCE, Grade, Reason
from karmayogi.kernel.ids import uuid7


class Certificate(models.Model):
    """One certificate. What it says is in `credential`, signed; the columns are a copy for lists and searches.

    Never changed after it is written, but for the revocation, which a replacement is too, and the PDF made of it. That
    of somebody from outside is erased in the end.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    code = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="of somebody from outside, who is no person here: the office that invited them",
    )  # fmt: skip
    name = models.CharField(max_length=200, help_text="as it was on the day, in Latin letters")
    name_native = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=300)
    title_hi = models.CharField(max_length=300, blank=True)
    title_ur = models.CharField(max_length=300, blank=True)
    title_own = models.CharField(
        max_length=300, blank=True, db_default="", help_text="in the language of the paper, where it is none of these"
    )
    language = models.CharField(max_length=10, help_text="of the certificate on paper")
    course_uuid = models.UUIDField()
    course_code = models.CharField(max_length=60)
    minutes = models.PositiveIntegerField()
    grade = models.CharField(max_length=2, choices=[(g.value, g.value) for g in Grade])
    score = models.SmallIntegerField(null=True, help_text="per cent")
    ref_kind = models.CharField(max_length=40)
    ref_uuid = models.UUIDField(help_text="what it was issued for")
    issued_at = models.DateTimeField()
    credential = models.TextField(help_text="Open Badges 3.0 credential with its proof, JSON")
    key = models.ForeignKey("credentials.SigningKey", on_delete=models.PROTECT, related_name="+", db_index=False)
    status_list = models.ForeignKey(
        "credentials.StatusList", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status_place = models.PositiveIntegerField(help_text="place of its bit in the list")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    revoked_reason = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in Reason])
    valid_until = models.DateTimeField(null=True, help_text="NULL: for ever")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="the certificate whose place it took"
    )
    replaced_at = models.DateTimeField(null=True, help_text="since when another one has its place")
    template = models.ForeignKey(
        "credentials.Template", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    pdf = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            # Her own list and her passport, newest first.
            models.Index(fields=["person_id", "-id"], name="certificate_person"),
            # What was issued for a thing; the key below leaves out what was replaced or issued by mistake.
            models.Index(fields=["ref_uuid"], name="certificate_ref"),
            # An administrator looks for a name.
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="certificate_name"),
        ]
        constraints = [
            # A repeated job or a double click issues one certificate. An undone act on many can be done again.
            models.UniqueConstraint(
                fields=["ref_uuid", "ref_kind"],
                condition=Q(replaced_at__isnull=True)
                & ~Q(ref_kind=ATTENDANCE, revoked_reason=Reason.ERROR.value)
                & ~Q(revoked_reason=Reason.UNDONE.value),
                name="certificate_one_per_ref",
            ),
            models.UniqueConstraint(fields=["status_list", "status_place"], name="certificate_own_bit"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="certificate_revoked_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(revoked_reason=Reason.REPLACED.value),
                name="certificate_replaced_is_no_good",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="certificate_score"
            ),
            # What somebody from outside has is kept until a day and then erased.
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False, valid_until__isnull=False),
                name="certificate_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CertificateCompetency(models.Model):
    """A competency that the certificate speaks of, as it was named and levelled that day."""

    certificate = models.ForeignKey(
        "credentials.Certificate", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    position = models.SmallIntegerField()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    level = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "position"], name="certificate_competency_order"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="certificate_competency_level"),
        ]
