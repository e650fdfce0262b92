from django.db import models


class PeerChoice(models.Model):
    """How many holders of a designation took up a course within a year. Counted anew every night; ten and more only."""

    designation = models.ForeignKey("orgs.Designation", on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, related_name="+", db_index=False)
    people = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["designation", "course"], name="peer_choice_once")]


class NotForMe(models.Model):
    """A course that somebody does not want to be suggested. Enrolling in it stays open."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="not_for_me_once")]
