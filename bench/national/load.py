"""The country's facts, made inside the store: `insert … select … from numbers()`, by the store's own way of writing."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from bench.national.shape import (
    BASE,
    CASCADE_DAYS,
    CASCADE_FROM,
    COURSE_STEPS,
    DESIGNATION_STEPS,
    DUE,
    ENTRIES,
    LAST,
    STEPS,
    WEEK_DAYS,
    WEEK_FROM,
    WEEK_TARGET,
    Shape,
    Spread,
    number,
)
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.store.client import Client

TOGETHER = 500_000  # persons of one statement
GENERATED = (
    "holding", "account", "enrolment", "credit", "certificate", "evidence", "level", "recheck", "cascade", "post",
    "profile", "requirement", "duty", "learning_week", "annual_plan", "capacity_unit",
)  # fmt: skip

_SEED_UNIT = """
create table seed_unit (n Int64, organisation_id Int64, path String, state_code String, district_code String,
  setting String, first Int64, size Int64) engine = Memory
"""
# Where each person is, for the rows about her.
_SEED_PERSON = """
create table seed_person (q Int64, unit_id Int64, designation_id Int64, unit_from Int64)
engine = MergeTree order by q
"""


def draw(of: str, salt: int, seed: int) -> str:
    return f"intHash64(bitXor(toUInt64({of}) * 256 + {salt}, {seed}))"


def load(store: Client, run: int, shape: Shape) -> None:
    """Adds to the tables of the store; whoever calls it has emptied them, and ends the run."""
    store.execute(run, "drop table if exists seed_unit")
    store.execute(run, "set max_insert_threads = 2")
    store.execute(run, _SEED_UNIT)
    store.execute(run, "drop table if exists seed_person")
    store.execute(run, _SEED_PERSON)
    _seed(store, run, shape)
    for first in range(0, len(shape.units), 2000):
        _places(store, run, shape, first, first + 2000)
    for first in range(0, shape.users, TOGETHER):
        _learning(store, run, shape, first, min(shape.users, first + TOGETHER))
    _profiles(store, run, shape)
    _planned(store, run, shape)
    store.execute(run, "drop table seed_unit")
    store.execute(run, "drop table seed_person")
    store.execute(run, "set max_insert_threads = 0")


def merge(store: Client, run: int) -> None:
    """As the store is after the nightly building anew, when its own merging has come to rest."""
    for name in GENERATED:
        store.execute(run, f"optimize table {TABLES[name].rows} final")


def _insert(store: Client, run: int, table: str, values: dict[str, str], source: str, heads: str = "") -> None:
    known = TABLES[table].columns
    if set(values) != set(known):
        raise ValueError(f"columns of {table}: {set(values) ^ set(known)}")
    columns = ", ".join(f"{values[name]} as {name}" for name in known)
    store.execute(run, f"insert into {TABLES[table].rows} {heads} select {columns}, {run}, 0 from {source}")


def _seed(store: Client, run: int, shape: Shape) -> None:
    lines, first = [], 0
    for n, (unit, size) in enumerate(zip(shape.units, shape.sizes.tolist(), strict=True)):
        setting = {"panchayat": "rural", "block": "rural", "ulb": "urban"}.get(unit.kind, "")
        lines.append(
            f"{n}\t{unit.organisation_id}\t{unit.path}\t{unit.state_code}\t{unit.district_code}\t{setting}\t{first}\t{size}"
        )
        first += size
    store.insert(run, "seed_unit", "\n".join(lines).encode() + b"\n")


def _day(of: str) -> str:
    return f"toDate32({of})"


def _none(condition: str, day: str) -> str:
    return f"if({condition}, {_day(day)}, null)"


def _known(day: str) -> str:
    return f"toDateTime64(({day}) * 86400 + q % 86400, 6, 'UTC')"


def _array(values: Iterable[int]) -> str:
    return msgspec.json.encode([int(value) for value in values]).decode()


def _places(store: Client, run: int, shape: Shape, first: int, until: int) -> None:
    """Who holds what, with accounts and posts, of some units."""
    seed = shape.seed
    designations = _array(shape.designation_ids[n] for n in shape.designations)
    since = number(LAST) - 60
    people = f"""(
      select u.n as own, ({shape.factor} * toInt64(place)) % {shape.persons} as q,
        {draw("q", 1, seed)} as d1, {draw("q", 2, seed)} as d2, {draw("q", 3, seed)} as d3, {draw("q", 5, seed)} as d5,
        {number(LAST)} - 400 - toInt64(d3 % 3000) as began, {_opened(shape)} as opened
      from (select * from seed_unit where n >= {first} and n < {until}) u
      array join range(toUInt64(u.first), toUInt64(u.first + u.size)) as place
    )"""

    def source(unit: str = "own", which: str = "1", designation: str = "d1") -> str:
        """Persons with the unit of this number and the designation of this draw."""
        return f"(select *, {designation} as d from {people} where {which}) p join seed_unit u on u.n = toInt64({unit})"

    heads = f"with {designations} as designations, {_array(shape.opened)} as openings"
    # Of the same designation before: if in the same unit as well, she has been there all the time.
    moved, before = "d3 % 7 = 0", f"{draw('q', 4, seed)} % {len(shape.units)}"
    stayed = f"({moved} and toInt64({before}) = own)"
    unit_from = f"if({stayed}, began - 1500, began)"
    store.execute(
        run,
        f"insert into seed_person {heads} select q, u.organisation_id, designations[1 + d1 % {DESIGNATION_STEPS}], "
        f"{unit_from} from {people} p join seed_unit u on u.n = own",
    )
    about = {
        "person_id": f"q + {BASE + 1}", "organisation_id": "u.organisation_id", "path": "u.path",
        "state_code": "u.state_code", "district_code": "u.district_code", "setting": "u.setting",
        "designation_id": f"designations[1 + d % {DESIGNATION_STEPS}]",
        "service_group": "multiIf(d2 % 100 < 4, 'Group A', d2 % 100 < 15, 'Group B', 'Group C')",
        "gender": "multiIf(intDiv(d2, 128) % 100 < 31, 'female', intDiv(d2, 128) % 100 < 99, 'male', '')",
        "known_at": _known("began"),
    }  # fmt: skip
    held = about | {"kind": "'substantive'", "main": "1", "posts": "1", "latest": "1"}
    held |= {"incumbency_id": "q + 1", "post_id": f"q + {BASE + 1}", "valid_from": _day("began")}
    charged = "d5 % 100 < 3"
    _insert(store, run, "holding", held | {"valid_to": _none(charged, str(since))}, source(), heads)
    _insert(
        store, run, "holding",
        held | {"valid_from": _day(str(since)), "valid_to": "null", "posts": "2"}, source(which=charged), heads,
    )  # fmt: skip
    # One in seven was elsewhere before: in the unit that a draw names.
    _insert(
        store, run, "holding",
        held | {
            "incumbency_id": f"q + {1 + shape.persons}", "post_id": f"q + {BASE + 1 + 3 * shape.persons}",
            "valid_from": _day("began - 1500"), "valid_to": _day("began"), "known_at": _known("began - 1500"),
            "latest": f"toInt32({stayed})",
        },
        source(before, moved), heads,
    )  # fmt: skip
    # Three of a hundred have a second post to look after, anywhere.
    charge = source(f"{draw('q', 7, seed)} % {len(shape.units)}", charged, draw("q", 6, seed))
    second = {
        "post_id": f"q + {BASE + 1 + 2 * shape.persons}",
        "valid_from": _day(str(since)),
        "known_at": _known(str(since)),
    }
    _insert(
        store, run, "holding",
        held | second | {"incumbency_id": f"q + {1 + 2 * shape.persons}", "kind": "'additional'", "main": "0"}
        | {"posts": "2", "latest": "0", "valid_to": "null"},
        charge, heads,
    )  # fmt: skip
    post = {name: about[name] for name in ("organisation_id", "designation_id", "known_at")} | {"valid_to": "null"}
    _insert(store, run, "post", post | {"post_id": f"q + {BASE + 1}", "valid_from": _day("began")}, source(), heads)
    _insert(store, run, "post", post | second, charge, heads)
    # Seven of a hundred posts are vacant, beside one that is not.
    _insert(
        store, run, "post",
        post | {"post_id": f"q + {BASE + 1 + 4 * shape.persons}", "valid_from": _day("began")},
        source(which="intDiv(d5, 128) % 100 < 7"), heads,
    )  # fmt: skip
    _insert(
        store, run, "account",
        {
            "person_id": about["person_id"], "account_id": "q + 1", "opened_on": _day("opened"), "closed_on": "null",
            "confirmed_on": _day("opened"), "known_at": _known("opened"), "unit_id": "u.organisation_id",
            "unit_from": _day(unit_from), "unit_to": "null",
        },
        source(which=f"q < {shape.users}"), heads,
    )  # fmt: skip


def _rank(shape: Shape, spread: Spread) -> str:
    return f"(toInt64(q) * {spread.factor} % {shape.users})"


def _opened(shape: Shape) -> str:
    """Whoever learned in the week had an account before it."""
    d = draw("q", 8, shape.seed)
    drawn = f"openings[1 + {d} % {STEPS}]"
    return (
        f"if({_rank(shape, shape.week)} < {shape.week.people}, "
        f"least({drawn}, {number(WEEK_FROM) - 1} - toInt64({d} % 50)), {drawn})"
    )


def _many(shape: Shape, spread: Spread, table: str) -> str:
    rank = _rank(shape, spread)
    return (
        f"if({rank} < {spread.people}, {table}[1 + intDiv({rank} * {STEPS}, {spread.people})] "
        f"+ ({rank} < {spread.more}), 0)"
    )


def _learning(store: Client, run: int, shape: Shape, first: int, until: int) -> None:
    """What users from `first` on have learned."""
    seed, last, week = shape.seed, number(LAST), number(WEEK_FROM)
    heads = (
        f"with {_array(shape.week.quantiles)} as of_week, {_array(shape.others.quantiles)} as of_others, "
        f"{_array(shape.open.quantiles)} as of_open, {_array(shape.opened)} as openings, "
        f"{_array(shape.learned)} as learned, {_array(shape.course_numbers)} as numbers, "
        f"{_array(shape.course_ids)} as courses, {_array(shape.minutes)} as minutes_of, "
        f"{_array(shape.competency_ids)} as competencies, {_array(shape.designations)} as designations"
    )
    people = f"""(
      select q, unit_id, unit_from, designation_id,
        {_many(shape, shape.week, "of_week")} as w, {_many(shape, shape.others, "of_others")} as c,
        {_many(shape, shape.open, "of_open")} as o, toInt64({_opened(shape)}) as opened
      from seed_person where q >= {first} and q < {until}
    )"""
    carried = {"unit_id": "unit_id", "unit_from": _day("s.unit_from"), "unit_to": "null"}

    def entries(several: str) -> str:
        return f"""(
          select q, unit_id, unit_from, w, c, o, opened, k, q * {ENTRIES} + k as entry, {draw("entry", 16, seed)} as e,
            numbers[1 + intDiv(e, 1048576) % {COURSE_STEPS}] as course,
            toInt64(learned[1 + e % {STEPS}]) as drawn,
            multiIf(k < w, {week} + toInt64(e % {WEEK_DAYS}),
              least({last}, greatest(drawn, opened + toInt64(intDiv(e, 1024) % 30)))) as done,
            greatest(opened, done - toInt64(intDiv(e, 65536) % if(k < w, 3, 40))) as began
          from {people} array join range({several}) as k
        ) s"""

    completed = "k < w + c"
    person = f"q + {BASE + 1}"
    _insert(
        store, run, "enrolment",
        {
            "person_id": person, "enrolment_id": "entry + 1", "course_id": "courses[1 + course]",
            "language": "multiIf(intDiv(e, 4096) % 100 < 38, 'en', intDiv(e, 4096) % 100 < 90, 'hi', 'ur')",
            "enrolled_on": _day(f"if({completed}, began, done)"), "completed_on": _none(completed, "done"),
            "withdrawn_on": _none(
                f"not {completed} and intDiv(e, 16777216) % 12 = 0",
                f"least({last}, done + 1 + toInt64(intDiv(e, 268435456) % 60))",
            ),
            "known_at": _known("done"),
        } | carried,
        entries("w + c + o"), heads,
    )  # fmt: skip
    _insert(
        store, run, "credit",
        {
            "person_id": person, "credit_id": "entry + 1", "kind": "'formal'", "minutes": "minutes_of[1 + course]",
            "credited_on": _day("done"), "known_at": _known("done"),
        } | carried,
        entries("w + c"), heads,
    )  # fmt: skip
    grade = "intDiv(e, 1073741824) % 100"
    _insert(
        store, run, "certificate",
        {
            "person_id": person, "certificate_id": "entry + 1", "course_code": "concat('C-', toString(course))",
            "grade": f"multiIf({grade} < 35, 'E0', {grade} < 80, 'E1', {grade} < 98, 'E2', 'E3')",
            "minutes": "minutes_of[1 + course]", "issued_on": _day("done"),
            "revoked_on": _none(_revoked(), f"least({last}, done + 30)"),
            "revoked_reason": f"if({_revoked()}, 'error', '')", "known_at": _known("done"),
        } | carried,
        entries("w + c"), heads,
    )  # fmt: skip
    _insert(
        store, run, "evidence",
        {
            "person_id": person, "evidence_id": "entry + 1",
            "competency_id": f"competencies[1 + course % {len(shape.competency_ids)}]", "level": "1 + e % 3",
            "source": "'certificate'", "withdraws_id": "null", "observed_on": _day("done"), "known_at": _known("done"),
        },
        f"(select * from {entries('w + c')} where intDiv(e, 1099511627776) % 10 = 0) s", heads,
    )  # fmt: skip
    beside = f"""(
      select q, unit_id, unit_from, opened, k, {draw("q", 9, seed)} as d9,
        multiIf(d9 % 100 < 35, 1, d9 % 100 < 50, 2, d9 % 100 < 58, 4, 0) as x,
        toInt64(intDiv(d9, 128) % 100 < 30) as y, q * {ENTRIES} + 100 + k as entry, {draw("entry", 17, seed)} as e,
        least({last}, greatest(toInt64(learned[1 + e % {STEPS}]), opened)) as done
      from {people} array join range(toUInt64(x + y)) as k
    ) s"""
    # At work and from others, so that the minutes are about seventy, twenty and ten of a hundred.
    _insert(
        store, run, "credit",
        {
            "person_id": person, "credit_id": "entry + 1", "kind": "if(k < x, 'experience', 'social')",
            "minutes": "600 + toInt32(intDiv(e, 4096) % if(k < x, 1280, 1180))", "credited_on": _day("done"),
            "known_at": _known("done"),
        } | carried,
        beside, heads,
    )  # fmt: skip
    owing = f"(select *, {draw('q', 14, seed)} as d14 from {people} where q % 3 = 0) s"
    due = number(DUE)
    _insert(
        store, run, "duty",
        {
            "person_id": person, "mandate_id": "1", "due_on": _day(str(due)),
            "done_on": _none("d14 % 100 < 60", f"{due} - 30 + toInt64(intDiv(d14, 128) % 45)"),
        } | carried,
        owing, heads,
    )  # fmt: skip
    # One in nine was trained in a cascade, of them one in thirteen leads four sessions; a part before the year began.
    held = f"{number(CASCADE_FROM)} + toInt64(intDiv(e, 16) % {CASCADE_DAYS})"
    sessions = f"""(
      select q, j, q * 8 + j as entry, {draw("entry", 15, seed)} as e
      from {people} array join range(toUInt64(q % 9 = 0) + 4 * toUInt64(q % 117 = 0)) as j
    ) s"""
    _insert(
        store, run, "cascade",
        {
            "person_id": person, "session_id": "if(j = 0, 1 + e % 1000, 2000 + entry)",
            "part": "if(j = 0, 'trained', 'led')", "tier": "if(j = 0, 1, 2)", "held_on": _day(held),
            "known_at": _known(held),
        },
        sessions, heads,
    )  # fmt: skip
    levels = f"""(
      select q, unit_id, unit_from, designation_id, j,
        {draw("q", 11, seed)} as d11, designations[1 + {draw("q", 1, seed)} % {DESIGNATION_STEPS}] as d,
        q * 8 + j as entry, {draw("entry", 12, seed)} as e,
        (d * 11 + j * 13 + toInt64(e % 4 = 0)) % {len(shape.competency_ids)} as place
      from {people} array join range(if(d11 % 100 < 40, 1 + intDiv(d11, 128) % 4, 0)) as j
    ) s"""
    _insert(
        store, run, "level",
        {
            "person_id": person, "competency_id": "competencies[1 + place]", "level": "1 + intDiv(e, 8) % 3",
            "known_at": _known(str(last)), "designation_id": "designation_id",
        } | carried,
        levels, heads,
    )  # fmt: skip
    cases = f"(select *, {draw('q', 13, seed)} as d13, intDiv(d13, 300) % 3 as s from {people} where d13 % 300 = 0) s"
    _insert(
        store, run, "recheck",
        {
            "person_id": person, "recheck_id": "q + 1", "policy": "1",
            "state": "multiIf(s = 0, 'cleared', s = 1, 'restored', 'unconfirmed')", "asked_on": _day(str(week)),
            "ended_on": _day(str(week + 20)), "restored_on": _none("s = 1", str(week + 30)),
            "known_at": _known(str(week)),
        },
        cases, heads,
    )  # fmt: skip


def _revoked() -> str:
    return "intDiv(e, 68719476736) % 5000 = 0"


def _profiles(store: Client, run: int, shape: Shape) -> None:
    profiles, needs = [], []
    for n in shape.profiled():
        profiles.append(f"{n + 1}\t{shape.designation_ids[n]}\t1\t2024-01-01\t\\N\t{run}\t0")
        for place, level in shape.required(n):
            needs.append(f"{n + 1}\t{shape.competency_ids[place]}\t{level}\t3\t{run}\t0")
    store.insert(run, TABLES["profile"].rows, "\n".join(profiles).encode() + b"\n")
    store.insert(run, TABLES["requirement"].rows, "\n".join(needs).encode() + b"\n")


def _planned(store: Client, run: int, shape: Shape) -> None:
    until, known = WEEK_FROM + dt.timedelta(days=WEEK_DAYS - 1), "2026-04-01 00:00:00"
    week = f"1\t{WEEK_FROM}\t{until}\t{WEEK_TARGET}\t\\N\t{known}\t{run}\t0\n"
    store.insert(run, TABLES["learning_week"].rows, week.encode())
    plans, units = [], []
    for n, unit in enumerate(shape.planned(), start=1):
        plans.append(f"{n}\t{unit.organisation_id}\t2026-04-01\t1\t2026-05-01\t\\N\t{known}\t{run}\t0\n")
        if n % 2:
            units.append(f"{n}\t{unit.organisation_id}\t2026-05-01\t\\N\t{run}\t0\n")
    store.insert(run, TABLES["annual_plan"].rows, "".join(plans).encode())
    store.insert(run, TABLES["capacity_unit"].rows, "".join(units).encode())
