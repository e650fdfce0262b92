"""Papers in other words that nobody reads any more: they can be made again.

The row of a paper and that of its file go together, or neither goes; the content on disk goes after that.
"""

from django.db import transaction

from karmayogi.credentials.models import Print
from karmayogi.kernel import files, rows

MOST = 5_000  # about 300 MB
_OLD = """
delete from credentials_print p using (
  select x.certificate_id, x.language from credentials_print x
  order by x.read_on desc, x.certificate_id desc, x.language offset %s
) old
where p.certificate_id = old.certificate_id and p.language = old.language returning p.file_id
"""
_REVOKED = """
delete from credentials_print p using credentials_certificate c
where c.id = p.certificate_id and c.revoked_at is not null returning p.file_id
"""


@transaction.atomic
def clear_prints(most: int = MOST) -> int:
    """How many went: all of certificates that stand no more, then those read longest ago beyond the number."""
    gone = [*rows.fetch(int, _REVOKED), *rows.fetch(int, _OLD, [most])]
    for file in gone:
        files.forget(file)
    return len(gone)


@transaction.atomic
def drop_prints(certificate_id: int) -> None:
    """Of one certificate that is erased."""
    kept = list(Print.objects.filter(certificate_id=certificate_id).values_list("file_id", flat=True))
    Print.objects.filter(certificate_id=certificate_id).delete()
    for file in kept:
        files.forget(file)
