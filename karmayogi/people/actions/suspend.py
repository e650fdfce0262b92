"""Closing the sign-in of a person and opening it again; her record stays as it is."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound
from karmayogi.people.models import Account
from karmayogi.people.policies import can_open_accounts


def set_active(*, agent: Agent, person_id: int, active: bool, why: str = "", at: dt.datetime) -> None:
    """With active=False nobody can sign in as her and her sessions stop counting. Repeating it changes nothing."""
    if not can_open_accounts(agent):
        raise NotFound
    with transaction.atomic():
        row = Account.objects.select_for_update().filter(person_id=person_id).first()
        if row is None or row.is_active == active:
            return
        row.is_active = active
        row.sessions_valid_from = at
        row.save(update_fields=["is_active", "sessions_valid_from"])
        audit.record(
            f"people:account:{'reopen' if active else 'suspend'}", agent=agent, at=at, kind="account",
            subject=row.uuid, concerns=person_id, why=why,
        )  # fmt: skip
