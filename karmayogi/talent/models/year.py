from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7
from karmayogi.talent.types import About, Away, State


class AppraisalOrder(models.Model):
    """An order by which learning counts for the appraisal, over the financial years that it names. Data: another order
    is another row."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+", help_text="for which and all below it holds"
    )
    number = models.CharField(max_length=120)
    dated_on = models.DateField()
    issuer = models.CharField(max_length=200)
    words = models.CharField(max_length=4000, help_text="the text of the order, or what of it matters here")
    from_year = models.SmallIntegerField(help_text="the financial year in which it begins to hold")
    until_year = models.SmallIntegerField(null=True, help_text="the last one; NULL: until another takes its place")
    share = models.SmallIntegerField(default=50, help_text="per cent of the prescribed courses")
    needs_test = models.BooleanField(default=True)
    least_days = models.SmallIntegerField(default=0, help_text="with fewer days on duty it is not asked")
    prorata = models.BooleanField(default=False, help_text="what is needed shrinks with the days on duty")
    counts_earlier = models.BooleanField(default=False)
    away = ArrayField(models.CharField(max_length=10), default=list, help_text="kinds of absence that take days off")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="appraisal_order_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="appraisal_order_share"),
            models.CheckConstraint(condition=Q(least_days__gte=0, least_days__lte=366), name="appraisal_order_days"),
            models.CheckConstraint(
                condition=Q(until_year__isnull=True) | Q(until_year__gte=F("from_year")), name="appraisal_order_years"
            ),
        ]


class AppraisalYear(models.Model):
    """The appraisal year of an organisation, or of a service within it (who controls a cadre): an order with its real
    dates. Frozen from its opening on, but for what only tells: reminders."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("orgs.Service", on_delete=models.PROTECT, null=True, related_name="+")
    year = models.SmallIntegerField(help_text="in which the financial year begins")
    order = models.ForeignKey(AppraisalOrder, on_delete=models.PROTECT, related_name="+")
    test = models.ForeignKey("learning.Course", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=6, choices=[(one.value, one.value) for one in State], default=State.DRAFT.value)
    starts_on = models.DateField()
    assigned_by = models.DateField(help_text="by which courses are to be prescribed")
    done_by = models.DateField(help_text="last day on which anything counts")
    feeds_from = models.DateField(help_text="first day on which standings are told to the appraisal system")
    reminders = ArrayField(models.SmallIntegerField(), default=list, help_text="so many days before done_by")
    escalate_days = models.SmallIntegerField(
        default=14, help_text="days without a step after a reminder, then it is told"
    )
    revision = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "service"], nulls_distinct=False, name="appraisal_year_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("done_by"), assigned_by__lte=F("done_by")), name="appraisal_year_dates"
            ),
        ]


class Absence(models.Model):
    """Days on which somebody was not on duty, as her office knows it. A mistake is taken back, not deleted."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Away])
    from_on = models.DateField()
    until_on = models.DateField(help_text="the last day of it")
    order_number = models.CharField(max_length=120)
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_days"),
            models.UniqueConstraint(
                fields=["person", "kind", "from_on", "until_on"], condition=Q(removed_at__isnull=True),
                name="absence_once",
            ),
        ]  # fmt: skip


class Contest(models.Model):
    """A figure that an officer contests. While it waits she is frozen in the feed; somebody else decides."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    year = models.ForeignKey(AppraisalYear, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=6, choices=[(one.value, one.value) for one in About])
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=1000)
    organisation_path = models.TextField(help_text="of her main post when she contested: who decides is found by it")
    standing = models.CharField(max_length=9, help_text="what she contested, as it was shown")
    prescribed = models.SmallIntegerField()
    done = models.SmallIntegerField()
    needed = models.SmallIntegerField()
    days = models.SmallIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, default="waiting", help_text="waiting, upheld, refused, withdrawn")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "person"], condition=Q(state="waiting"), name="appraisal_contest_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("person")) & ~Q(reason="")),
                name="appraisal_contest_decided_by_another",
            ),
        ]


class Allowance(models.Model):
    """What counts for somebody by the decision on a contest: a course, or the test, as done on a day. Days are put
    right where they are kept, among absences."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(AppraisalYear, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField()

    class Meta:
        indexes = [
            # Each standing asks for what was allowed.
            models.Index(fields=["year", "person"], name="allowance_of_year"),
        ]
