"""A message to the owner of an account: by e-mail, or by text message where there is no address."""

from karmayogi.kernel import mail
from karmayogi.people import sms
from karmayogi.people.models import Account


def write_letter(account: Account, subject: str, text: str, *, to: str = "") -> None:
    """Queues it in the current transaction. to: another contact than the account's first."""
    contact = to or account.email or account.mobile or ""
    if "@" in contact:
        mail.send(to=contact, subject=subject, text=text)
    elif contact:
        sms.send(to=contact, text=text)
