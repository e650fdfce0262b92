from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Course(models.Model):
    """A course under one code. What is taught is in its versions; people enrol in the course and keep their version."""

    class Mode(models.TextChoices):
        ONLINE = "online"
        BLENDED = "blended"
        CLASSROOM = "classroom"

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    class Kind(models.TextChoices):
        COURSE = "course"
        PROGRAMME = "programme"  # made of courses, by rules
        ASSESSMENT = "assessment"  # a test without lessons
        EVENT = "event"

    class Audience(models.TextChoices):
        EVERYONE = "everyone"
        INVITED = "invited"  # for others it is not there
        APPROVAL = "approval"  # found by everybody, begun by whoever was let in

    uuid = models.UUIDField(default=uuid7, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURSE, db_default="course")
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.EVERYONE, db_default="everyone")
    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=80)
    provider = models.ForeignKey("learning.Provider", on_delete=models.PROTECT, related_name="+")
    # What the provider was called before it had a row of its own. Nobody reads it; the column goes in a later release,
    # when no copy of the one before is left that still writes it.
    provider_text = models.CharField(max_length=150, blank=True, db_column="provider")
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.ONLINE)
    licence = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    current_version = models.ForeignKey("learning.CourseVersion", on_delete=models.PROTECT, null=True, related_name="+")
    retires_on = models.DateField(null=True, help_text="first day on which nobody enrols any more")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.code


class CourseVersion(models.Model):
    """Published once, then frozen: an enrolment is completed by the rule of the version it began with."""

    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    minutes = models.SmallIntegerField()
    bytes = models.BigIntegerField(help_text="the largest language variant, all parts")
    parts_needed = models.SmallIntegerField(help_text="how many parts the completion rule asks for")
    pass_percent = models.SmallIntegerField()
    source_sha256 = models.CharField(max_length=64, help_text="of what was imported: the same again changes nothing")
    quality_score = models.SmallIntegerField(null=True, help_text="per cent, of the quality form; NULL: imported")
    counts_prior = models.BooleanField(
        default=True, db_default=True, help_text="of a programme: what was completed before counts"
    )
    certificate_months = models.SmallIntegerField(null=True, help_text="for how long; NULL: for ever")
    watch_percent = models.SmallIntegerField(
        null=True, help_text="of a film or recording that must be played; NULL: from before the rule, by time"
    )
    sessions_needed = models.SmallIntegerField(
        default=0, db_default=0, help_text="how many of its sessions (VersionSession) the completion rule asks for"
    )
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.CheckConstraint(condition=Q(pass_percent__gte=0, pass_percent__lte=100), name="course_pass_percent"),
            models.CheckConstraint(
                condition=Q(watch_percent__isnull=True) | Q(watch_percent__gte=1, watch_percent__lte=100),
                name="course_watch_percent",
            ),
            models.CheckConstraint(condition=Q(sessions_needed__gte=0), name="course_sessions_needed"),
        ]


class CourseText(models.Model):
    """Title and summary of a version in one language."""

    version = models.ForeignKey("learning.CourseVersion", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=250)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="course_text_once")]


class CourseCompetency(models.Model):
    """What a version claims to teach, and to which level."""

    version = models.ForeignKey("learning.CourseVersion", on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "competency"], name="course_competency_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="course_competency_level"),
        ]


class VersionSession(models.Model):
    """An event that counts as a session of a version: who was there is known by the event's own list."""

    version = models.ForeignKey("learning.CourseVersion", on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "event"], name="version_session_once"),
            models.UniqueConstraint(fields=["version", "position"], name="version_session_position"),
        ]


class Part(models.Model):
    """One step of a version. Language variants hang on it: one progress, whatever the language."""

    class Kind(models.TextChoices):
        PAGE = "page"
        VIDEO = "video"
        AUDIO = "audio"
        SLIDES = "slides"
        PDF = "pdf"
        SCORM12 = "scorm12"
        SCORM2004 = "scorm2004"
        H5P = "h5p"
        CMI5 = "cmi5"
        XAPI = "xapi"
        QUIZ = "quiz"
        LTI = "lti"  # opened in a tool of somebody else

    uuid = models.UUIDField(default=uuid7, unique=True)
    version = models.ForeignKey("learning.CourseVersion", on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    position = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    minutes = models.SmallIntegerField()
    min_seconds = models.SmallIntegerField(help_text="less time than this is not plausible for having learnt it")
    link = models.UUIDField(
        null=True, db_index=True, help_text="of a part played elsewhere: by what whoever opens it knows it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="part_key_once"),
            models.UniqueConstraint(
                fields=["version", "position"], name="part_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]


class PartVariant(models.Model):
    """A part in one language: text, or a file, or a package. Files are served by signed addresses."""

    part = models.ForeignKey("learning.Part", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=250)
    body_html = models.TextField(
        blank=True, help_text="cleaned; of a page, the transcript of a video, the text of a PDF"
    )
    source = models.TextField(
        blank=True, help_text="the Markdown it was made of, for the next version; blank if unknown"
    )
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    captions = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    poster = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    package = models.ForeignKey("learning.Package", on_delete=models.PROTECT, null=True, related_name="+")
    bytes = models.BigIntegerField(default=0)
    pages = models.SmallIntegerField(null=True, help_text="of a PDF")
    seconds = models.IntegerField(null=True, help_text="length of a video or recording")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "language"], name="part_variant_once")]


class PartPicture(models.Model):
    """A picture in the text of a variant, under the name by which its HTML speaks of it."""

    variant = models.ForeignKey("learning.PartVariant", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    width = models.SmallIntegerField(help_text="pixels")
    height = models.SmallIntegerField(help_text="pixels")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "name"], name="part_picture_once")]
