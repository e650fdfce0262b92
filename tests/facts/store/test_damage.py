"""A disk that does not give back what was written: noticed, and begun anew; never an answer out of what is left."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from karmayogi.facts.actions.refresh import check, refresh
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Away
from tests.analytics import start
from tests.facts.store.test_serve import CREDIT, lines, there

ROWS = [3000, 180_000, 3000]


def parts(home: Path, table: str) -> Path:
    """Where the rows of a table lie: the folder of its largest part."""
    metadata = next((home / "data").rglob(f"{table}.sql")).read_text()
    number = metadata.split("UUID '")[1].split("'")[0]
    found = [part for part in (home / "data" / "store" / number[:3] / number).glob("all_*") if part.is_dir()]
    return max(found, key=lambda part: sum(file.stat().st_size for file in part.iterdir()))


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x11
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def of_part(table: str, name: str, how: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda home: how(next(parts(home, table).glob(name)))


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a flipped byte of the rows": of_part(CREDIT.rows, "data.bin", flip),
    "rows cut off": of_part(CREDIT.rows, "data.bin", cut),
    "no rows": of_part(CREDIT.rows, "data.bin", Path.unlink),
    "another number of rows": of_part(CREDIT.rows, "count.txt", lambda file: file.write_text("2999")),
    "a flipped byte of the marks": of_part(CREDIT.rows, "data.cmrk*", flip),
    "a flipped byte of the sums": of_part(CREDIT.rows, "checksums.txt", flip),
    "a flipped byte of the book of runs": of_part("run", "data.bin", flip),
    "a table that is gone": lambda home: next((home / "data").rglob(f"{CREDIT.rows}.sql")).unlink(),
    "a folder that is empty": lambda home: shutil.rmtree(home / "data"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """A store with rows and a run that is done, of which nothing runs."""
    home = tmp_path_factory.mktemp("written")
    process = start(home)
    client = Client(home)
    run = client.begin()
    client.insert(run, CREDIT.rows, lines(run, 0, 3000))
    client.done(run, '{"x": 1}')
    assert there(client) == ROWS
    process.terminate()
    assert process.wait(20) == 0
    return home


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_was_damaged_while_nobody_had_it_open_is_begun_anew(written, tmp_path, damage):
    home = tmp_path / "home"
    shutil.copytree(written, home, symlinks=True, ignore=shutil.ignore_patterns("socket", "lock"))
    DAMAGE[damage](home)
    process = start(home)
    try:
        assert Client(home).state() == ("", ""), "the next run reads everything"
        run = Client(home).begin()
        Client(home).insert(run, CREDIT.rows, lines(run, 0, 3000))
        Client(home).done(run, '{"x": 2}')
        assert there(Client(home)) == ROWS
        assert not (home / "damaged").exists()
    finally:
        process.kill()
        process.wait(10)


def test_damaged_while_it_is_open_everything_flows_in_anew(world, settings, tmp_path, at):
    """From a flipped byte under the running process to the same rows as before, without anybody's doing."""
    settings.FACTS_ROOT = home = tmp_path / "facts"
    process, client = start(home), Client(home)
    try:
        person = world.officer(world.unit(world.cast.ministry))
        for _ in range(3):
            world.complete(world.enrol(person, world.course(60)))
        refresh(store=client, at=at, everything=True)
        before = {name: client.query(table.checksum(table.rows), seconds=9)[0] for name, table in TABLES.items()}
        assert before["credit"][0] == 3
        flip(parts(home, CREDIT.rows) / "data.bin")
        with pytest.raises(Away):
            client.query(TABLES["credit"].checksum(CREDIT.rows), seconds=9)
        end = time.monotonic() + 60
        while True:  # the same process, from its first line
            try:
                assert client.state() == ("", "")
                break
            except Away:
                assert time.monotonic() < end
                time.sleep(0.05)
        assert process.poll() is None
        done = refresh(store=client, at=at)
        assert done is not None
        assert done.full
        assert before == {
            name: client.query(table.checksum(table.rows), seconds=9)[0] for name, table in TABLES.items()
        }
        found = check(store=client, at=at)
        assert found is not None
        assert found.equal
        assert (home / "broken").is_dir(), "what was damaged is kept for whoever wants to know why"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
