"""The link to a new password, by a job: its timing must not tell whether an account exists."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.jobs import FIRST, task
from karmayogi.people.actions.note_security import note_security
from karmayogi.people.actions.write_letter import write_letter
from karmayogi.people.links import reset_link
from karmayogi.people.models import Account
from karmayogi.people.queries.accounts import find_account


@task(priority=FIRST)
def send_reset_link(contact: str) -> None:
    """Looks for the account only here: the page that asked for it did the same work for any contact."""
    found = find_account(email=contact, mobile=contact)
    if found is None or not found.is_active:
        return
    account = Account.objects.get(pk=found.id)
    with translation.override(account.language):
        text = _(
            "Somebody, probably you, asked for a new password for your Karmayogi account.\n\n"
            "Choose it here. The link works once, for %(days)s days:\n%(link)s\n\n"
            "If it was not you, you need do nothing: your password stays as it is."
        ) % {"days": settings.PASSWORD_RESET_TIMEOUT // 86400, "link": reset_link(account)}
        to = account.email if "@" in contact else account.mobile
        with transaction.atomic():
            write_letter(account, _("A new password for Karmayogi"), text, to=to or "")
            note_security("people:password:ask", account, at=clock.now())
