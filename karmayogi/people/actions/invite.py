"""Asking somebody whose account was opened for her to choose her first password."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.people.actions.write_letter import write_letter
from karmayogi.people.links import invitation_link
from karmayogi.people.models import Account
from karmayogi.people.policies import can_open_accounts


def invite(*, agent: Agent, account_id: int, at: dt.datetime) -> None:
    """Sends the link. Repeating it sends another; the earlier link works too until a password is set."""
    account = Account.objects.select_related("person").filter(pk=account_id, is_active=True).first()
    if account is None or not can_open_accounts(agent):
        raise NotFound
    if account.has_usable_password():
        raise Refused(_("This person has chosen a password already. She can ask for a new one on the sign-in page."))
    contact = account.email or account.mobile or ""
    with transaction.atomic(), translation.override(account.language):
        text = _(
            "An account was opened for you on Karmayogi, the learning platform of the civil services.\n\n"
            "Choose your password here. The link works once, for 14 days:\n%(link)s\n\n"
            "If you did not expect this, you need do nothing."
        ) % {"link": invitation_link(account, contact)}
        write_letter(account, _("Your Karmayogi account"), text, to=contact)
        audit.record(
            "people:account:invite",
            agent=agent,
            at=at,
            kind="account",
            subject=account.uuid,
            concerns=account.person_id,
        )
