from django.db import models

from karmayogi.credentials.types import Accent
from karmayogi.kernel.ids import uuid7


class Template(models.Model):
    """How the certificates of an organisation look. A change is a new row: what was printed can be printed again.

    The row saved last counts for the organisation and for those below it that have none of their own. Append-only by
    a trigger of the database.
    """

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    in_use = models.BooleanField(help_text="false: from here on as if there were none")
    line_en = models.CharField(max_length=120, blank=True)
    line_hi = models.CharField(max_length=120, blank=True)
    line_ur = models.CharField(max_length=120, blank=True)
    signatory = models.CharField(max_length=80, blank=True)
    signatory_title = models.CharField(max_length=80, blank=True)
    accent = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Accent])
    logo = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="template_of_organisation")]
