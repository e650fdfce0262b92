from django.db import models


class TagMove(models.Model):
    """A tag that a re-tag act gave to a course version, and the one that it took away; undoing reads it."""

    act_uuid = models.UUIDField(help_text="kernel.bulk")
    version = models.ForeignKey("learning.CourseVersion", on_delete=models.CASCADE, related_name="+")
    was = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    was_level = models.SmallIntegerField()
    now = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    before = models.SmallIntegerField(null=True, help_text="level of a tag with `now` that there was already")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act_uuid", "version", "was", "now"], name="tag_moved_once")]
