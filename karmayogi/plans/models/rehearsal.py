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
    weighed = models.BooleanField(default=False, db_default=False, help_text="a limit of learning applies to some")
    others = models.IntegerField(default=0, db_default=0, help_text="other mandates in force that were weighed with it")
    peaks = models.IntegerField(default=0, db_default=0, help_text="spans of peak duty in which a date can lie")
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
    left = models.IntegerField(default=0, db_default=0, help_text="of people: have it still to do")
    was_done = models.IntegerField(default=0, db_default=0)
    was_overdue = models.IntegerField(default=0, db_default=0)
    was_minutes = models.BigIntegerField(default=0, db_default=0)
    sooner = models.IntegerField(default=0, db_default=0, help_text="bound by both: the due date moves forward")
    later = models.IntegerField(default=0, db_default=0)
    clashes = models.IntegerField(default=0, db_default=0, help_text="of left: a date of theirs lies in a peak")
    above = models.IntegerField(null=True, help_text="of left: more than the limit; NULL: none applies here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rehearsal", "organisation"], name="rehearsal_office_once")]


class RehearsalClash(models.Model):
    """Dates of people of an office that lie in a peak. The peak is copied: calendars change, a rehearsal does not."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    name_en = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    session = models.BooleanField(help_text="the day of a session that is asked for; else due dates")
    first_on = models.DateField(help_text="the first of the dates that lie in it")
    last_on = models.DateField()
    people = models.IntegerField()


class RehearsalCost(models.Model):
    """One term of the cost of an office: people x units x rate. total NULL: the rate is not known."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=6)
    people = models.IntegerField()
    units = models.IntegerField(help_text="days, rooms for a day, or 1")
    paise = models.BigIntegerField(null=True)
    total = models.BigIntegerField(null=True)


class RehearsalAbove(models.Model):
    """Somebody who would be asked for more than the limit of a month or quarter, with all other mandates in force."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation_path = models.TextField(db_collation="C")
    per = models.CharField(max_length=7)
    first_on = models.DateField(help_text="of the month or quarter")
    mine = models.IntegerField(help_text="minutes of this draft")
    minutes = models.IntegerField(help_text="of all")
    most = models.IntegerField()
