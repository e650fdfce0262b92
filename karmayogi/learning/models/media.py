from django.db import models
from django.db.models import Q


class MediaSource(models.Model):
    """A stored film, recording, PDF or file of slides of which lighter forms are made, once, whoever uses it.

    Derived from the file alone: the same content has the same row in every draft and every version.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        MADE = "made"
        REFUSED = "refused"  # its content is not what it should be: `trouble` says why
        LACKING = "lacking"  # a program is not installed: tried again when it is

    file = models.OneToOneField("kernel.StoredFile", on_delete=models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=10, help_text="video, audio, pdf, slides")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    trouble = models.CharField(max_length=20, blank=True, help_text="learning.engine.renditions.Trouble")
    detail = models.CharField(max_length=200, blank=True)
    seconds = models.IntegerField(null=True, help_text="length as measured")
    height = models.IntegerField(null=True, help_text="lines of the film")
    pages = models.SmallIntegerField(null=True)
    tries = models.SmallIntegerField(default=0)
    cpu_ms = models.IntegerField(default=0, help_text="processor time that making took")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # What the maker takes next.
            models.Index(fields=["asked_at"], condition=Q(state__in=["waiting", "making"]), name="media_to_make"),
        ]


class Rendition(models.Model):
    """A lighter form of a file: its sound alone, a film of 240 lines, one page as a picture with its text."""

    source = models.ForeignKey("learning.MediaSource", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=10, help_text="audio, 240p, page")
    place = models.SmallIntegerField(default=0, help_text="number of the page, from 1; 0 for what has no pages")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True, help_text="what is written on the page")
    width = models.SmallIntegerField(null=True)
    height = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "name", "place"], name="rendition_once")]


class MissingTool(models.Model):
    """A program that the product would like to have and did not find; its administrators are told once."""

    name = models.CharField(max_length=20, primary_key=True)
    missed_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True)
