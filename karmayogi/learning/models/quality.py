from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from karmayogi.kernel.ids import uuid7


class QualityForm(models.Model):
    """The questionnaire of content quality, in numbered versions read from data/quality.toml. One is in force."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    number = models.SmallIntegerField(unique=True)
    threshold = models.SmallIntegerField(help_text="per cent below which a version is not published")
    points = ArrayField(models.SmallIntegerField(), help_text="what an answer may give, best first")
    in_force = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="quality_form_one_in_force")
        ]


class QualityQuestion(models.Model):
    form = models.ForeignKey("learning.QualityForm", on_delete=models.CASCADE, related_name="+")
    position = models.SmallIntegerField()
    section = models.SlugField(max_length=30)
    section_en = models.CharField(max_length=120)
    section_hi = models.CharField(max_length=120)
    section_ur = models.CharField(max_length=120)
    weight = models.SmallIntegerField(help_text="of the section")
    key = models.SlugField(max_length=40)
    text_en = models.CharField(max_length=300)
    text_hi = models.CharField(max_length=300)
    text_ur = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="quality_question_once"),
            models.UniqueConstraint(fields=["form", "position"], name="quality_position_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="quality_weight"),
        ]


class QualityReview(models.Model):
    """One reviewer's answers about a draft in one round of review."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    draft = models.ForeignKey("learning.Draft", on_delete=models.CASCADE, related_name="+")
    round = models.SmallIntegerField()
    form = models.ForeignKey("learning.QualityForm", on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    score = models.SmallIntegerField(help_text="per cent, weighted")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "round", "reviewer"], name="quality_review_once")]


class QualityAnswer(models.Model):
    review = models.ForeignKey("learning.QualityReview", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("learning.QualityQuestion", on_delete=models.PROTECT, related_name="+")
    points = models.SmallIntegerField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "question"], name="quality_answer_once")]
