from django.db import models
from django.db.models.functions import Now

from karmayogi.kernel.ids import uuid7


class Forward(models.Model):
    """Another record store that gets every statement of ours, in order, at least once."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500, help_text="the address below which it has /statements")
    key = models.CharField(max_length=200)
    secret = models.TextField(help_text="sealed with a key that the database does not have")
    sent_seq = models.BigIntegerField(help_text="everything up to here has been taken")
    sent_at = models.DateTimeField(null=True, help_text="when it last took something")
    failures = models.IntegerField(default=0, help_text="in a row")
    next_at = models.DateTimeField(help_text="not tried before")
    parked = models.CharField(max_length=500, blank=True, help_text="why nothing is sent until somebody resumes it")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
