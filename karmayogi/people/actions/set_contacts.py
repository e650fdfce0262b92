"""The contacts of an account as her office states them; unlike her own change, they are not verified by it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.people.models import Account
from karmayogi.people.policies import can_open_accounts


def set_contacts(*, agent: Agent, person_id: int, email: str | None, mobile: str | None, at: dt.datetime) -> None:
    """Sets those given (in canonical form); None leaves what is. Raises Refused when one belongs to another account."""
    if not can_open_accounts(agent):
        raise NotFound
    try:
        with transaction.atomic():
            row = Account.objects.select_for_update().get(person_id=person_id)
            wanted = {"email": email or row.email, "mobile": mobile or row.mobile}
            changed = [kind for kind, value in wanted.items() if getattr(row, kind) != value]
            if not changed:
                return
            for kind in changed:
                setattr(row, kind, wanted[kind])
                setattr(row, f"{kind}_verified_at", None)
            row.save(update_fields=[*changed, *(f"{kind}_verified_at" for kind in changed)])
            audit.record(
                "people:account:contacts", agent=agent, at=at, kind="account", subject=row.uuid, concerns=person_id,
                detail={"fields": changed},
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("This contact cannot be used here.")) from error
