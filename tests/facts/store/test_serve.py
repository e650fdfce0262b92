"""The analytics process: killed, flooded, overloaded, given nonsense."""

import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from karmayogi.facts.engine import wire
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Away, Refused, StoreFault, TooLong
from tests.analytics import ROOT, start

CREDIT = TABLES["credit"]
NUMBERS = "select count(*) from numbers(100000000000)"


def lines(run: int, first: int, count: int) -> bytes:
    return b"".join(
        b"%d\t%d\tformal\t60\t2026-01-01\t2026-01-01 00:00:00.000000\t7\t2020-01-01\t\\N\t%d\t0\n" % (n % 50, n, run)
        for n in range(first, first + count)
    )


def there(client: Client) -> list[int]:
    return client.query("select count(*), sum(minutes), count(distinct credit_id) from credit", seconds=10)[0]


def test_killed_while_rows_come_in_it_opens_again_and_nothing_is_lost_or_doubled(tmp_path):
    """Twice: a writer that sends piece after piece until the other side is gone, then the same from the mark on."""
    client, piece, done = Client(tmp_path), 2000, 0
    for _ in range(2):
        process = start(tmp_path)
        run = client.begin()
        timer = threading.Timer(0.25, os.kill, [process.pid, signal.SIGKILL])
        timer.start()
        with pytest.raises(Away):
            while True:
                client.insert(run, CREDIT.rows, lines(run, done, piece))
                done += piece
        process.wait(10)
        assert done, "something was written before it died"
    process = start(tmp_path)
    assert there(client)[0] >= done, "what was answered for is there"
    assert client.state() == ("", ""), "no run was done, so the next one begins where these began"
    run = client.begin()
    assert run == 3
    for first in range(0, done + piece, piece):
        client.insert(run, CREDIT.rows, lines(run, first, piece))
    client.done(run, '{"x": 1}')
    assert there(client) == [done + piece, 60 * (done + piece), done + piece]
    process.kill()
    process.wait(10)
    process = start(tmp_path)
    assert client.state()[0] == '{"x": 1}'
    assert there(client)[0] == done + piece
    process.terminate()
    assert process.wait(20) == 0
    with pytest.raises(Away):
        client.state()


def test_a_run_that_is_over_writes_no_more_and_an_older_row_never_wins(store):
    old = store.begin()
    store.insert(old, CREDIT.rows, lines(old, 1, 3))
    new = store.begin()
    for write in (
        lambda: store.insert(old, CREDIT.rows, lines(old, 1, 3)),
        lambda: store.execute(old, f"truncate table {CREDIT.rows}"),
        lambda: store.done(old, "{}"),
    ):
        with pytest.raises(Refused):
            write()
    store.insert(new, CREDIT.rows, lines(new, 1, 3).replace(b"formal\t60", b"formal\t45"))
    store.insert(new, CREDIT.rows, lines(old, 1, 3))  # late, of the older run
    store.insert(new, CREDIT.rows, lines(new, 1, 3).replace(b"formal\t60", b"formal\t45"))  # again
    assert there(store) == [3, 135, 3]


def test_a_run_is_seen_as_a_whole_and_a_page_sees_one_run(store):
    """A writer that sets all rows of two tables to the number of its run, and readers that ask for both."""
    level, stop, odd = TABLES["level"], threading.Event(), []

    def write() -> None:
        for number in range(1, 12):
            run = store.begin()
            for n in range(3):
                seen = b"7\t2020-01-01\t\\N"
                store.insert(run, CREDIT.stage, b"%d\t%d\tformal\t%d\t2026-01-01\t2026-01-01 00:00:00.0\t%s\t%d\t0\n"
                             % (n, n, number, seen, run))  # fmt: skip
                store.insert(run, level.stage, b"%d\t1\t%d\t2026-01-01 00:00:00.0\t5\t%s\t%d\t0\n"
                             % (n, number, seen, run))  # fmt: skip
                for table in (CREDIT, level):
                    store.insert(run, "asked", b"%s\t%d\t%d\n" % (table.name.encode(), n, n))
            store.done(run, str(number))
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    asked = [
        f"select min({one}), max({one}), count() from {name}"
        for one, name in (("minutes", "credit"), ("level", "level"))
    ]
    while not stop.is_set():
        (credit,), (levels,) = store.queries([*asked, "select 1 where 0"], seconds=10)[:2]
        odd += [] if credit == levels and credit[0] == credit[1] and credit[2] in (0, 3) else [(credit, levels)]
    writer.join()
    assert odd == []
    assert store.queries([*asked, "select 1 where 0"], seconds=5) == [[[11, 11, 3]], [[11, 11, 3]], []]
    with pytest.raises(Refused):
        store.queries(["select 1", "drop table credit_row"], seconds=5)
    with pytest.raises(TooLong):
        store.queries(["select 1", NUMBERS], seconds=0.3)


