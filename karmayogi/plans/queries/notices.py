"""What somebody was told of orders, in the words of what they are by now."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows

SHOWN_FOR = dt.timedelta(days=14)


@dataclasses.dataclass(frozen=True, slots=True)
class NoticeRow:
    """status: live, retired, or draft where it was taken back. replaced_by: its number, where another took its place.
    told_at: when what it says now became so. changed: a draft that somebody has written in since it was taken back:
    what it is called now is not told."""

    id: int
    title_en: str
    title_hi: str
    title_ur: str
    number: str
    status: str
    reason: str
    replaced_by: str | None
    told_at: dt.datetime
    changed: bool


def notices_of(person_id: int, at: dt.datetime) -> list[NoticeRow]:
    """Of the last two weeks, the latest first. Who was told may be bound no more: she moved, or the order was taken
    back and came into force anew for others; her list says which of them bind her (web/mine.py)."""
    return rows.fetch(
        NoticeRow,
        """
        select * from (
          select m.id, m.title_en, m.title_hi, m.title_ur, m.number, m.status, m.retired_reason, (
              select n.number from plans_mandate n where n.replaces_id = m.id and n.status = 'live') as replaced_by,
            greatest(x.told_at, m.retired_at, m.taken_back_at) as said_at,
            m.status in ('draft', 'approved') and m.changed_at > m.taken_back_at as changed
          from plans_notice x join plans_mandate m on m.id = x.mandate_id where x.person_id = %s
        ) y where said_at >= %s order by said_at desc limit 20
        """,
        [person_id, at - SHOWN_FOR],
    )
