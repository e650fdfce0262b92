from django.db import models


class NoticeRun(models.Model):
    """Telling everybody whom a mandate binds that it is in force: in chunks by person, after its publication."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"  # the publication was taken back, or the job given up

    mandate = models.ForeignKey("plans.Mandate", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    people = models.IntegerField(help_text="whom it bound when it began")
    told = models.IntegerField(default=0)
    after = models.BigIntegerField(default=0, help_text="the last person of the last chunk")
    on = models.DateField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Notice(models.Model):
    """That somebody was told of a mandate. What the notice says is what the mandate is by now: in force, replaced,
    ended or taken back; so taking back changes every notice at once."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    mandate = models.ForeignKey("plans.Mandate", on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "mandate"], name="notice_once")]
        indexes = [
            # What is old is cleared away.
            models.Index(fields=["told_at"], name="notice_age"),
        ]