def after_two_rows(client: Client) -> int:
    """A run that begins after another has put two rows in place."""
    first = client.begin()
    client.insert(first, CREDIT.stage, lines(first, 1, 2))
    client.insert(first, "asked", b"credit\t0\t1000\n")
    client.done(first, "1")
    return client.begin()


@pytest.mark.parametrize(("state", "note", "rows"), [("placing", "2", 3), ("swapping", "", 2)])
def test_what_was_begun_to_be_put_in_place_is_completed_or_all_is_built_anew(tmp_path, state, note, rows):
    """Killed in the middle: before it answers anybody the next process completes what can be completed."""
    process, client = start(tmp_path), Client(tmp_path)
    second = after_two_rows(client)
    client.insert(second, CREDIT.stage, lines(second, 2, 3))  # the first of the two is gone, and three are there
    client.insert(second, "asked", b"credit\t0\t1000\n")
    assert there(client)[0] == 2
    client.execute(second, f"insert into run (run, state, note) values ({second}, '{state}', '2')")
    if state == "placing":
        client.execute(second, CREDIT.put())  # and no further
    process.kill()
    process.wait(10)
    process = start(tmp_path)
    assert client.state() == (note, "")
    assert there(client) == [rows, 60 * rows, rows]
    process.terminate()
    process.wait(20)


def test_a_run_that_could_not_be_put_in_place_is_not_taken_for_done_later(tmp_path):
    """The disk was full in the middle, say; the next run has begun, and is killed."""
    process, client = start(tmp_path), Client(tmp_path)
    second = after_two_rows(client)
    client.insert(second, CREDIT.stage, lines(second, 1, 5))
    client.insert(second, "asked", b"credit\t0\t1000\n")
    client.execute(second, f"insert into run (run, state, note) values ({second}, 'placing', '2')")
    third = client.begin()
    client.insert(third, CREDIT.stage, lines(third, 1, 3))
    process.kill()
    process.wait(10)
    process = start(tmp_path)
    assert client.state() == ("1", ""), "its marks would say that five had come"
    assert there(client)[0] == 2
    process.terminate()
    process.wait(20)


def test_who_builds_beside_neither_disturbs_nor_is_disturbed_and_the_last_builder_wins(store):
    run, one = store.begin(), store.build()
    store.execute(one, f"drop table if exists {CREDIT.fresh}")
    store.execute(one, CREDIT.create(CREDIT.fresh))
    store.insert(run, CREDIT.stage, lines(run, 1, 1))
    store.insert(one, CREDIT.fresh, lines(one, 1, 5))
    store.done(run, "x")
    other = store.build()
    for write in (lambda: store.insert(one, CREDIT.fresh, lines(one, 1, 5)), lambda: store.swap(one, "{}")):
        with pytest.raises(Refused):
            write()
    with pytest.raises(Refused):
        store.swap(run, "{}")
    with pytest.raises(Refused):
        store.done(other, "{}")
    later = store.begin()
    with pytest.raises(Refused):
        store.swap(other, "{}")  # what that run brings would be missing in them
    store.done(later, "x")
    store.execute(other, f"drop table {CREDIT.fresh}")
    assert store.state()[0] == "x"


def test_what_takes_too_long_or_too_much_is_ended_and_the_next_is_answered(store):
    began = time.monotonic()
    with pytest.raises(TooLong):
        store.query(NUMBERS, seconds=0.3)
    assert time.monotonic() - began < 3
    with pytest.raises(TooLong):
        store.query(
            "select count(*) from (select number, groupArray(number) from numbers(100000000) group by 1) "
            "settings max_memory_usage = 50000000, max_bytes_before_external_group_by = 0", seconds=30,
        )  # fmt: skip
    assert there(store) == [0, 0, 0]


