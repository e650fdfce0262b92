"""Opening the account of a person: what a ministry's import or the demo does; there is no sign-up by strangers."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.models import Account
from karmayogi.people.policies import can_open_accounts
from karmayogi.people.types import AccountRow


def open_account(
    *,
    agent: Agent,
    email: str | None,
    mobile: str | None,
    password: str | None,
    person_id: int | None,
    language: str = "en",
    verified: bool = False,
    at: dt.datetime,
) -> AccountRow:
    """A new account. password None: none yet, an invitation or single sign-on comes first.

    verified: the opener vouches for both contacts. Raises Refused with a sentence for the reader: bad contact, no
    contact, contact or person taken.
    """
    if not can_open_accounts(agent):
        raise NotFound
    clean = _contacts(email, mobile)
    row = Account(
        person_id=person_id,
        email=clean[0],
        mobile=clean[1],
        email_verified_at=at if verified and clean[0] else None,
        mobile_verified_at=at if verified and clean[1] else None,
        password=make_password(password),
        language=language,
        created_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(
                "people:account:open", agent=agent, at=at, kind="account", subject=row.uuid, concerns=person_id
            )
    except IntegrityError as error:
        raise Refused(_taken(error)) from error
    return AccountRow(
        row.id,
        row.uuid,
        person_id,
        row.email,
        row.mobile,
        row.email_verified_at,
        row.mobile_verified_at,
        language,
        True,
    )


def _contacts(email: str | None, mobile: str | None) -> tuple[str | None, str | None]:
    clean = clean_email(email) if email else None, clean_mobile(mobile) if mobile else None
    if email and clean[0] is None:
        raise Refused(_("“%(email)s” is not an e-mail address.") % {"email": email})
    if mobile and clean[1] is None:
        raise Refused(_("“%(mobile)s” is not a telephone number.") % {"mobile": mobile})
    if clean == (None, None):
        raise Refused(_("An account needs an e-mail address or a mobile number."))
    return clean


def _taken(error: IntegrityError) -> str:
    diagnostics = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnostics, "constraint_name", "") or ""
    if "email" in constraint:
        return _("This e-mail address already belongs to an account.")
    if "mobile" in constraint:
        return _("This mobile number already belongs to an account.")
    if "person" in constraint:
        return _("This person already has an account.")
    raise error
