"""Hours of learning at work in the one ledger of hours (learning_learningcredit). What is taken back is a line of its
own with the minutes below zero, on the day of the line that it takes back."""

import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows

_CREDIT = """
insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
values (%s, %s, %s, %s, %s, %s) on conflict (person_id, ref_kind, ref_uuid) do nothing
"""
_BACK = """
insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
select person_id, "on", -minutes, kind, ref_kind || '-back', ref_uuid from learning_learningcredit
where person_id = %s and ref_kind = %s and ref_uuid = %s
on conflict (person_id, ref_kind, ref_uuid) do nothing
"""


def credit(*, person_id: int, on: dt.date, minutes: int, kind: str, ref_kind: str, ref_uuid: uuids.UUID) -> None:
    """Once, however often it is repeated. kind: a value of CreditKind."""
    rows.run(_CREDIT, [person_id, on, minutes, kind, ref_kind, ref_uuid])


def take_back(*, person_id: int, ref_kind: str, ref_uuid: uuids.UUID) -> None:
    rows.run(_BACK, [person_id, ref_kind, ref_uuid])
