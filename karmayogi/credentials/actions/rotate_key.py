"""A new signing key from now on; what older keys signed still verifies."""

import datetime as dt

from django.db import transaction

from karmayogi.credentials.actions import signing, status_list
from karmayogi.credentials.models import SigningKey, StatusList
from karmayogi.kernel import audit, ids
from karmayogi.kernel.access import System


def rotate_key(*, agent: System, at: dt.datetime, why: str = "") -> str:
    """Retires the key in use and makes another; returns its kid. The status lists are signed anew with it."""
    with transaction.atomic():
        signing.one_at_a_time()
        SigningKey.objects.filter(valid_to__isnull=True).update(valid_to=at)
        key = signing.new_key(at)
        for list_id in StatusList.objects.order_by("id").values_list("id", flat=True):
            status_list.publish_list(list_id, at)
        audit.record(
            "credentials:key:rotate",
            agent=agent,
            at=at,
            kind="signing_key",
            subject=ids.uuid7(),
            label=key.kid,
            why=why,
        )
    return key.kid
