"""Another e-mail address or mobile number, once its owner has proved that it is hers; and her language."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.models import Account


def change_contact(*, actor: Actor, kind: str, value: str, at: dt.datetime) -> None:
    """Sets and verifies the contact; the caller has checked the code sent to it. kind: "email" or "mobile".

    Raises Refused when another account has it.
    """
    clean = {"email": clean_email, "mobile": clean_mobile}[kind](value)
    if clean is None:
        raise NotFound
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update().get(pk=actor.account_id)
            changed = getattr(account, kind) != clean
            setattr(account, kind, clean)
            setattr(account, f"{kind}_verified_at", at)
            account.save(update_fields=[kind, f"{kind}_verified_at"])
            audit.record(
                f"people:{kind}:{'change' if changed else 'verify'}",
                agent=actor,
                at=at,
                kind="account",
                subject=account.uuid,
                concerns=account.person_id,
            )
    except IntegrityError as error:
        raise Refused(_("This contact belongs to another account. Ask your training administrator.")) from error


def change_language(*, actor: Actor, language: str, at: dt.datetime) -> None:
    """The language of letters, and of pages on the next device."""
    if actor.language == language:
        return
    with transaction.atomic():
        Account.objects.filter(pk=actor.account_id).update(language=language)
        audit.record(
            "people:language:change",
            agent=actor,
            at=at,
            kind="account",
            subject=actor.account_uuid,
            concerns=actor.person_id,
            detail={"language": language},
        )
