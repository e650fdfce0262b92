"""The fact tables: every column declared once. The store, the extraction and the checksums are made from here.

A table NAME is kept as NAME_row: rows with the number of the run that wrote them, of which the newest counts. The view
NAME shows what counts, and is what a query reads. Types are those of ClickHouse; each has its like in PostgreSQL and
Spark (bigint, date, timestamp, text), so that the text of a query over these tables runs there as well.
"""

import dataclasses
import enum
import hashlib

ID = "Int64"
SMALL = "Int32"
DAY = "Date32"
DAY_OR_NONE = "Nullable(Date32)"
DAYS = (DAY, DAY_OR_NONE)
ID_OR_NONE = "Nullable(Int64)"
MOMENT = "DateTime64(6, 'UTC')"
TEXT = "String"
WORD = "LowCardinality(String)"  # one of a few


class Kept(enum.StrEnum):
    """By what rows are fetched anew: those of some persons, those of some posts, or the small table as a whole."""

    BY_PERSON = "person"
    BY_POST = "post"
    WHOLE = "whole"


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """key: what makes a row the same row; it begins with what `kept` names, so that those rows lie together.

    In all of them valid_from and valid_to are half-open days, _on are days in India, known_at is the moment at which
    the platform knew it. lags: columns that are changed in place and leave no trace, so that they are as they were at
    the last comparison or at the last change of the person that did leave one.
    """

    name: str
    kept: Kept
    key: tuple[str, ...]
    columns: dict[str, str]
    lags: tuple[str, ...] = ()

    @property
    def rows(self) -> str:
        return f"{self.name}_row"

    @property
    def fresh(self) -> str:
        """Where a full rebuild is written, beside the rows that are in use."""
        return f"{self.name}_fresh"

    @property
    def stage(self) -> str:
        """Where the rows of a run wait until it is complete: no query reads from here."""
        return f"{self.name}_stage"

    def create(self, called: str) -> str:
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        return (
            f"create table if not exists {called} ({columns}, run UInt64, gone UInt8) "
            f"engine = ReplacingMergeTree(run, gone) order by ({', '.join(self.key)}) "
            # A row is on the disk before the run that wrote it is called done: also when the power fails.
            "settings fsync_after_insert = 1, fsync_part_directory = 1, allow_nullable_key = 1"
        )

    def view(self) -> str:
        return f"create or replace view {self.name} as select {', '.join(self.columns)} from {self.rows} final"

    def put(self) -> str:
        """What waits is among the rows that count."""
        return f"insert into {self.rows} select * from {self.stage}"

    def bury(self, rows: str, run: int, which: str) -> str:
        """Rows that this run has not brought again, of those that it asked for, are marked as gone."""
        columns = ", ".join(self.columns)
        return (
            f"insert into {rows} ({columns}, run, gone) select {columns}, {run}, 1 from {rows} final "
            f"where ({which}) and run < {run}"
        )

    def everything(self) -> str:
        return f"select {', '.join(self.columns)} from {self.name}"

    def checksum(self, called: str) -> str:
        """Answers (count, sum of the hashes of all rows, without what lags); the order and the number of the run do not
        matter."""
        columns = ", ".join(name for name in self.columns if name not in self.lags)
        return f"select count() as counted, sum(cityHash64(toString(tuple({columns})))) as checksum from {called} final"


def _table(name: str, kept: Kept, key: str, lags: str = "", **columns: str) -> Table:
    return Table(name, kept, tuple(key.split()), columns, tuple(lags.split()))


# Of a row about a person: where she was last seen at her main post, since when and until when. On these days it is
# counted without looking for her; on a day before, `holding` tells where she was (decision 0068). Whoever never held a
# post is nowhere on any day.
_UNIT = {"unit_id": ID, "unit_from": DAY, "unit_to": DAY_OR_NONE}
_PLACED = {"organisation_id": ID, "path": TEXT, "state_code": WORD, "district_code": WORD, "setting": WORD}

