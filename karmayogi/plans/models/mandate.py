from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Mandate(models.Model):
    """An order or a plan line: who must do what by when, why, and what else counts.

    What it means for a person is worked out whenever somebody looks (decision 0044). From its approval on it is frozen,
    and changed by another one.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        APPROVED = "approved"
        LIVE = "live"
        RETIRED = "retired"

    class Counts(models.TextChoices):
        EVER = "ever"
        SINCE = "since"
        START = "start"

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    title_en = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    title_ur = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=120, help_text="of the order")
    clause = models.CharField(max_length=60, blank=True)
    ordered_on = models.DateField(null=True)
    issuer = models.CharField(max_length=200, help_text="who signed, e.g. 'Under Secretary (Training)'")
    why = models.CharField(max_length=1000)
    for_appraisal = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="last day on which it binds anybody")

    wants = models.CharField(max_length=8, default="items", help_text="items, minutes, level, points")
    needed = models.IntegerField(default=1, help_text="how many of the items, minutes, points, or the level")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.CharField(max_length=5, choices=Counts, default=Counts.EVER)
    counts_since = models.DateField(null=True)

    anchor = models.CharField(max_length=8, default="fixed", help_text="fixed, start, joining, posting")
    fixed_on = models.DateField(null=True)
    amount = models.SmallIntegerField(default=0)
    unit = models.CharField(max_length=12, default="days", help_text="days, months, working_days")
    round_to = models.CharField(max_length=8, blank=True, help_text="'', quarter, year: the last day of it")
    repeat_months = models.SmallIntegerField(null=True)
    repeat_basis = models.CharField(max_length=10, blank=True, help_text="due, completion")
    repeat_window = models.SmallIntegerField(null=True, help_text="months before the date in which it can be renewed")

    revision = models.IntegerField(default=1, help_text="grows with every change of the draft")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField()
    reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True, help_text="its publication, when it is a draft again")
    ended_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            # The administrator's list of an organisation.
            models.Index(fields=["organisation", "status", "-id"], name="mandate_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(wants="level", competency__isnull=False)
                | (Q(wants__in=["items", "minutes", "points"]) & Q(competency__isnull=True)),
                name="mandate_what",
            ),
            models.CheckConstraint(condition=Q(needed__gte=1), name="mandate_needed"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="mandate_days"
            ),
            models.CheckConstraint(
                condition=(Q(anchor="fixed") & Q(fixed_on__isnull=False))
                | (Q(anchor__in=["start", "joining", "posting"]) & Q(fixed_on__isnull=True)),
                name="mandate_anchor",
            ),
            models.CheckConstraint(
                condition=Q(repeat_months__isnull=True, repeat_window__isnull=True, repeat_basis="")
                | Q(
                    repeat_months__gte=1,
                    repeat_window__gte=1,
                    repeat_window__lte=F("repeat_months"),
                    repeat_basis__in=["due", "completion"],
                ),
                name="mandate_repeat",
            ),
            models.UniqueConstraint(
                fields=["replaces"], name="mandate_replaced_once", condition=Q(status__in=["draft", "approved", "live"])
            ),
        ]


class MandateItem(models.Model):
    """A course, programme, assessment or event that is asked for; equivalents have the place of what they stand for."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.SmallIntegerField()
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    equivalent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "course"], name="mandate_item_once")]


class PeopleGroup(models.Model):
    """Rules that an office keeps under a name. A draft takes a copy of them: a mandate in force is changed by nothing
    but another mandate."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="people_group_once")]


class MandateRule(models.Model):
    """Conditions that must all hold. One rule that includes is enough; one that excludes leaves out. Of a mandate, or
    of a group that is kept."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    group = models.ForeignKey(PeopleGroup, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    excludes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate", "number"], name="mandate_rule_once"),
            models.UniqueConstraint(fields=["group", "number"], name="group_rule_once"),
            models.CheckConstraint(
                condition=Q(mandate__isnull=False, group__isnull=True) | Q(mandate__isnull=True, group__isnull=False),
                name="mandate_rule_of_one",
            ),
        ]


class MandateCondition(models.Model):
    """One value or span of an attribute (types.Attribute). Several values of one attribute in a rule: any will do."""

    rule = models.ForeignKey(MandateRule, on_delete=models.CASCADE, related_name="+")
    attribute = models.CharField(max_length=12)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    designation = models.ForeignKey("orgs.Designation", on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("orgs.Service", on_delete=models.PROTECT, null=True, related_name="+")
    cadre = models.ForeignKey("orgs.Cadre", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=60, blank=True)
    low = models.SmallIntegerField(null=True)
    high = models.SmallIntegerField(null=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True, help_text="last day of the span")


class MandateReach(models.Model):
    """Where a live mandate can bind anybody: found by the organisations above a post. Rewritten by publishing."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        # Begins with the organisation: the mandates that can match a person.
        constraints = [models.UniqueConstraint(fields=["organisation", "mandate"], name="mandate_reach_once")]


class MandateHand(models.Model):
    """Who wrote in a draft; none of them approves it where it takes two."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "person"], name="mandate_hand_once")]


class MandateFollow(models.Model):
    """The competency that a mandate asks for was merged into another: it asks for that one since. Undone with the
    merger. now NULL: it was split into several, and somebody has to choose."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")
    act_uuid = models.UUIDField(help_text="kernel.bulk")
    was = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    was_level = models.SmallIntegerField()
    now = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.SmallIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "act_uuid", "was"], name="mandate_followed_once")]
