from django.db import models
from django.db.models import F, Q

from karmayogi.kernel.ids import uuid7


class DigestWish(models.Model):
    """How somebody wants to be reminded, where it differs from the default."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")
    by_mail = models.BooleanField(default=True)
    by_sms = models.BooleanField(default=True)
    quiet_from = models.SmallIntegerField(default=20, help_text="hour in India from which nothing is sent")
    quiet_until = models.SmallIntegerField(default=8, help_text="hour from which it is sent again")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__gte=0, quiet_from__lte=23, quiet_until__gte=0, quiet_until__lte=23),
                name="digest_wish_hours",
            ),
        ]


class Digest(models.Model):
    """What somebody is told on a day, all of it at once."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=4000)
    facts = models.SmallIntegerField()
    left = models.SmallIntegerField(default=0, help_text="own courses that are missing, as the SMS says it")
    due_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=8, blank=True, help_text="sent, none")
    sms = models.CharField(max_length=8, blank=True, help_text="queued, none, refused, off; of old ones: sent")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="digest_one_a_day")]
        indexes = [
            # What waits for the end of quiet hours.
            models.Index(fields=["id"], name="digest_waits", condition=Q(delivered_at__isnull=True)),
        ]


class Reminded(models.Model):
    """That an officer was reminded of her year, and how far she was: whoever has not moved since is told upwards."""

    year = models.ForeignKey("talent.AppraisalYear", on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    done = models.SmallIntegerField()
    tested = models.BooleanField()
    told_up_on = models.DateField(null=True, help_text="when her supervisor was told")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "person", "on"], name="reminded_once_a_day"),
            models.CheckConstraint(
                condition=Q(told_up_on__isnull=True) | Q(told_up_on__gte=F("on")), name="reminded_up"
            ),
        ]


class SmsTemplate(models.Model):
    """A text as it is registered with the operators, gaps written {#var#}. Frozen; another text is another one."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    number = models.CharField(max_length=30, unique=True, help_text="as the register gave it")
    header = models.CharField(max_length=11, help_text="registered sender")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=1000)
    registered_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language"], condition=Q(ended_at__isnull=True), name="sms_template_one_of_a_language"
            ),
        ]


class SmsNote(models.Model):
    """A text message on its way to the gateway, taken by it, or refused and why. The number of the phone is not kept:
    it is read when the message leaves."""

    uuid = models.UUIDField(default=uuid7, unique=True, help_text="by which the gateway knows a second try")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.ForeignKey(
        Digest, on_delete=models.CASCADE, null=True, related_name="+", help_text="of old ones: none"
    )
    template = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=7, help_text="waiting, sent, refused, late, off")
    tries = models.SmallIntegerField(default=0, db_default=0)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="when the gateway took it")

    class Meta:
        indexes = [
            # Counted by what became of them.
            models.Index(fields=["at", "state"], name="sms_note_age"),
            # What nobody tries any more, each hour, however many left the house before.
            models.Index(fields=["at"], name="sms_note_waiting", condition=Q(state="waiting")),
        ]


class PushNote(models.Model):
    """That one browser is told that a digest waits: once for each of both, whatever is tried again."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    device = models.UUIDField(help_text="of people; it may be off by now")
    name = models.CharField(max_length=100, help_text="of the browser, as it was called then")
    state = models.CharField(max_length=7, default="waiting", help_text="waiting, sent, gone, away, refused, late")
    tries = models.SmallIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)
    next_at = models.DateTimeField(help_text="when it is tried, or was last")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "device"], name="push_note_once")]
        indexes = [
            # Counted by what became of them.
            models.Index(fields=["next_at", "state"], name="push_note_age"),
            # What nobody tries any more.
            models.Index(fields=["next_at"], name="push_note_waiting", condition=Q(state="waiting")),
        ]
