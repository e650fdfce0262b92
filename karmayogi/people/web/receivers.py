"""What follows from allauth's signals: other sessions end, the audit trail grows."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa_signals
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.dispatch import receiver
from django.http import HttpRequest

from karmayogi.people.actions.end_sessions import end_other_sessions, forget_second_factor
from karmayogi.people.actions.note_security import SIGN_IN, note_security
from karmayogi.people.models import Account
from karmayogi.people.sessions import AUTHENTICATION_METHODS

FACTORS = ["totp", "webauthn"]  # recovery codes come with either and go with the last


def _end_others(request: Any, account: Account, keep: str) -> None:
    end_other_sessions(
        agent=SIGN_IN,
        account_id=account.pk,
        account_uuid=account.uuid,
        person_id=account.person_id,
        keep=keep,
        why="password",
        at=request.at,
    )


@receiver([account_signals.password_changed, account_signals.password_set], dispatch_uid="people.password")
def on_password_changed(request: Any, user: Account, **kwargs: Any) -> None:
    note_security("people:password:change", user, at=request.at)
    _end_others(request, user, request.session.session_key or "")


@receiver(account_signals.password_reset, dispatch_uid="people.reset")
def on_password_reset(request: Any, user: Account, **kwargs: Any) -> None:
    note_security("people:password:reset", user, at=request.at)
    if request.user.is_authenticated:
        logout(request)
    _end_others(request, user, "")


@receiver(mfa_signals.authenticator_added, dispatch_uid="people.added")
def on_added(request: HttpRequest, user: Account, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type in FACTORS:  # adding one proves it as showing it does
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    note_security("people:factor:add", user, at=request.at, kind=authenticator.type)  # type: ignore[attr-defined]


@receiver(mfa_signals.authenticator_removed, dispatch_uid="people.removed")
def on_removed(request: HttpRequest, user: Account, authenticator: Any, **kwargs: Any) -> None:
    if not is_mfa_enabled(user, FACTORS):
        shown = request.session.get(AUTHENTICATION_METHODS, [])
        request.session[AUTHENTICATION_METHODS] = [record for record in shown if record.get("method") != "mfa"]
        forget_second_factor(user.pk)
    note_security("people:factor:remove", user, at=request.at, kind=authenticator.type)  # type: ignore[attr-defined]


@receiver(mfa_signals.authenticator_reset, dispatch_uid="people.renewed")
def on_renewed(request: HttpRequest, user: Account, authenticator: Any, **kwargs: Any) -> None:
    note_security("people:factor:renew", user, at=request.at, kind=authenticator.type)  # type: ignore[attr-defined]


@receiver(mfa_signals.authentication_failed, dispatch_uid="people.failed")
def on_failed(request: HttpRequest, user: Account, authenticator: Any, **kwargs: Any) -> None:
    note_security("people:factor:fail", user, at=request.at, kind=authenticator.type)  # type: ignore[attr-defined]
