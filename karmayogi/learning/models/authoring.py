from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.models.course import Course, Part


class Draft(models.Model):
    """The next version of a course while it is written and reviewed. Publishing copies it into a frozen version.

    Nobody who wrote in it (DraftHand) reviews or publishes it; the database refuses the author in both places.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        REVIEW = "review"
        READY = "ready"  # reviewed, waits for the publisher
        PUBLISHED = "published"
        DISCARDED = "discarded"

    uuid = models.UUIDField(default=uuid7, unique=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField(help_text="of the version that it will be")
    based_on = models.ForeignKey("learning.CourseVersion", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(
        "learning.CourseVersion", on_delete=models.PROTECT, null=True, related_name="+", help_text="what came of it"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    mode = models.CharField(max_length=12, choices=Course.Mode, default=Course.Mode.ONLINE)
    licence = models.CharField(max_length=60, blank=True)
    languages = ArrayField(models.CharField(max_length=10), help_text="declared: everything must be there in each")
    pass_percent = models.SmallIntegerField(default=60)
    parts_needed = models.SmallIntegerField(null=True, help_text="NULL: all parts")
    draw = models.SmallIntegerField(default=10, help_text="questions of one attempt at the test")
    quiz_minutes = models.SmallIntegerField(default=15)
    attempts = models.SmallIntegerField(default=3)
    negative_percent = models.SmallIntegerField(default=0, db_default=0, help_text="off for a wrong answer")
    second_percent = models.SmallIntegerField(default=0, db_default=0, help_text="of the texts, marked by two persons")
    peers = models.SmallIntegerField(default=0, db_default=0, help_text="learners who mark each text; 0: others")
    sections = models.JSONField(null=True, help_text="of the test, as QuizSection; NULL: none")
    certificate_months = models.SmallIntegerField(null=True, help_text="for how long; NULL: for ever")
    counts_prior = models.BooleanField(default=True, db_default=True, help_text="of a programme")
    watch_percent = models.SmallIntegerField(
        default=USUAL_PERCENT, db_default=USUAL_PERCENT, help_text="of a film or recording that must be played"
    )
    sessions = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], help_text="codes of events that must be attended"
    )
    sessions_needed = models.SmallIntegerField(null=True, help_text="of these; NULL: all")
    revision = models.IntegerField(default=1, help_text="of title, summary and rule: a save from an older tab is seen")
    round = models.SmallIntegerField(default=0, help_text="how often it was sent to review")
    score = models.SmallIntegerField(null=True, help_text="of the quality form in this round, per cent")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    publisher = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(status__in=["draft", "review", "ready"]), name="draft_one_open"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")), name="draft_reviewer_not_author"
            ),
            models.CheckConstraint(
                condition=Q(publisher__isnull=True) | ~Q(publisher=F("author")), name="draft_publisher_not_author"
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(publisher__isnull=False, reviewer__isnull=False, version__isnull=False),
                name="draft_published_by_others",
            ),
            models.CheckConstraint(condition=Q(pass_percent__gte=0, pass_percent__lte=100), name="draft_pass_percent"),
        ]
        indexes = [
            # The list of courses in work, changed last first.
            models.Index(fields=["-changed_at", "-id"], name="draft_changed"),
        ]


class DraftedText(models.Model):
    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=250, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "language"], name="drafted_text_once")]


class DraftedCompetency(models.Model):
    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "competency"], name="drafted_competency_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="drafted_competency_level"),
        ]


class DraftedPart(models.Model):
    uuid = models.UUIDField(default=uuid7, unique=True)
    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    position = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=Part.Kind)
    minutes = models.SmallIntegerField(default=5)
    # As the question file has them; assessment makes items of them when the version is published.
    questions = models.JSONField(default=list)
    link = models.UUIDField(null=True, help_text="as of a published part")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="drafted_part_key_once"),
            models.UniqueConstraint(
                fields=["draft", "position"], name="drafted_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]


class DraftedVariant(models.Model):
    """A drafted part in one language. `source` is Markdown; `body_html` what readers will see of it, cleaned."""

    part = models.ForeignKey("learning.DraftedPart", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=250, blank=True)
    source = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    captions = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    poster = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    package = models.ForeignKey("learning.Package", on_delete=models.PROTECT, null=True, related_name="+")
    pages = models.SmallIntegerField(null=True)
    seconds = models.IntegerField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "language"], name="drafted_variant_once")]


class DraftedPicture(models.Model):
    """A picture in the text of a drafted variant; what the text does not name any more goes at the next save."""

    variant = models.ForeignKey("learning.DraftedVariant", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    width = models.SmallIntegerField(help_text="pixels")
    height = models.SmallIntegerField(help_text="pixels")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "name"], name="drafted_picture_once")]


class DraftHand(models.Model):
    """Somebody who wrote in a draft: they neither review nor publish it."""

    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="draft_hand_once")]


class DraftStep(models.Model):
    """One step of a draft on its way, with what was said. Appended only."""

    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=12, help_text="begin, send, take_back, pass, return, publish, discard")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    at = models.DateTimeField()


class Retirement(models.Model):
    """A course taken out of the catalogue from a day on, and perhaps put back."""

    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(help_text="first day on which nobody enrols")
    reason = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_reason = models.TextField(blank=True)
    ended_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(ended_at__isnull=True), name="retired_once_at_a_time"
            )
        ]
