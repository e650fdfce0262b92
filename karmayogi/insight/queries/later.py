"""Why a frozen figure would be another one today: the facts that came, or were taken back, since it was frozen.

Counted for the country. New rows are those above the ids noted at freezing; what was changed in place is counted where
a date or the audit trail tells of it.
"""

import dataclasses

from karmayogi.insight.queries.snapshots import SnapshotRow
from karmayogi.kernel import rows

MOST = 1_000_000  # rows of one kind that a page counts; beyond, it says "more than"


@dataclasses.dataclass(frozen=True, slots=True)
class Later:
    """came: after the snapshot. late: of these, of its day or earlier. changed: of before, taken back or ended since;
    None where nothing tells, or where the trail since is too long to read for a page."""

    kind: str
    came: int
    late: int
    changed: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Source:
    """early: condition for a row that is of the day of the snapshot or earlier. tags: of the trail, for rows of before.
    changed: a statement that counts them by a date instead."""

    table: str
    early: str
    tags: tuple[str, ...] = ()
    changed: str = ""


SOURCES = {
    "incumbency": _Source(
        "orgs_incumbency", "valid_from <= %(on)s",
        ("orgs:incumbency:end", "orgs:incumbency:cancel", "orgs:person:transfer", "orgs:person:retire"),
    ),
    "post": _Source("orgs_post", "valid_from <= %(on)s", ("orgs:post:abolish", "orgs:post:upgrade")),
    "account": _Source(
        "people_account", "created_at <= %(as_on)s", ("people:account:suspend", "people:account:reopen")
    ),
    "enrolment": _Source("learning_enrolment", "enrolled_at <= %(as_on)s", ("learning:enrolment:withdraw",)),
    "credit": _Source("learning_learningcredit", '"on" <= %(on)s'),
    "certificate": _Source(
        "credentials_certificate", "issued_at <= %(as_on)s",
        changed="select count(*) from credentials_certificate where id <= %(top)s and revoked_at > %(as_on)s",
    ),
    "evidence": _Source("competencies_evidence", "observed_at <= %(as_on)s", ("competencies:evidence:withdraw",)),
    "profile": _Source(
        "competencies_profile", "published_on <= %(on)s",
        changed="select count(*) from competencies_profile where id <= %(top)s and ended_on > %(on)s",
    ),
}  # fmt: skip

# What a metric reads -> the kinds of facts that move it. Completions are rows of enrolments, and have a date of theirs.
KINDS = {
    "orgs_incumbency": "incumbency",
    "orgs_post": "post",
    "people_account": "account",
    "learning_enrolment": "enrolment",
    "learning_learningcredit": "credit",
    "credentials_certificate": "certificate",
    "competencies_level": "evidence",
    "competencies_profilerequirement": "profile",
    "competencies_profile": "profile",
    "assessment_recheck": "recheck",
}
COMPLETION, RECHECK = "completion", "recheck"

_CAME = """
select count(*), count(*) filter (where early)
from (select {early} as early from {table} where id > %(top)s order by id limit %(most)s) later
"""
# An enrolment of before may be completed since: that is an event of a later day, unless its day is earlier.
_COMPLETED = """
select count(*), count(*) filter (where early)
from (
  select completed_at <= %(as_on)s as early from learning_enrolment where completed_at > %(as_on)s
  union all
  select true from learning_enrolment where id > %(top)s and completed_at <= %(as_on)s
  limit %(most)s
) later
"""
_CLOSED = """
select count(*), 0 from assessment_recheck
where state in ('cleared', 'restored', 'unconfirmed') and coalesce(closed_at, asked_at) > %(as_on)s
"""
_TRAIL = "select tag, count(*) from kernel_auditentry where id > %s and tag = any(%s::text[]) group by tag"


def later(row: SnapshotRow) -> dict[str, Later]:
    """Kind of fact -> what came since; one statement each, and one for the trail."""
    end: dict[str, object] = {"on": row.on, "as_on": row.as_on, "most": MOST + 1}
    tags = [tag for source in SOURCES.values() for tag in source.tags]
    trail = _trail(row.marks["audit"], tags)
    found = {}
    for kind, source in SOURCES.items():
        given = end | {"top": row.marks[kind]}
        came, early = _counts(_CAME.format(table=source.table, early=source.early), given)
        changed: int | None = None
        if source.changed:
            changed = int(rows.scalar(source.changed, given))
        elif source.tags and trail is not None:
            changed = sum(trail.get(tag, 0) for tag in source.tags)
        found[kind] = Later(kind, came, early, changed)
    found[COMPLETION] = Later(COMPLETION, *_counts(_COMPLETED, end | {"top": row.marks["enrolment"]}), None)
    found[RECHECK] = Later(RECHECK, *_counts(_CLOSED, end), None)
    return found


def kinds_of(code: str, sources: tuple[str, ...]) -> list[str]:
    """The kinds of facts that move this metric, in the order of its sources."""
    found = [KINDS[table] for table in sources if table in KINDS]  # plans, orders and persons are not counted there
    if code in ("completions", "completion_rate"):
        found.insert(0, COMPLETION)
    if code == "completions":
        found.remove("enrolment")
    return list(dict.fromkeys(found))


def _counts(sql: str, given: dict[str, object]) -> tuple[int, int]:
    used = {name: value for name, value in given.items() if f"%({name})s" in sql}
    found = rows.first(lambda came, early: (int(came), int(early)), sql, used)
    assert found is not None
    return found


def _trail(top: int, tags: list[str]) -> dict[str, int] | None:
    """Tag -> entries since; None where there are more entries than a page reads."""
    if int(rows.scalar("select coalesce(max(id), 0) from kernel_auditentry")) - top > 2 * MOST:
        return None
    return dict(rows.fetch(lambda tag, count: (str(tag), int(count)), _TRAIL, [top, tags]))
