"""The one session with the store in this process, and what the store itself remembers: runs, marks, checks.

A run becomes visible as a whole. Its rows wait in tables beside, and are put in place between two queries when it is
done; what a process that was killed has begun to put in place, the next one completes before it answers anybody.

Only here the engine is imported. It takes one process for a folder and one connection for a process.
"""

import shutil
import threading
from pathlib import Path
from typing import Any

import msgspec
from chdb.session import Session

from karmayogi.facts.engine.tables import ALL, TABLES
from karmayogi.facts.store import sql

MEMORY = 4_000_000_000  # bytes of one query
_ASKED = msgspec.json.Decoder(tuple[str, int, list[tuple[int, int]]])
_ATTEMPTS = 3  # to open a folder that ended the process each time


# Words of the engine for what lies on the disk and is not what was written there.
_DAMAGE = (
    "CHECKSUM_DOESNT_MATCH", "CORRUPTED_DATA", "CANNOT_DECOMPRESS", "CANNOT_READ_ALL_DATA", "ATTEMPT_TO_READ_AFTER_EOF",
    "UNKNOWN_CODEC", "TOO_LARGE_SIZE_COMPRESSED", "FILE_DOESNT_EXIST", "NO_FILE_IN_DATA_PART",
    "BAD_SIZE_OF_FILE_IN_DATA_PART",
)  # fmt: skip


class Damaged(Exception):
    """What lies on the disk is not what was written. The folder is laid aside by the next process: in this one the
    engine has it open."""


