"""Asking somebody whose account was opened for her to choose her first password: one person, or all of an import."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused, System
from karmayogi.kernel.jobs import BULK, task
from karmayogi.people.actions.write_letter import write_letter
from karmayogi.people.links import invitation_link
from karmayogi.people.models import Account
from karmayogi.people.policies import can_open_accounts


def invite(*, agent: Agent, account_id: int, at: dt.datetime) -> None:
    """Sends the link. Repeating it sends another; the earlier link works too until a password is set."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or not can_open_accounts(agent):
        raise NotFound
    if account.has_usable_password():
        raise Refused(_("This person has chosen a password already and can ask for a new one on the sign-in page."))
    with transaction.atomic():
        _send(account, agent, at)


def invite_later(*, agent: Agent, account_ids: Sequence[int]) -> None:
    """Has a job send the link to each, after the caller's transaction has been committed. Nobody gets a second one:
    whoever was invited, has a password, has signed in or is gone by then (an import that was undone) is passed over."""
    if not can_open_accounts(agent):
        raise NotFound
    if account_ids:
        label = agent.name if isinstance(agent, Actor) else agent.label
        send_invitations.enqueue(account_ids=list(account_ids), agent_label=label)


@task(queue_name=BULK, priority=-10)
def send_invitations(account_ids: list[int], agent_label: str) -> None:
    """Each in a transaction of its own, so that a job that is repeated goes on where it stopped."""
    at = clock.now()
    for account_id in account_ids:
        with transaction.atomic():
            account = (
                Account.objects.select_for_update()
                .filter(pk=account_id, is_active=True, invited_at=None, last_login=None)
                .first()
            )
            if account is not None and not account.has_usable_password():
                _send(account, System(agent_label), at)


def _send(account: Account, agent: Agent, at: dt.datetime) -> None:
    contact = account.email or account.mobile or ""
    with translation.override(account.language):
        text = _(
            "An account was opened for you on Karmayogi, the learning platform of the civil services.\n\n"
            "Choose your password here. The link works once, for 14 days:\n%(link)s\n\n"
            "If you did not expect this, you need do nothing."
        ) % {"link": invitation_link(account, contact)}
        write_letter(account, _("Your Karmayogi account"), text, to=contact)
    Account.objects.filter(pk=account.pk).update(invited_at=at)
    audit.record(
        "people:account:invite", agent=agent, at=at, kind="account", subject=account.uuid, concerns=account.person_id
    )
