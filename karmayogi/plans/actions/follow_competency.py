"""Mandates that ask for a competency which is merged into another ask for that one; undone with the merger.

The order on paper is as it was: the page says what it named, and what it asks for since when.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.plans.models import Mandate, MandateFollow

AGENT = System("re-tag")


def follow_competency(
    *, act: uuids.UUID, was_id: int, now_ids: Sequence[int], levels: Sequence[int], at: dt.datetime
) -> int:
    """How many mandates were touched. One that was split is only noted: which of the parts the order means is for a
    person to say. Repeating it changes nothing."""
    touched = 0
    with transaction.atomic():
        for row in Mandate.objects.select_for_update().filter(wants="level", competency_id=was_id):
            if row.status == Mandate.Status.RETIRED:
                continue
            now = now_ids[0] if len(now_ids) == 1 else None
            level = levels[row.needed - 1] if levels else row.needed
            _follow, new = MandateFollow.objects.get_or_create(
                mandate=row, act_uuid=act, was_id=was_id,
                defaults={"was_level": row.needed, "now_id": now, "level": level, "at": at},
            )  # fmt: skip
            if not new:
                continue
            if now is not None:
                _ask(row, now, level, at)
            touched += 1
    return touched


def restore_competency(*, act: uuids.UUID, was_id: int, at: dt.datetime) -> int:
    """The merger is taken back. A mandate that asks for something else by now stays as it is."""
    touched = 0
    with transaction.atomic():
        for follow in MandateFollow.objects.select_for_update(of=("self",)).filter(
            act_uuid=act, was_id=was_id, undone_at=None
        ):
            row = Mandate.objects.select_for_update().get(pk=follow.mandate_id)
            follow.undone_at = at
            follow.save(update_fields=["undone_at"])
            asks_it = row.wants == "level" and (row.competency_id, row.needed) == (follow.now_id, follow.level)
            if asks_it and row.status != Mandate.Status.RETIRED:
                _ask(row, was_id, follow.was_level, at)
                touched += 1
    return touched


def _ask(row: Mandate, competency_id: int, level: int, at: dt.datetime) -> None:
    row.competency_id, row.needed = competency_id, level
    if row.status == Mandate.Status.DRAFT:  # its rehearsal is not of this any more
        row.revision += 1
    row.save(update_fields=["competency_id", "needed", "revision"])
    codes = dict(
        rows.fetch(
            lambda id_, code: (id_, code),
            "select id, code from competencies_competency where id = %s",
            [competency_id],
        )
    )
    audit.record(
        "plans:mandate:follow", agent=AGENT, at=at, kind="mandate", subject=row.uuid, label=row.title_en,
        detail={"competency": codes.get(competency_id, ""), "level": level},
    )  # fmt: skip
