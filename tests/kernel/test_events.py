import dataclasses
from collections.abc import Sequence

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from karmayogi.kernel import events, rows
from karmayogi.kernel.management.commands import work


@dataclasses.dataclass(frozen=True, slots=True)
class Rang:
    number: int


HEARD: list[int] = []


@events.on(Rang)
def on_rang(event: Rang) -> None:
    HEARD.append(event.number)


@dataclasses.dataclass(frozen=True, slots=True)
class Unheard:
    number: int


@pytest.fixture(autouse=True)
def silence():
    HEARD.clear()


def test_many_arrive_in_one_job_and_in_order(db, run_jobs, monkeypatch):
    monkeypatch.setattr(events, "import_string", {f"{__name__}.on_rang": on_rang, f"{__name__}.Rang": Rang}.__getitem__)
    events.announce_many([Rang(1), Unheard(2), Rang(3)])
    assert HEARD == []
    assert run_jobs() == 1
    assert HEARD == [1, 3]


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    number: int


TOGETHER: list[list[int]] = []


@events.gather(Counted)
def on_counted(found: Sequence[Counted]) -> None:
    if any(event.number < 0 for event in found):
        raise ValueError("cannot be counted")
    TOGETHER.append([event.number for event in found])


@pytest.fixture
def named(monkeypatch):
    found = {f"{__name__}.on_counted": on_counted, f"{__name__}.Counted": Counted}
    monkeypatch.setattr(events, "import_string", found.__getitem__)
    TOGETHER.clear()


def test_gathered_events_come_at_once_without_a_job_and_once(db, named):
    events.announce(Counted(1))
    events.announce_many([Counted(2), Counted(3)])
    assert not ProcrastinateJob.objects.exists() and TOGETHER == []
    assert (events.deliver_gathered(2), events.deliver_gathered(2), events.deliver_gathered(2)) == (2, 1, 0)
    assert TOGETHER == [[1, 2], [3]]


def test_what_was_announced_in_a_transaction_that_fails_never_comes(db, named):
    with pytest.raises(RuntimeError), transaction.atomic():
        events.announce(Counted(1))
        raise RuntimeError
    assert events.deliver_gathered() == 0 and TOGETHER == []


def test_one_that_cannot_be_taken_holds_up_nobody(db, named, run_jobs):
    events.announce_many([Counted(1), Counted(-1), Counted(2)])
    assert events.deliver_gathered() == 3 and TOGETHER == []
    with pytest.raises(ValueError, match="cannot be counted"):
        run_jobs()
    assert TOGETHER == [[1]]
    ProcrastinateJob.objects.filter(args__kwargs__payload__number=-1).update(status="failed")
    assert run_jobs() == 1
    assert TOGETHER == [[1], [2]] and events.deliver_gathered() == 0


def test_an_event_of_another_release_stops_nobody(db, named, run_jobs):
    """One that this release does not gather waits; one that does not fit any more comes by itself."""
    insert = "insert into kernel_waitingevent (event, payload) values (%s, %s::jsonb)"
    rows.run(insert, ["karmayogi.later.events.Unknown", "{}"])
    rows.run(insert, [f"{__name__}.Counted", '{"counts": 1}'])
    events.announce(Counted(7))
    assert events.deliver_gathered() == 2 and TOGETHER == []
    assert rows.fetch(str, "select event from kernel_waitingevent") == ["karmayogi.later.events.Unknown"]
    ProcrastinateJob.objects.filter(args__kwargs__payload__counts=1).update(status="failed")
    assert run_jobs() == 1 and TOGETHER == [[7]]


def test_a_job_that_was_queued_before_its_handler_gathered_is_done(db, named, run_jobs):
    given = {"handler": f"{__name__}.on_counted", "event": f"{__name__}.Counted"}
    events.deliver.enqueue(**given, payload={"number": 1})
    events.deliver_many.enqueue(**given, payloads=[{"number": 2}, {"number": 3}])
    assert run_jobs() == 2 and TOGETHER == [[1], [2], [3]]


def test_a_fault_of_the_queue_does_not_end_the_worker(db, monkeypatch):
    def broken():
        raise ConnectorException

    monkeypatch.setattr(work, "deliver_gathered", broken)
    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    assert work._deliver() == 0
