from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Item(models.Model):
    """A question in one wording. Never changed: other words or another answer make the next version under its key."""

    class Kind(models.TextChoices):
        SINGLE = "single"
        MULTIPLE = "multiple"
        TRUEFALSE = "truefalse"
        WEIGHTED = "weighted"
        MATCH = "match"
        ORDER = "order"
        BLANK = "blank"
        NUMERIC = "numeric"
        SHORT = "short"
        CASE = "case"

    uuid = models.UUIDField(default=uuid7, unique=True)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="+", help_text="owns the pool")
    key = models.CharField(max_length=60)
    version = models.SmallIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that the version says, answers included")
    kind = models.CharField(max_length=10, choices=Kind)
    difficulty = models.SmallIntegerField()
    clause = models.CharField(max_length=300, blank=True, help_text="the law, rule or standard that decides it")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.SmallIntegerField(null=True, help_text="of the competency, 1 to 5")
    body = models.JSONField(default=dict, help_text="what kinds without options ask and take as right: question_body")
    practice = models.BooleanField(
        default=False, db_default=False, help_text="its answer is shown at once, and no test ever asks it"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=5), name="item_level"),
            models.UniqueConstraint(fields=["course", "key", "version"], name="item_version_once"),
            models.UniqueConstraint(fields=["course", "key", "digest"], name="item_wording_once"),
            models.CheckConstraint(condition=Q(difficulty__gte=1, difficulty__lte=5), name="item_difficulty"),
        ]


class ItemText(models.Model):
    """The question in one language, and why its answer is right: shown after submission only."""

    pk = models.CompositePrimaryKey("item_id", "language")
    item = models.ForeignKey("assessment.Item", on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    text = models.TextField()
    why = models.TextField(blank=True)


class Option(models.Model):
    """One answer to choose. `correct` and `weight` never leave the server before submission."""

    item = models.ForeignKey("assessment.Item", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=20)
    position = models.SmallIntegerField()
    correct = models.BooleanField()
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="of weighted questions alone")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="option_key_once")]


class OptionText(models.Model):
    pk = models.CompositePrimaryKey("option_id", "language")
    option = models.ForeignKey("assessment.Option", on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    text = models.TextField()


class Paper(models.Model):
    """The test of one part of a course version: which pool, how many questions, how long, how often, what passes."""

    part = models.OneToOneField("learning.Part", on_delete=models.CASCADE, related_name="+")
    draw = models.SmallIntegerField(help_text="questions of one attempt")
    minutes = models.SmallIntegerField()
    attempts = models.SmallIntegerField()
    pass_percent = models.SmallIntegerField()
    negative_percent = models.SmallIntegerField(default=0, help_text="of its mark, off for a wrong answer")
    second_percent = models.SmallIntegerField(default=0, help_text="of the texts, marked by two persons")
    peers = models.SmallIntegerField(default=0, help_text="learners who mark each text; 0: those whose work it is")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(negative_percent__gte=0, negative_percent__lte=100), name="paper_negative"
            ),
            models.CheckConstraint(
                condition=Q(second_percent__gte=0, second_percent__lte=100, peers__gte=0, peers__lte=5),
                name="paper_marking",
            ),
            models.CheckConstraint(
                condition=Q(draw__gte=1, minutes__gte=1, attempts__gte=1, pass_percent__gte=0, pass_percent__lte=100),
                name="paper_terms",
            ),
        ]


class PaperSection(models.Model):
    """Part of a paper that is drawn, timed and judged by itself."""

    pk = models.CompositePrimaryKey("paper_id", "number")
    paper = models.ForeignKey("assessment.Paper", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    titles = models.JSONField(help_text="by language")
    minutes = models.SmallIntegerField(null=True, help_text="its own time, after that of the sections before it")
    cut_off = models.SmallIntegerField(null=True, help_text="per cent needed in it to pass")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(minutes__isnull=True) | Q(minutes__gte=1))
                & (Q(cut_off__isnull=True) | Q(cut_off__gte=0, cut_off__lte=100)),
                name="section_terms",
            )
        ]


class PaperCell(models.Model):
    """A line of the blueprint: how many questions of which competency, level and difficulty; null is any."""

    pk = models.CompositePrimaryKey("paper_id", "number")
    paper = models.ForeignKey("assessment.Paper", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    section = models.SmallIntegerField()
    count = models.SmallIntegerField()
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.SmallIntegerField(null=True)
    difficulty = models.SmallIntegerField(null=True)
    course = models.ForeignKey(
        "learning.Course", on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="whose pool it draws from",
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="cell_count")]


class PaperItem(models.Model):
    pk = models.CompositePrimaryKey("paper_id", "item_id")
    paper = models.ForeignKey("assessment.Paper", on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=1, blank=True, db_default="", help_text="A, B, …; '' is in every form")


class PracticeItem(models.Model):
    """A question for practice beside a test. Not a PaperItem, so that nothing that draws ever sees it."""

    pk = models.CompositePrimaryKey("paper_id", "item_id")
    paper = models.ForeignKey("assessment.Paper", on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)


class Practice(models.Model):
    """How somebody stands to a question for practice. It proves nothing and counts for nothing."""

    pk = models.CompositePrimaryKey("person_id", "item_id")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("assessment.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    tries = models.IntegerField()
    right_tries = models.IntegerField()
    last_right = models.BooleanField()
    last_at = models.DateTimeField()
