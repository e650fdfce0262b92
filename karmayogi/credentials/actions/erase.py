"""Erasing the certificate of somebody from outside: they asked for it, or its days are over.

A certificate of an official is never erased: it is revoked, and its page says so for good.
"""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.credentials.actions.clear_prints import drop_prints
from karmayogi.credentials.actions.revoke import FLIP
from karmayogi.credentials.actions.status_list import publish_list
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.queries.certificates import outside_over
from karmayogi.credentials.types import CANDIDATE
from karmayogi.kernel import audit, files, rows
from karmayogi.kernel.access import Agent, System


def erase(*, agent: Agent, ref_uuid: uuid.UUID, at: dt.datetime) -> bool:
    """Whether there was one. What was downloaded or printed is no good from then on: the published list says so, and
    the page knows its number no more. The caller has made sure that the agent may do so."""
    with transaction.atomic():
        found = (
            Certificate.objects.select_for_update()
            .filter(ref_kind=CANDIDATE, ref_uuid=ref_uuid, organisation__isnull=False)
            .first()
        )
        if found is None:
            return False
        rows.run(FLIP, [found.status_place, found.status_list_id])
        publish_list(found.status_list_id, at)
        audit.record(
            "credentials:certificate:erase", agent=agent, at=at, kind="certificate", subject=found.uuid,
            label=f"{found.code} {found.title_en}",
        )  # fmt: skip
        paper = found.pdf_id
        drop_prints(found.pk)
        found.delete()
        if paper is not None:
            files.forget(paper)
    return True


def erase_what_is_over(at: dt.datetime, limit: int = 1_000) -> int:
    """How many of them whose last day has passed."""
    agent = System("retention of certificates")
    return sum(erase(agent=agent, ref_uuid=ref, at=at) for ref in outside_over(at, limit))
