"""Loading officers by the million from a CSV stream: for a first set-up from an HR system, and for benchmarks.

Everything is set-based and in one transaction. For tables that the load will more than double, indexes and constraints
are put back after the rows, inside that transaction: the database then checks every row at once, several times faster
than one by one, and nothing is committed that it has not checked.
"""

import contextlib
import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from typing import IO

from django.db import connection, transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7 as new_uuid
from karmayogi.orgs.actions.structure.turn import CAME
from karmayogi.orgs.queries.designations import designations_by_name
from karmayogi.orgs.queries.records import Record

COLUMNS = ("name", "email", "mobile", "employee_code", "group", "designation", "organisation_code", "joined_on")
_TABLES = ("people_person", "people_account", "orgs_post", "orgs_incumbency")
_BLOCK = 1 << 20


@dataclasses.dataclass(slots=True)
class Loaded:
    """rejected: (row of the file, reason), the first thousand; steps: (what, seconds)."""

    loaded: int = 0
    rejected_rows: int = 0
    rejected: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    steps: list[tuple[str, float]] = dataclasses.field(default_factory=list)


def load_officers(*, agent: System, stream: IO[bytes], at: dt.datetime) -> Loaded:
    """Reads a CSV in UTF-8 with the heading COLUMNS; each row gets a person, an account, a seat and an appointment.

    Only a command may do this. Raises DataError when the file is not such a CSV: then nothing is loaded.
    """
    report = Loaded()
    with transaction.atomic():
        with _timed(report, "read"):
            _copy(stream)
        with _timed(report, "check"):
            _check()
        report.rejected_rows = rows.scalar("select count(*) from load_checked where reason is not null")
        report.rejected = [
            (number, reason)
            for number, reason in rows.fetch(
                Record, "select row, reason from load_checked where reason is not null order by row limit 1000"
            )
        ]
        report.loaded = rows.scalar("select count(*) from load_checked where reason is null")
        with _checked_afterwards(report):
            uuid7 = "uuidv7()" if rows.scalar("select current_setting('server_version_num')::int") >= 180000 else _UUID7
            for table, sql in _INSERTS.items():
                with _timed(report, table):
                    rows.run(sql.format(uuid7=uuid7), [at])
        audit.record(
            "orgs:officer:load", agent=agent, at=at, kind="load", subject=new_uuid(), label="officers",
            detail={"loaded": report.loaded, "rejected": report.rejected_rows},
        )  # fmt: skip
        connection.check_constraints()
    return report


def _copy(stream: IO[bytes]) -> None:
    rows.run("drop table if exists load_raw, load_designation, load_unit, load_clean, load_checked")
    rows.run("set local work_mem = '256MB'")
    rows.run("set local maintenance_work_mem = '512MB'")
    rows.run(
        """
        create temp table load_raw (
          row bigint generated always as identity, name text, email text, mobile text, employee_code text,
          "group" text, designation text, organisation_code text, joined_on text
        ) on commit drop
        """
    )
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(
            'copy load_raw (name, email, mobile, employee_code, "group", designation, organisation_code, joined_on) '
            "from stdin (format csv, header match, encoding 'utf8')"
        ) as copy,
    ):
        while block := stream.read(_BLOCK):
            copy.write(block)
    rows.run("analyze load_raw")


