"""An act on many, told with a toy: setting the media type of stored files."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from karmayogi.kernel import bulk, clock, files, rows
from karmayogi.kernel.access import Actor, Authority, NotFound, Refused, Role
from karmayogi.kernel.bulk import runs
from karmayogi.kernel.models import BulkAct, BulkRow, StoredFile

PATH = "00000001"


def who(number: int, *roles: Role, path: str = PATH) -> Actor:
    authorities = tuple(Authority(role, path, 1) for role in roles)
    return Actor(number, uuid.uuid4(), number, uuid.uuid4(), f"Clerk {number}", "en", "", authorities)


CLERK = who(1, Role.MDO_ADMIN)
COLLEAGUE = who(2, Role.MDO_ADMIN)
HEAD = who(3, Role.MDO_LEADER)
STRANGER = who(4, Role.MDO_ADMIN, path="00000002")
APPLIED: list[int] = []


def plan(act, at):
    if act.params.get("broken"):
        raise Refused("This file cannot be read.")
    for number, wanted in enumerate(act.params["wanted"], 1):
        digest, media_type = wanted
        row = StoredFile.objects.filter(sha256=digest).first()
        if row is None:
            yield bulk.Planned(number, "error", digest, messages=[("sha256", "no such file")])
        elif row.media_type == media_type:
            yield bulk.Planned(number, "unchanged", digest)
        else:
            yield bulk.Planned(
                number, "changed", digest, data={"sha256": digest, "to": media_type},
                diff={"type": (row.media_type, media_type)},
            )  # fmt: skip


def apply_chunk(chunk):
    results = []
    for row in chunk.rows:
        if row.data["to"] == "crash":
            raise RuntimeError("the power went")
        if row.data["to"] == "refuse":
            raise IntegrityError("the database says no")
        was = StoredFile.objects.get(sha256=row.data["sha256"])
        StoredFile.objects.filter(pk=was.pk).update(media_type=row.data["to"])
        APPLIED.append(row.number)
        results.append(bulk.Result(row.number, undo={"was": was.media_type}))
    return results


def undo_chunk(chunk):
    results = []
    for row in chunk.rows:
        back = StoredFile.objects.filter(sha256=row.data["sha256"], media_type=row.data["to"])
        changed = back.update(media_type=row.undo["was"])
        results.append(bulk.Result(row.number, problem="" if changed else "changed again since"))
    return results


@pytest.fixture(autouse=True)
def kind():
    APPLIED.clear()
    return bulk.register(
        bulk.Kind("test.relabel", plan, apply_chunk, undo_chunk, roles=(Role.MDO_ADMIN,),
                  approvers=(Role.MDO_LEADER,), second_person_above=3, chunk=2)
    )  # fmt: skip


@pytest.fixture
def stored(db):
    return [files.put(f"file {n}".encode(), "text/plain").sha256 for n in range(5)]


@pytest.fixture
def ask(at, run_jobs):
    def asked(wanted, actor=CLERK, planned=True, **params):
        act = bulk.propose(
            "test.relabel", actor=actor, label="types", scope_path=PATH, params={"wanted": wanted, **params}, at=at
        )
        if planned:
            with clock.frozen(at):
                run_jobs()
        return bulk.access_act(actor, act.uuid)

    return asked


def types():
    return list(StoredFile.objects.order_by("id").values_list("media_type", flat=True))


def test_plan_approve_run(stored, ask, at, run_jobs):
    act = ask([(stored[0], "text/html"), (stored[1], "text/plain"), ("nothing", "x"), (stored[2], "text/css")])
    assert (act.status, act.changed_rows, act.unchanged_rows, act.error_rows) == ("planned", 2, 1, 1)
    assert types() == ["text/plain"] * 5, "a plan changes nothing"
    assert bulk.rows_of(act.id, outcomes=["changed"])[0].diff == {"type": ["text/plain", "text/html"]}
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    run_jobs()
    act = bulk.access_act(CLERK, act.uuid)
    assert (act.status, act.applied_rows, act.failed_rows) == ("done", 2, 0)
    assert types() == ["text/html", "text/plain", "text/css", "text/plain", "text/plain"]
    tags = rows.scalar(
        "select string_agg(tag, ' ' order by id) from kernel_auditentry where subject_uuid = %s", [act.uuid]
    )
    assert tags == "bulk:act:propose bulk:act:approve bulk:act:finish"


def test_a_double_click_applies_once(stored, ask, at, run_jobs):
    act = ask([(stored[0], "a"), (stored[1], "b")])
    for _ in range(2):
        bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    run_jobs()
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    run_jobs()
    assert APPLIED == [1, 2]


def test_a_chunk_applied_twice_changes_nothing(stored, ask, at, run_jobs):
    act = ask([(stored[0], "a"), (stored[1], "b")])
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    run_jobs()
    runs.run_act.call(act_uuid=str(act.uuid))
    runs.plan_act.call(act_uuid=str(act.uuid))
    assert APPLIED == [1, 2]


def test_a_large_one_needs_somebody_else(stored, ask, at):
    act = ask([(digest, "a") for digest in stored])
    assert act.needs_second
    with pytest.raises(Refused):
        bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    assert bulk.access_act(CLERK, act.uuid).status == "planned"
    for other in (COLLEAGUE, HEAD):
        assert bulk.approve(actor=other, uuid=act.uuid, at=at).status == "running"


def test_strangers_find_nothing(stored, ask, at):
    act = ask([(stored[0], "a")])
    for attempt in (bulk.approve, bulk.cancel, bulk.undo):
        with pytest.raises(NotFound):
            attempt(actor=STRANGER, uuid=act.uuid, at=at)
    with pytest.raises(NotFound):
        bulk.access_act(STRANGER, act.uuid)
    with pytest.raises(NotFound):
        bulk.access_act(HEAD, act.uuid, to="change")
    with pytest.raises(NotFound):
        ask([], actor=STRANGER)


def test_after_a_crash_it_goes_on_where_it_stopped(stored, ask, at):
    act = ask([(digest, "a") for digest in stored[:3]])
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    third = BulkRow.objects.get(act_id=act.id, number=3)
    BulkRow.objects.filter(pk=third.pk).update(data={**third.data, "to": "crash"})
    with pytest.raises(RuntimeError):
        runs.run_act.call(act_uuid=str(act.uuid))
    assert bulk.access_act(CLERK, act.uuid).applied_rows == 2
    BulkRow.objects.filter(pk=third.pk).update(data=third.data)
    runs.run_act.call(act_uuid=str(act.uuid))
    assert APPLIED == [1, 2, 3]
    assert bulk.access_act(CLERK, act.uuid).status == "done"


def test_a_row_that_the_database_refuses_costs_one_row(stored, ask, at, run_jobs):
    act = ask([(stored[0], "a"), (stored[1], "refuse"), (stored[2], "c")])
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    run_jobs()
    act = bulk.access_act(CLERK, act.uuid)
    assert (act.status, act.applied_rows, act.failed_rows) == ("done", 2, 1)
    failed = bulk.rows_of(act.id, states=["failed"])
    assert [row.number for row in failed] == [2]
    assert failed[0].message


def test_cancelled_between_chunks_it_stops_and_can_be_undone(stored, ask, at):
    act = ask([(digest, "a") for digest in stored[:3]])
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    runs._step(act.uuid)
    assert bulk.cancel(actor=CLERK, uuid=act.uuid, at=at).status == "cancelled"
    runs.run_act.call(act_uuid=str(act.uuid))
    assert APPLIED == [1, 2]
    bulk.undo(actor=CLERK, uuid=act.uuid, at=at)
    runs.undo_act.call(act_uuid=str(act.uuid))
    assert types() == ["text/plain"] * 5


def test_undo_within_a_day_keeps_what_changed_since(stored, ask, at, run_jobs):
    act = ask([(stored[0], "a"), (stored[1], "b")])
    with clock.frozen(at):
        bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
        run_jobs()
    StoredFile.objects.filter(sha256=stored[1]).update(media_type="later")
    with pytest.raises(Refused):
        bulk.undo(actor=CLERK, uuid=act.uuid, at=at + dt.timedelta(hours=24))
    for _ in range(2):
        bulk.undo(actor=CLERK, uuid=act.uuid, at=at + dt.timedelta(hours=23))
        run_jobs()
    act = bulk.access_act(CLERK, act.uuid)
    assert (act.status, act.undone_rows) == ("undone", 1)
    assert types()[:2] == ["text/plain", "later"]
    assert [row.message for row in bulk.rows_of(act.id, states=["kept"])] == ["changed again since"]


def test_a_file_that_cannot_be_read_fails_with_the_reason(stored, ask, at):
    act = ask([], broken=True)
    assert (act.status, act.problem) == ("failed", "This file cannot be read.")
    assert bulk.approve(actor=CLERK, uuid=act.uuid, at=at).status == "failed"
    with pytest.raises(Refused):
        bulk.undo(actor=CLERK, uuid=act.uuid, at=at)


def test_an_old_plan_and_an_empty_plan_are_refused(stored, ask, at):
    act = ask([(stored[0], "a")])
    with pytest.raises(Refused):
        bulk.approve(actor=CLERK, uuid=act.uuid, at=at + dt.timedelta(hours=25))
    empty = ask([(stored[0], "text/plain")])
    with pytest.raises(Refused):
        bulk.approve(actor=CLERK, uuid=empty.uuid, at=at)
    unplanned = ask([(stored[0], "a")], planned=False)
    with pytest.raises(Refused):
        bulk.approve(actor=CLERK, uuid=unplanned.uuid, at=at)
    assert BulkAct.objects.filter(status="running").count() == 0


def test_rows_are_paged_by_number(stored, ask):
    act = ask([(digest, "a") for digest in stored])
    assert [row.number for row in bulk.rows_of(act.id, after=2, limit=2)] == [3, 4]
    assert bulk.acts_within(PATH, "test.relabel") == [act]


def test_given_up_on_the_way_it_says_how_far_it_came_and_can_be_undone(stored, ask, at, run_jobs, frozen_time):
    act = ask([(digest, "a") for digest in stored[:3]])
    bulk.approve(actor=CLERK, uuid=act.uuid, at=at)
    runs._step(act.uuid)  # one chunk of two
    runs.park(str(act.uuid))
    act = bulk.access_act(CLERK, act.uuid)
    assert (act.status, act.applied_rows) == ("failed", 2)
    assert "after 2 of 3 rows" in act.problem
    bulk.undo(actor=CLERK, uuid=act.uuid, at=at)
    runs.park(str(act.uuid))  # the undoing fails too
    assert "Undo it again" in bulk.access_act(CLERK, act.uuid).problem
    bulk.undo(actor=CLERK, uuid=act.uuid, at=at)
    run_jobs()
    assert bulk.access_act(CLERK, act.uuid).status == "undone"
    assert types() == ["text/plain"] * 5


def test_a_preview_that_is_given_up_changes_nothing_and_says_so(stored, ask, at, frozen_time):
    act = ask([(stored[0], "a")], planned=False)
    runs.park(str(act.uuid))
    act = bulk.access_act(CLERK, act.uuid)
    assert (act.status, act.undo_until) == ("failed", None)
    assert "Nothing was changed" in act.problem
    runs.park(str(act.uuid))
    assert bulk.access_act(CLERK, act.uuid) == act
