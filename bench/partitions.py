"""python -m bench.partitions [--rows 1000000,10000000]: what hash partitions by person would bring to the progress of
learners on one machine. Two tables with the columns and indexes of the product's own, the same rows, in turn.

Processor time of the database and bytes written are compared: they hardly depend on what else the machine does.
"""

import argparse
import os
import re
import subprocess
import tempfile
from statistics import median
from typing import Any

import psycopg

from bench.meter import Group, Meter
from bench.place import prepared

PARTS = 16
EACH = 12  # parts of lessons that a learner has opened
ROUNDS = 3
ASKED = 10_000
KINDS = {"plain": "plain", "split": f"in {PARTS} partitions"}

READ = """
\\set person random(1, :persons)
select part_id, state, position, seconds, completed_at from bench_{kind} where person_id = :person;
"""
REPORT = """
\\set person random(1, :persons)
\\set part random(1, :each)
update bench_{kind} set position = '61', furthest = greatest(furthest, 61), seconds = seconds + 7, seq = seq + 1,
  seen_at = now() where person_id = :person and part_id = :part;
"""
OPEN = """
\\set person random(1, :persons)
\\set part random(1000, 30000)
insert into bench_{kind} (person_id, part_id, enrolment_id, state, position, furthest, seconds, visit, seq, opened_at,
  seen_at, read_seconds, done_by, witnessed)
values (:person, :part, :person, 'opened', '', 0, 0, 1, 0, now(), now(), 0, '', false)
on conflict (person_id, part_id) do update set visit = bench_{kind}.visit + 1;
"""
ACTS = {"One officer's parts read": READ, "Progress reported": REPORT, "A part opened": OPEN}


class Trial:
    def __init__(self, place: Any, rows: int) -> None:
        self.place = place
        self.persons = rows // EACH
        self.wire = psycopg.connect(place.postgres.url(), autocommit=True)
        self.meter = Meter({"db": Group(place.postmaster())})

    def one(self, sql: str) -> Any:
        return self.wire.execute(sql).fetchone()[0]  # type: ignore[index, arg-type]

    def make(self) -> None:
        run = self.wire.execute
        run("drop table if exists bench_plain, bench_split")
        run("create table bench_plain (like learning_partprogress including all)")
        run("create table bench_split (like learning_partprogress including all) partition by hash (person_id)")
        for number in range(PARTS):
            run(
                f"create table bench_split_{number} partition of bench_split"
                f" for values with (modulus {PARTS}, remainder {number})"
            )
        for kind in KINDS:
            # In the order in which a country learns, which is none by person.
            run(
                f"""insert into bench_{kind} (person_id, part_id, enrolment_id, state, position, furthest, seconds,
                      visit, seq, opened_at, seen_at, read_seconds, done_by, witnessed)
                    select mod(n * 7919, {self.persons}) + 1, n / {self.persons} + 1, n, 'opened', '50', 50, 60, 1,
                      3, now(), now(), 0, '', false
                    from generate_series(0::bigint, {self.persons * EACH - 1}) n"""
            )
            run(f"vacuum (analyze) bench_{kind}")

    def sizes(self, kind: str) -> tuple[float, float]:
        those = f"from pg_class where relname like 'bench\\_{kind}%' and relkind = 'r'"
        heap = self.one(f"select sum(pg_table_size(oid)) {those}")
        index = self.one(f"select sum(pg_indexes_size(oid)) {those}")
        return float(heap) / 1e6, float(index) / 1e6

    def act(self, text: str, kind: str, seed: int) -> tuple[float, float]:
        """Microseconds of processor time and bytes of log for each."""
        program = self.place.postgres._binaries_in_place() / "bin" / "pgbench"
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(text.format(kind=kind))
            file.flush()
            begin = self.one("select pg_current_wal_insert_lsn() - '0/0'")
            self.meter.start()
            done = subprocess.run(
                [str(program), "-n", "-M", "prepared", "-c", "2", "-j", "1", "-t", str(ASKED // 2), "-f", file.name,
                 "-D", f"persons={self.persons}", "-D", f"each={EACH}", f"--random-seed={seed}",
                 "-h", "127.0.0.1", "-p", str(self.place.postgres.port), "-U", "karmayogi", "karmayogi"],
                env=os.environ | {"PGPASSWORD": self.place.postgres.password}, capture_output=True, text=True,
                check=True,
            )  # fmt: skip
            used = self.meter.stop()["db"]
        if not re.search(rf"processed: {ASKED}/", done.stdout):
            raise RuntimeError(done.stdout)
        logged = self.one("select pg_current_wal_insert_lsn() - '0/0'") - begin
        return used / ASKED / 1000, float(logged) / ASKED

    def clean(self, kind: str) -> float:
        """Seconds of processor time to vacuum what the acts left behind."""
        self.meter.start()
        self.wire.execute(f"vacuum bench_{kind}")  # type: ignore[arg-type]
        return self.meter.stop()["db"] / 1e9


def measure(place: Any, rows: int) -> list[list[Any]]:
    trial = Trial(place, rows)
    trial.make()
    found: list[list[Any]] = []
    sizes = {kind: trial.sizes(kind) for kind in KINDS}
    for number, what in enumerate(("table", "indexes")):
        found.append(line(f"{rows:,} rows: {what}, MB", *(f"{sizes[kind][number]:,.0f}" for kind in KINDS)))
    for name, text in ACTS.items():
        taken: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
        for number in range(ROUNDS):
            for kind in KINDS:
                taken[kind].append(trial.act(text, kind, number + 1))
        for place_of, unit in ((0, "µs of processor"), (1, "bytes of log")):
            if place_of and name.endswith("read"):
                continue
            said = []
            for kind in KINDS:
                values = sorted(one[place_of] for one in taken[kind])
                said.append(f"{median(values):,.0f} ({values[0]:,.0f}–{values[-1]:,.0f})")
            found.append(line(f"{rows:,} rows: {name}, {unit} each", *said))
    found.append(
        line(f"{rows:,} rows: vacuum after it, s of processor", *(f"{trial.clean(kind):.1f}" for kind in KINDS))
    )
    trial.wire.close()
    return found


def line(what: str, plain: str, split: str) -> list[Any]:
    return [what, f"{plain} against {split}", "", None]


METHOD = f"""
Two tables with the columns, constraints and indexes of learning_partprogress, one of them in {PARTS} hash partitions by
person, {EACH} rows a person, filled in no order of persons. First figure: plain; second: in partitions. Each act
{ASKED:,} times over prepared statements (pgbench, two clients), {ROUNDS} rounds of both tables in turn; processor
time of all processes of the database, median (lowest–highest). Each statement commits and waits for the disk.
shared_buffers 128 MB, all data in the memory of the machine.
""".strip()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", default="1000000,10000000")
    sizes = [int(text) for text in arguments.parse_args().rows.split(",")]
    with prepared("partitions") as place:
        from bench.report import write_figures

        figures = [row for rows in sizes for row in measure(place, rows)]
    data = [f"{', '.join(f'{rows:,}' for rows in sizes)} rows of progress."]
    print(write_figures("partitions", "partitions by person", data, figures, METHOD))


if __name__ == "__main__":
    main()
