"""The first password, chosen through the link of an invitation. Having the link proves the contact it was sent to."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import audit
from karmayogi.kernel.access import NotFound, System
from karmayogi.people.links import read_invitation
from karmayogi.people.models import Account


def accept_invitation(*, token: str, password: str, at: dt.datetime) -> Account:
    """Sets the password (checked by the caller's form). Raises NotFound for a link that opens nothing."""
    with transaction.atomic():
        opened = read_invitation(token)
        if opened is None:
            raise NotFound
        account = Account.objects.select_for_update().get(pk=opened[0].pk)
        if read_invitation(token) is None:  # used in another window meanwhile
            raise NotFound
        account.set_password(password)
        fields = ["password"]
        if opened[1] == account.email:
            account.email_verified_at = at
            fields.append("email_verified_at")
        elif opened[1] == account.mobile:
            account.mobile_verified_at = at
            fields.append("mobile_verified_at")
        account.save(update_fields=fields)
        audit.record(
            "people:password:set",
            agent=System("sign-in"),
            at=at,
            kind="account",
            subject=account.uuid,
            concerns=account.person_id,
        )
    return account