class Store:
    """Opens the folder, or an empty one when it cannot be opened: all of it can be built anew from PostgreSQL.

    Raises Damaged, also later: an answer out of what is left of the rows would be a wrong one.
    """

    def __init__(self, home: Path, memory: int = MEMORY) -> None:
        self.home, self.data = home, home / "data"
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        self._session = self._open(memory)
        self.run = self._number("select max(run) from run where state <> 'building'")
        self.building = self._number("select max(run) from run where state = 'building'")
        self._staged = {"asked", *(table.stage for table in ALL)}  # by a process before this one, perhaps
        self._seen = ""
        self._note = self._complete()

    def _open(self, memory: int) -> Session:
        note, told = self.home / "opening", self.home / "damaged"
        if told.exists():
            self._lay_aside()
            told.unlink()
        attempts = int(note.read_text() or 0) if note.exists() else 0
        if attempts >= _ATTEMPTS:
            self._lay_aside()
            attempts = 0
        note.write_text(str(attempts + 1))
        try:
            session = self._begin(memory)
        except RuntimeError:
            self._lay_aside()
            session = self._begin(memory)
        note.unlink()
        return session

    def _lay_aside(self) -> None:
        broken = self.home / "broken"
        shutil.rmtree(broken, ignore_errors=True)
        if self.data.exists():
            self.data.rename(broken)

    def _begin(self, memory: int) -> Session:
        session = Session(str(self.data))
        for statement in (*sql.SETTINGS, f"set max_memory_usage = {memory}", *sql.BOOKS):
            session.query(statement)
        there = set(str(session.query("show tables", "TSV")).split())
        missing = {table.rows for table in ALL} - there
        if missing and len(missing) < len(ALL):  # whatever was done, its rows are not there any more
            session.query("insert into run (run, state, note) select max(run) + 1, 'done', '' from run")
        for table in ALL:
            session.query(table.create(table.stage))
            if table.rows in missing:
                session.query(table.create(table.rows))
                session.query(table.view())
        self._check(session)
        return session

    def _complete(self) -> str:
        """The note of the last run, whose rows are put in place where that was begun. Nothing when tables were being
        exchanged: some may be of one run and some of another, so that all is built anew. A run that could not be put in
        place, after which another has begun, is none: what waits is not its own."""
        last = self.query(
            "select run, state, note from run where state in ('done', 'swapping') "
            "or (state = 'placing' and run >= (select max(run) from run where state = 'begun')) "
            "order by run desc, state = 'done' desc limit 1",
            10,
        ).strip()
        if not last:
            return ""
        number, state, note = msgspec.json.decode(last, type=tuple[int, str, str])
        if state == "placing":
            self._place(number)
            self._book(number, note, "done")
        return "" if state == "swapping" else note

    def _check(self, session: Session) -> None:
        """The engine itself opens a table without the parts that it cannot read, and says nothing."""
        lost = str(session.query("select name from system.detached_parts where reason like '%broken%'", "TSV")).split()
        if lost:
            raise self._damaged(f"parts that cannot be read: {lost}")
        for name in str(
            session.query("select name from system.tables where database = 'facts' and engine like '%Tree'", "TSV")
        ).split():
            try:
                found = str(session.query(f"check table {name} settings check_query_single_value_result = 1", "TSV"))
            except RuntimeError as error:
                raise self._damaged(str(error)) from error
            if found.strip() != "1":
                raise self._damaged(f"{name} has other sums than were written with it")

    def _damaged(self, text: str) -> Damaged:
        (self.home / "damaged").touch()
        return Damaged(text)

    def _run(self, text: str, shape: str = "CSV") -> Any:
        try:
            return self._session.query(text, shape)
        except RuntimeError as error:
            if any(word in str(error) for word in _DAMAGE):
                raise self._damaged(str(error)) from error
            raise

    def query(self, text: str, seconds: float) -> bytes:
        """Rows as lines of JSON arrays. Raises RuntimeError with the words of the engine."""
        with self._lock:
            self._session.query(f"set max_execution_time = {max(0.0, float(seconds))}")
            return bytes(self._run(text, "JSONCompactEachRow").bytes())

    def execute(self, text: str) -> None:
        with self._lock:
            self._session.query("set max_execution_time = 0")
            self._run(text)

    def insert(self, into: str, rows: bytes) -> None:
        """rows: the text form of PostgreSQL's COPY, which is the engine's TabSeparated."""
        if into == "asked" or into.endswith("_stage"):
            self._staged.add(into)
        self.execute(f"insert into {into} format TabSeparated\n{rows.decode()}")

    def export(self, kind: str) -> str:
        """Every fact table as a file NAME.KIND in a folder that is there wholly or not at all; answers the folder."""
        folder, made = self.home / "export", self.home / "export.made"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        for table in ALL:
            path = str(made / f"{table.name}.{sql.FORMATS[kind]}").replace("\\", "\\\\").replace("'", "\\'")
            self.execute(f"insert into function file('{path}', '{kind}') {table.everything()}")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
        return str(folder)

    def begin(self) -> int:
        """The number of a new run, higher than all before, kept before anything is written under it."""
        number = self._next()
        self._book(number, "", "begun")
        self.run = number
        for name in self._staged:
            self.execute(f"truncate table {name}")
        self._staged = set()
        return number

    def build(self) -> int:
        """The number of a run that writes beside: into the fresh tables, while others go on."""
        number = self._next()
        self._book(number, "", "building")
        self.building = number
        return number

    def done(self, number: int, note: str) -> None:
        """note: JSON, of which the store understands nothing. One row, so that it is there wholly or not at all; before
        it another, so that what was begun is completed."""
        if self._staged:
            self._book(number, note, "placing")
            self._place(number)
        self._book(number, note, "done")
        self._note, self._seen = note, ""

    def _place(self, number: int) -> None:
        """The rows that wait, and those that are gone. Repeated, it leaves the same."""
        found = self.query(
            "select name, countIf(first = last), groupArrayIf((first, last), first < last) from asked group by name", 60
        )
        for name, single, ranges in _ASKED.decode_lines(found):
            table = TABLES[name]
            which = [f"{table.key[0]} between {first} and {last}" for first, last in ranges]
            if single:
                which.append(f"{table.key[0]} in (select first from asked where name = '{name}' and first = last)")
            if table.stage in self._staged:
                self.execute(table.put())
            self.execute(table.bury(table.rows, number, " or ".join(which)))

    def swap(self, number: int, note: str) -> None:
        """The fresh tables become those in use, all between two queries."""
        self._book(number, note, "swapping")
        for table in ALL:
            self.execute(f"exchange tables {table.fresh} and {table.rows}")
            self.execute(table.view())
        self._book(number, note, "done")
        self._note, self._seen, self.run = note, "", max(self.run, number)

    def _next(self) -> int:
        return max(self.run, self.building, self._number("select max(run) from run")) + 1

    def _book(self, number: int, note: str, state: str) -> None:
        self.execute(f"insert into run (run, state, note) format JSONEachRow {sql.row(number, note, state)}")

    def seen(self, note: str) -> None:
        """Nothing new up to a moment: kept in memory alone, the next run after a start finds it out anew."""
        self._seen = note

    def state(self) -> bytes:
        """Two lines: the note of the last run that was done, and what was seen since; both may be empty. Out of memory,
        so that it can be told while a query runs."""
        return f"{self._note}\n{self._seen}".encode()

    def _number(self, text: str) -> int:
        return int(str(self._run(text, "TSV")).strip() or 0)