def _check() -> None:
    """Names, contacts, offices and designations are cleaned and checked; whoever is refused gets the reason."""
    names = [name for (name,) in rows.fetch(Record, "select distinct designation from load_raw")]
    found = designations_by_name([name for name in names if name])
    rows.run("create temp table load_designation (name text primary key, id bigint) on commit drop")
    rows.run(
        "insert into load_designation select * from unnest(%s::text[], %s::bigint[])",
        [list(found), [row.id for row in found.values()]],
    )
    rows.run(
        f"""
        create temp table load_clean on commit drop as
        select r.row, trim(r.name) as name, nullif(lower(trim(r.email)), '') as email,
          case when d.digits ~ '^[6-9][0-9]{{9}}$' then '+91' || d.digits end as mobile,
          coalesce(trim(r.mobile), '') <> '' and coalesce(d.digits, '') !~ '^[6-9][0-9]{{9}}$' as bad_mobile,
          coalesce(trim(r.employee_code), '') as employee_code, coalesce(trim(r."group"), '') as "group",
          l.id as designation_id, o.id as organisation_id, o.path, o.valid_from as began, u.there_from,
          case when pg_input_is_valid(r.joined_on, 'date') then r.joined_on::date end as joined_on
        from load_raw r
        left join lateral (
          select case when r.mobile ~ '^[6-9][0-9]{{9}}$' then r.mobile
            else regexp_replace(regexp_replace(r.mobile, '[^0-9]', '', 'g'), '^(91|0)(?=[0-9]{{10}}$)', '')
            end as digits
        ) d on true
        left join load_designation l on l.name = r.designation
        left join orgs_organisation o on o.code = trim(r.organisation_code)
        left join ({CAME}) u on u.organisation_id = o.id
        """
    )
    rows.run("analyze load_clean")
    person_ids, post_ids = (
        rows.scalar("select pg_get_serial_sequence(%s, 'id')", [table]) for table in ("people_person", "orgs_post")
    )
    rows.run(
        f"""
        create temp table load_checked on commit drop as
        select c.*,
          case
            when c.name is null or length(c.name) < 2 or length(c.name) > 200 then 'no name'
            when c.email is null and c.mobile is null then 'neither e-mail nor mobile'
            when c.bad_mobile then 'not a mobile number'
            when c.email !~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$' or length(c.email) > 254
              then 'not an e-mail address'
            when c.organisation_id is null then 'no organisation has this code'
            when c.designation_id is null then 'not in the list of designations'
            when c.joined_on is null then 'joined_on is not a date'
            when c.joined_on < c.began then 'the organisation is younger than that day'
            when c.joined_on < c.there_from then 'the organisation stood elsewhere on that day'
            when length(c.employee_code) > 60 or length(c."group") > 30 then 'code or group too long'
            when e.row is not null and e.row <> c.row then 'the same e-mail as row ' || e.row + 1
            when m.row is not null and m.row <> c.row then 'the same mobile as row ' || m.row + 1
            when exists (select from people_account a where a.email = c.email) then 'this e-mail has an account'
            when exists (select from people_account a where a.mobile = c.mobile) then 'this mobile has an account'
          end as reason,
          nextval('{person_ids}') as person_id, nextval('{post_ids}') as post_id
        from load_clean c
        left join (
          select email, min(row) as row from load_clean where email is not null group by email having count(*) > 1
        ) e on e.email = c.email
        left join (
          select mobile, min(row) as row from load_clean where mobile is not null group by mobile having count(*) > 1
        ) m on m.mobile = c.mobile
        order by c.row
        """
    )
    rows.run("update load_checked set row = row + 1 where reason is not null")  # the heading is row 1
    rows.run("analyze load_checked")


# Version 7 uuids, written out since servers have uuidv7() from 18 only: 48 bits of time, then random.
_UUID7 = """
encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1),
  'hex')::uuid
"""
_INSERTS = {
    "people_person": """
        insert into people_person (id, uuid, name, name_native, native_language, honorific, employee_code, "group",
          gender, category, mother_tongue, office_pin, external_system, external_code, tags, created_at)
        select person_id, {uuid7}, name, '', '', '', employee_code, "group", '', '', '', '', '', '', '{{}}',
          %s::timestamptz
        from load_checked where reason is null
    """,
    "people_account": """
        insert into people_account (uuid, person_id, email, mobile, language, password, is_active, created_at)
        select {uuid7}, person_id, email, mobile, 'en', '!' || gen_random_uuid(), true, %s::timestamptz
        from load_checked where reason is null
    """,
    "orgs_post": """
        insert into orgs_post (id, uuid, code, organisation_id, organisation_path, designation_id, label, reports_to_id,
          sanctioned, sanction_order, valid_from, created_at)
        select post_id, {uuid7}, 'P-' || post_id, organisation_id, path, designation_id, '', null, true, '', joined_on,
          %s::timestamptz
        from load_checked where reason is null
    """,
    "orgs_incumbency": """
        insert into orgs_incumbency (uuid, person_id, post_id, organisation_path, kind, valid_from, order_number,
          created_at)
        select {uuid7}, person_id, post_id, path, 'substantive', joined_on, '', %s::timestamptz
        from load_checked where reason is null
    """,
}


@contextlib.contextmanager
def _checked_afterwards(report: Loaded) -> Iterator[None]:
    """Takes down indexes and constraints (not primary keys) of tables that will more than double; puts them back."""
    connection.check_constraints()  # what the caller's transaction left to check forbids changing the tables
    back: list[tuple[str, str]] = []
    for table in _TABLES:
        if rows.scalar(f"select count(*) from (select 1 from {table} limit %s) x", [report.loaded]) >= report.loaded:
            continue
        for name, definition in rows.fetch(Record, _CONSTRAINTS, [table]):
            rows.run(f'alter table {table} drop constraint "{name}"')
            back.append((name, f'alter table {table} add constraint "{name}" {definition}'))
        for name, definition in rows.fetch(Record, _INDEXES, [table]):
            rows.run(f'drop index "{name}"')
            back.append((name, definition))
    yield
    for name, sql in back:
        with _timed(report, name):
            rows.run(sql)


# Unique and exclusion constraints first, since references are quicker to check when they are there.
_CONSTRAINTS = """
select conname, pg_get_constraintdef(oid) from pg_constraint
where conrelid = %s::regclass and contype in ('u', 'x', 'f') order by contype = 'f', conname
"""
_INDEXES = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
where i.indrelid = %s::regclass and not i.indisunique and not i.indisprimary and not i.indisexclusion
"""


@contextlib.contextmanager
def _timed(report: Loaded, what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    report.steps.append((what, time.perf_counter() - started))