ALL = (
    # The history of who held what. One row for each stretch of days in which nothing about her posts changed, and each
    # post held in it; main: the post at which she is counted. Path and State are those of these days. posts: how
    # many she held in this stretch. latest: whether
    # the rows about her carry it: her main post, of those days since when she has her last unit and designation.
    _table(
        "holding", Kept.BY_PERSON, "person_id valid_from incumbency_id", person_id=ID, incumbency_id=ID, post_id=ID,
        designation_id=ID, **_PLACED, kind=WORD, main=SMALL, posts=SMALL, latest=SMALL, service_group=WORD, gender=WORD,
        valid_from=DAY, valid_to=DAY_OR_NONE, known_at=MOMENT,
    ),
    _table(
        "account", Kept.BY_PERSON, "person_id account_id", person_id=ID, account_id=ID, opened_on=DAY,
        closed_on=DAY_OR_NONE, confirmed_on=DAY_OR_NONE, known_at=MOMENT, **_UNIT,
    ),
    _table(
        "enrolment", Kept.BY_PERSON, "person_id enrolment_id", "language", person_id=ID, enrolment_id=ID, course_id=ID,
        language=WORD, enrolled_on=DAY, completed_on=DAY_OR_NONE, withdrawn_on=DAY_OR_NONE, known_at=MOMENT,
        **_UNIT,
    ),
    _table(
        "credit", Kept.BY_PERSON, "person_id credit_id", person_id=ID, credit_id=ID, kind=WORD, minutes=SMALL,
        credited_on=DAY, known_at=MOMENT, **_UNIT,
    ),
    _table(
        "certificate", Kept.BY_PERSON, "person_id certificate_id", person_id=ID, certificate_id=ID, course_code=TEXT,
        grade=WORD, minutes=SMALL, issued_on=DAY, revoked_on=DAY_OR_NONE, revoked_reason=WORD, known_at=MOMENT,
        **_UNIT,
    ),
    _table(
        "evidence", Kept.BY_PERSON, "person_id evidence_id", person_id=ID, evidence_id=ID, competency_id=ID,
        level=SMALL, source=WORD, withdraws_id=ID_OR_NONE, observed_on=DAY, known_at=MOMENT,
    ),
    # As it is now: what it was on a day is worked out of the evidence, by the level engine.
    _table(
        "level", Kept.BY_PERSON, "person_id competency_id", "level known_at", person_id=ID, competency_id=ID,
        level=SMALL, known_at=MOMENT, designation_id=ID, **_UNIT,
    ),
    _table(
        "recheck", Kept.BY_PERSON, "person_id recheck_id", person_id=ID, recheck_id=ID, policy=SMALL, state=WORD,
        asked_on=DAY, ended_on=DAY_OR_NONE, restored_on=DAY_OR_NONE, known_at=MOMENT,
    ),
    # part: trained (attended in full) or led. Attendance that is taken back goes without a trace, as do sessions of
    # trainers who no longer qualify.
    _table(
        "cascade", Kept.BY_PERSON, "person_id session_id part", person_id=ID, session_id=ID, part=WORD, tier=SMALL,
        held_on=DAY, known_at=MOMENT,
    ),
    # What orders ask of somebody who is not exempt, as it is now: worked out anew for whoever was touched, and for
    # everybody each day and after an order came or went.
    _table(
        "duty", Kept.BY_PERSON, "person_id mandate_id", "due_on done_on", person_id=ID, mandate_id=ID, due_on=DAY,
        done_on=DAY_OR_NONE, **_UNIT,
    ),
    _table(
        "post", Kept.BY_POST, "post_id valid_from", post_id=ID, organisation_id=ID, designation_id=ID, valid_from=DAY,
        valid_to=DAY_OR_NONE, known_at=MOMENT,
    ),
    # The tree as on any day: a unit that moved, split or merged has a row for each stretch of days.
    _table(
        "organisation", Kept.WHOLE, "organisation_id valid_from", organisation_id=ID, parent_id=ID_OR_NONE, path=TEXT,
        state_code=WORD, district_code=WORD, kind=WORD, name_en=TEXT, name_hi=TEXT, name_ur=TEXT, valid_from=DAY,
        valid_to=DAY_OR_NONE, known_at=MOMENT,
    ),
    _table(
        "lineage", Kept.WHOLE, "lineage_id", lineage_id=ID, predecessor_id=ID, successor_id=ID_OR_NONE, kind=WORD,
        ordered_on=DAY,
    ),
    _table(
        "profile", Kept.WHOLE, "profile_id", profile_id=ID, designation_id=ID, version=SMALL, published_on=DAY,
        ended_on=DAY_OR_NONE,
    ),
    _table(
        "requirement", Kept.WHOLE, "profile_id competency_id", profile_id=ID, competency_id=ID, level=SMALL,
        importance=SMALL,
    ),
    # Published versions of annual plans; year_began: the first day of the financial year that one is of.
    _table(
        "annual_plan", Kept.WHOLE, "plan_id", plan_id=ID, organisation_id=ID, year_began=DAY, version=SMALL,
        published_on=DAY, ended_on=DAY_OR_NONE, known_at=MOMENT,
    ),
    _table(
        "capacity_unit", Kept.WHOLE, "unit_id", unit_id=ID, organisation_id=ID, formed_on=DAY, ended_on=DAY_OR_NONE,
    ),
    # ended_on: when it was taken back. until_on is its last day.
    _table(
        "learning_week", Kept.WHOLE, "week_id", week_id=ID, from_on=DAY, until_on=DAY, target_minutes=SMALL,
        ended_on=DAY_OR_NONE, known_at=MOMENT,
    ),
)  # fmt: skip
TABLES: dict[str, Table] = {table.name: table for table in ALL}
SCHEMA = hashlib.sha256("\n".join(table.create(table.name) + table.view() for table in ALL).encode()).hexdigest()[:16]
DUTY = "duty"  # follows from all others
PLACED = ("holding", "account", DUTY)  # what changes with posts and persons
LEARNED = ("enrolment", "credit", "certificate", "level", "recheck", "cascade", DUTY)  # change in place with learning
CARRYING = tuple(
    table.name for table in ALL if _UNIT.items() <= table.columns.items()
)  # change when she goes elsewhere
OF_PERSONS = tuple(table.name for table in ALL if table.kept is Kept.BY_PERSON)
WHOLE = tuple(table.name for table in ALL if table.kept is Kept.WHOLE)

_BY_SOURCE = {
    "people": PLACED,  # changes who she is, not where
    "orgs": (*PLACED, *CARRYING),
    "feeds": (*PLACED, *CARRYING),
    "learning": LEARNED,
    "assessment": LEARNED,
    "lti": LEARNED,
    "credentials": LEARNED,
    "competencies": LEARNED,
}


def touched_by(tag: str) -> tuple[str, ...]:
    """Tables in which an act that concerns a person may have changed her rows in place; all when it is not known."""
    return _BY_SOURCE.get(tag.partition(":")[0], OF_PERSONS)
