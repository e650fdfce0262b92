"""Taking back what was issued by an act on many: each certificate is revoked as issued by mistake."""

import datetime as dt
import uuid

from karmayogi.credentials.actions.revoke import revoke_row
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.types import Reason
from karmayogi.kernel.access import Agent


def take_back(
    *, agent: Agent, certificate_uuid: uuid.UUID, why: str, at: dt.datetime, reason: Reason = Reason.ERROR
) -> bool:
    """False, and nothing changed, when it stands no more: revoked or replaced meanwhile.

    reason: UNDONE where what it proved stands without it, and it may be issued again.
    The caller has made sure that the agent may do so.
    """
    certificate = Certificate.objects.select_for_update().get(uuid=certificate_uuid)
    if certificate.revoked_at is not None:
        return False
    revoke_row(certificate, agent=agent, by=None, reason=reason, note=why, at=at)
    return True
