import datetime as dt
import uuid

from django.db import transaction

from karmayogi.credentials.actions.status_list import publish_list
from karmayogi.credentials.models import Certificate


def publish_revocation(ref_kind: str, ref_uuid: uuid.UUID, at: dt.datetime) -> None:
    """Signs anew the list that holds the bit of the certificate issued for this ref."""
    with transaction.atomic():
        publish_list(Certificate.objects.get(ref_kind=ref_kind, ref_uuid=ref_uuid).status_list_id, at)
