from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CatalogueEntry(models.Model):
    """What search needs of a published course, in one row. Derived: written anew by every publication."""

    course = models.OneToOneField("learning.Course", on_delete=models.CASCADE, primary_key=True, related_name="+")
    uuid = models.UUIDField(unique=True, help_text="copy of course.uuid")
    code = models.CharField(max_length=40)
    title_en = models.CharField(max_length=250)
    title_hi = models.CharField(max_length=250, blank=True)
    title_ur = models.CharField(max_length=250, blank=True)
    summary_en = models.TextField(blank=True)
    summary_hi = models.TextField(blank=True)
    summary_ur = models.TextField(blank=True)
    kind = models.CharField(max_length=10, default="course", db_default="course")
    hidden = models.BooleanField(
        default=False, db_default=False, help_text="by invitation: found only by those who are let in"
    )
    provider = models.CharField(max_length=150)
    mode = models.CharField(max_length=12)
    minutes = models.SmallIntegerField()
    bytes = models.BigIntegerField()
    languages = ArrayField(models.CharField(max_length=10))
    competency_ids = ArrayField(models.BigIntegerField())
    published_at = models.DateTimeField()
    live = models.BooleanField(db_default=True, default=True, help_text="False once the course is retired")
    words = SearchVectorField(help_text="consonant skeletons of titles (A), competencies (B), summaries (C)")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="catalogue_words"),
            # Courses for a competency: gap page, course suggestions.
            GinIndex(fields=["competency_ids"], name="catalogue_competencies"),
        ]


class CatalogueWord(models.Model):
    """A skeleton that occurs in the catalogue: typos are mended against this vocabulary, not against texts."""

    word = models.CharField(max_length=60, primary_key=True, db_collation="C")
