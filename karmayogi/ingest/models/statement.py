from django.db import models
from django.db.models import Q


class Statement(models.Model):
    """A statement as it is answered. Append-only: a trigger refuses UPDATE and DELETE.

    `seq` holds the instant of storing (see queries/order.py), so that its order is the order of `stored`. Nobody but
    the primary key and the few columns here is asked in SQL; everything that a query can filter by is in `Key`.
    """

    seq = models.BigIntegerField(primary_key=True)
    uuid = models.UUIDField(unique=True, help_text="the id of the statement")
    authority = models.BigIntegerField(help_text="key of the agent that vouches for it")
    refers_to = models.UUIDField(null=True, help_text="the statement that its object refers to, here or not")
    voids = models.UUIDField(null=True, help_text="the same, where the verb says voided")
    body = models.BinaryField(help_text="JSON in UTF-8")

    class Meta:
        indexes = [
            # What an asker with statements/read/mine sees; related_agents.
            models.Index(fields=["authority", "seq"], name="ingest_authority"),
            # Who refers to a statement that has just arrived.
            models.Index(fields=["refers_to"], name="ingest_refers", condition=Q(refers_to__isnull=False)),
            # Whether a statement is voided: every statement of every answer is asked.
            models.Index(fields=["voids"], name="ingest_voids", condition=Q(voids__isnull=False)),
        ]


class Key(models.Model):
    """One thing that a statement is found by, as a number (queries/keys.py), in the order of storing.

    A statement that refers to another one has the keys of that one too: that is how filters see through references.
    """

    pk = models.CompositePrimaryKey("key", "seq")
    key = models.BigIntegerField()
    seq = models.BigIntegerField()


class FreshKey(models.Model):
    """A key of a statement that came lately. Keys are hashes: in an index of years each would be on a page of its own.
    At night they go over into `Key`, in order (actions/settle_keys.py). A pair is in one of the two tables.
    """

    pk = models.CompositePrimaryKey("key", "seq")
    key = models.BigIntegerField()
    seq = models.BigIntegerField()


class Attachment(models.Model):
    """Bytes that came with a statement. Answered with that statement only: knowing a hash opens nothing."""

    pk = models.CompositePrimaryKey("seq", "sha2")
    seq = models.BigIntegerField()
    sha2 = models.CharField(max_length=128, help_text="as the statement names it, in lower case")
    sha256 = models.CharField(max_length=64, help_text="where the kernel keeps it")
    media_type = models.CharField(max_length=255)


class Activity(models.Model):
    """What is known of an activity: the definitions that were sent for it, merged."""

    key = models.BigIntegerField(primary_key=True, help_text="key of the id")
    iri = models.TextField()
    definition = models.BinaryField(help_text="JSON in UTF-8")
    updated_at = models.DateTimeField()
