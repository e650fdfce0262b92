from django.db import models

from karmayogi.kernel.ids import uuid7


class Rehearsal(models.Model):
    """What a draft would do on a day, beside what is so now. Of one revision: a change of the draft makes it stale."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    uuid = models.UUIDField(default=uuid7, unique=True)
    mandate = models.ForeignKey("plans.Mandate", on_delete=models.CASCADE, related_name="+")
    revision = models.IntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    on = models.DateField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    everybody = models.IntegerField(default=0, help_text="who holds a post within the issuer's organisation")


class RehearsalOffice(models.Model):
    """Of the issuer's own posts, or of one organisation directly below it and all under that."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+")
    people = models.IntegerField(help_text="whom it reaches")
    was = models.IntegerField(help_text="whom the mandate reaches that this one replaces")
    gains = models.IntegerField()
    loses = models.IntegerField()
    done = models.IntegerField(help_text="of people: have done it already")
    exempt = models.IntegerField()
    overdue = models.IntegerField(help_text="of people: the date is past")
    asked_already = models.IntegerField(help_text="of gains: another live mandate asks for one of the same items")
    minutes = models.BigIntegerField(help_text="of learning that are left to do, as far as items say")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rehearsal", "organisation"], name="rehearsal_office_once")]
