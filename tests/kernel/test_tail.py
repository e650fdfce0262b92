"""What one act says of itself is written by one statement, as it would be written one by one."""

import dataclasses
import datetime as dt
import uuid

import pytest
from django.db import transaction

from karmayogi.kernel import audit, events, rows, tail
from karmayogi.kernel.access import System

AT = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Happened:
    number: int


@pytest.fixture(autouse=True)
def gathered():
    events.gather(Happened)(lambda found: None)
    yield
    del events._gatherers[Happened]


def happen(number: int) -> None:
    audit.record(
        "tests:thing:happen", agent=System("tests"), at=AT, kind="thing", subject=uuid.UUID(int=number),
        label=f"№ {number}", why="because", detail={"number": number},
    )  # fmt: skip
    events.announce(Happened(number))


def written() -> tuple[list[tuple], list[tuple]]:
    def line(*row):
        return row

    return (
        rows.fetch(
            line, "select at, tag, agent_label, subject_kind, subject_uuid, subject_label, why, detail::text"
            " from kernel_auditentry where tag like 'tests:%%' order by id"
        ),
        rows.fetch(line, "select payload::text from kernel_waitingevent where event like '%%Happened' order by id"),
    )  # fmt: skip


@pytest.mark.django_db
def test_one_statement_writes_what_several_would(django_assert_num_queries):
    with transaction.atomic():
        happen(1)
        happen(2)
        one_by_one = written()
        transaction.set_rollback(True)
    with django_assert_num_queries(1), tail.written_as_one():
        happen(1)
        with tail.written_as_one():
            happen(2)
    assert written() == one_by_one
    assert len(one_by_one[0]) == len(one_by_one[1]) == 2
    with django_assert_num_queries(0), tail.written_as_one():
        pass


@pytest.mark.django_db
def test_of_what_fails_nothing_is_written_and_the_next_act_begins_anew(django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(LookupError), tail.written_as_one():
        happen(1)
        raise LookupError
    assert tail.here() is None
    happen(3)
    assert [row[5] for row in written()[0]] == ["№ 3"]
