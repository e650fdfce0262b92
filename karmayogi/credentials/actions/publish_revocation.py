"""The public list after a revocation or a replacement."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from karmayogi.credentials.actions.status_list import publish_list
from karmayogi.credentials.models import Certificate


def publish_revocation(ref_kind: str, ref_uuid: uuid.UUID, at: dt.datetime) -> None:
    """Signs anew each list that holds the bit of a certificate issued for this ref."""
    _publish(Certificate.objects.filter(ref_kind=ref_kind, ref_uuid=ref_uuid), at)


def publish_replacement(certificate_uuid: uuid.UUID, at: dt.datetime) -> None:
    """Signs anew the list that holds the bit of this certificate."""
    _publish(Certificate.objects.filter(uuid=certificate_uuid), at)


def _publish(certificates: QuerySet[Certificate], at: dt.datetime) -> None:
    with transaction.atomic():
        for list_id in sorted(set(certificates.values_list("status_list_id", flat=True))):
            publish_list(list_id, at)
