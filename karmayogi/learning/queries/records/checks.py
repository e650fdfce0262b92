"""Walks of the record checker and what they found, for whoever looks after the platform. No names."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class CheckRow:
    id: int
    started_at: dt.datetime
    ended_at: dt.datetime | None
    repairs: bool
    looked: int


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    rule: str
    found: int
    repaired: int
    left: int


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    rule: str
    state: str
    ref_uuid: uuid.UUID | None
    told: str
    at: dt.datetime


def checks(limit: int = 20) -> list[CheckRow]:
    """The latest first."""
    sql = "select id, started_at, ended_at, repairs, looked from learning_recordcheck order by id desc limit %s"
    return rows.fetch(CheckRow, sql, [limit])


def counts(check_id: int) -> list[Count]:
    return rows.fetch(
        Count,
        """
        select rule, (count(*) filter (where state = 'found'))::int, (count(*) filter (where state = 'repaired'))::int,
          (count(*) filter (where state = 'left'))::int
        from learning_recordfinding where check_of_id = %s group by 1 order by 1
        """,
        [check_id],
    )


def lines(check_id: int, limit: int = 200) -> list[Line]:
    """What was left before what was repaired."""
    return rows.fetch(
        Line,
        """
        select rule, state, ref_uuid, told, at from learning_recordfinding where check_of_id = %s
        order by state <> 'left', id limit %s
        """,
        [check_id, limit],
    )
