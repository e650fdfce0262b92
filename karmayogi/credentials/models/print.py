from django.db import models


class Print(models.Model):
    """The paper of a certificate in other words than those it was issued in, as it was made last. It can be made again
    at any time, so only what was read lately is kept."""

    pk = models.CompositePrimaryKey("certificate_id", "language")
    certificate = models.ForeignKey(
        "credentials.Certificate", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that the page is made of")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField(help_text="when somebody asked for it last")

    class Meta:
        indexes = [models.Index(fields=["read_on"], name="print_read_on")]