@pytest.mark.parametrize(
    "sql", ["drop table credit_row", "insert into run values (1)", "select nothing_like_it from credit", "", "\0"]
)
def test_what_is_no_question_is_refused(store, sql):
    with pytest.raises(Refused):
        store.query(sql, seconds=5)
    assert there(store) == [0, 0, 0]


def test_more_than_can_wait_are_told_so_at_once_and_nothing_stands_still(store):
    found: list[str] = []

    def ask(seconds: float) -> None:
        try:
            store.query(NUMBERS, seconds=seconds)
        except StoreFault as fault:
            found.append(type(fault).__name__)

    threads = [threading.Thread(target=ask, args=[3]) for _ in range(40)]
    for thread in threads:
        thread.start()
    while len(found) < 20 and "TooLong" not in found:  # until the one that is worked out ends, none in line is answered
        time.sleep(0.01)
    assert set(found) == {"Busy"}, "nobody waited to hear that it is full"
    for thread in threads:
        thread.join(20)
    assert len(found) == 40
    assert set(found) <= {"Busy", "TooLong"}
    assert found.count("Busy") >= 20
    assert there(store) == [0, 0, 0]


def test_a_talker_of_nonsense_is_dropped(store):
    for said in (b"GET / HTTP/1.1\r\n\r\n", struct.pack(">II", 2, 0) + b"{]", struct.pack(">II", 2**31, 0)):
        with socket.socket(socket.AF_UNIX) as talker:
            talker.connect(wire.address(store.home))
            talker.sendall(said)
            talker.shutdown(socket.SHUT_WR)
            talker.settimeout(5)
            with contextlib.suppress(ConnectionResetError):
                assert talker.recv(10) == b""
    assert there(store) == [0, 0, 0]
    assert Path(wire.address(store.home)).stat().st_mode & 0o077 == 0, "closed to other users of the machine"


def test_nothing_is_said_to_a_socket_of_another_user(store, monkeypatch):
    """Of a deep folder it lies where everybody may put one."""
    assert store.state()
    me = os.geteuid()
    monkeypatch.setattr(wire.os, "geteuid", lambda: me + 1)
    with pytest.raises(Away):
        store.begin()


def test_a_folder_that_cannot_be_opened_is_laid_aside_and_begun_anew(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "metadata").write_text("no folder")
    process = start(tmp_path)
    assert Client(tmp_path).state() == ("", "")
    assert (tmp_path / "broken" / "metadata").read_text() == "no folder"
    process.terminate()
    process.wait(20)


def speaker(home: Path) -> int:
    """The number of the process behind the socket; 0 while there is none."""
    with socket.socket(socket.AF_UNIX) as to:
        try:
            to.connect(wire.address(home))
        except OSError:
            return 0
        return int(struct.unpack("3i", to.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_second_process_waits_for_the_first_and_one_left_behind_ends_with_its_parent(tmp_path):
    command = [sys.executable, "-m", "karmayogi.facts.store", "--home", str(tmp_path)]
    between = f"import subprocess; subprocess.run({command!r})"
    parent = subprocess.Popen([sys.executable, "-c", between], cwd=ROOT, start_new_session=True)
    until(lambda: speaker(tmp_path) != 0)
    first = speaker(tmp_path)
    second = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE)
    assert second.stderr
    assert b"another process" in second.stderr.readline()
    assert speaker(tmp_path) == first
    parent.kill()
    parent.wait(10)
    until(lambda: speaker(tmp_path) == second.pid)
    assert Client(tmp_path).begin() == 1

    # One that waits ends with its parent as well.
    waits = f"import subprocess; one = subprocess.Popen({command!r}); print(one.pid, flush=True); one.wait()"
    parent = subprocess.Popen(
        [sys.executable, "-c", waits], cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert parent.stdout
    assert parent.stderr
    third = Path(f"/proc/{int(parent.stdout.readline())}/cmdline")
    assert b"another process" in parent.stderr.readline()
    parent.kill()
    parent.wait(10)
    until(lambda: not third.exists() or not third.read_bytes())
    parent.stdout.close()
    parent.stderr.close()
    second.terminate()
    assert second.wait(20) == 0
    second.stderr.close()
