"""Frozen figures: the list, one of them for somebody who may see it, and whether it is still what was signed."""

import dataclasses
import datetime as dt
import json
import uuid

from karmayogi.credentials import api as credentials
from karmayogi.insight.engine import frozen as documents
from karmayogi.insight.policies import sees_country
from karmayogi.insight.types import Check, Checked, Frozen
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs

PAGE = 25
_COLUMNS = 'id, uuid, name, "on", as_on, frozen_at, digest, marks, document'


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotRow:
    """marks: highest id of each source when it was frozen. document: the signed text."""

    id: int
    uuid: uuid.UUID
    name: str
    on: dt.date
    as_on: dt.datetime
    frozen_at: dt.datetime
    digest: str
    marks: dict[str, int]
    document: str

    @property
    def frozen(self) -> Frozen:
        return documents.read(json.loads(self.document))


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A line of the list. key: where the next page begins."""

    key: str
    uuid: uuid.UUID
    name: str
    on: dt.date
    frozen_at: dt.datetime
    digest: str


def _row(
    key: int, number: uuid.UUID, name: str, on: dt.date, as_on: dt.datetime, frozen_at: dt.datetime, digest: str,
    marks: str, document: str,
) -> SnapshotRow:  # fmt: skip
    return SnapshotRow(key, number, name, on, as_on, frozen_at, digest, json.loads(marks), document)


def see_country(actor: Actor | None) -> None:
    """Raises NotFound for whoever does not see the figures of the country."""
    if actor is None or not sees_country(actor, orgs.country_path()):
        raise NotFound


def snapshots(search: str = "", before: str = "") -> list[SnapshotLine]:
    """Newest first, one more than a page where there is another; search: in the name."""
    return rows.fetch(
        SnapshotLine,
        'select id::text, uuid, name, "on", frozen_at, digest from insight_snapshot'
        " where name ilike %s and (%s::bigint is null or id < %s::bigint) order by id desc limit %s",
        [rows.like(search), key := int(before) if before.isdecimal() and len(before) < 19 else None, key, PAGE + 1],
    )


def snapshot(number: uuid.UUID) -> SnapshotRow | None:
    return rows.first(_row, f"select {_COLUMNS} from insight_snapshot where uuid = %s", [number])


def snapshot_named(name: str) -> SnapshotRow | None:
    """By its name, whatever the capitals, or by its number."""
    return rows.first(
        _row, f"select {_COLUMNS} from insight_snapshot where lower(name) = lower(%s) or uuid::text = %s", [name, name]
    )


def access_snapshot(actor: Actor | None, number: uuid.UUID) -> SnapshotRow:
    """For somebody who sees the figures of the country. Raises NotFound otherwise."""
    see_country(actor)
    found = snapshot(number)
    if found is None:
        raise NotFound
    return found


def earlier(row: SnapshotRow) -> SnapshotRow | None:
    """The one before it by day; of a day the last."""
    return rows.first(
        _row,
        f'select {_COLUMNS} from insight_snapshot where "on" < %s order by "on" desc, id desc limit 1',
        [row.on],
    )


def check_row(row: SnapshotRow) -> Checked:
    """Whether the kept text is signed by us, and the columns say the same."""
    found = check_text(row.document)
    one = found.frozen
    if one is None:
        return found
    copies = (row.uuid, row.name, row.on, row.as_on, row.frozen_at, row.digest)
    if copies != (one.uuid, one.name, one.on, one.as_on, one.frozen_at, one.digest):
        return Checked(Check.ALTERED)
    return found


def check_text(text: str | bytes, keys: str | bytes | None = None) -> Checked:
    """Whether a file holds frozen figures of ours, unchanged.

    keys: a copy of /credentials/keys.json; then neither the database is asked nor whether the same lies here.
    """
    try:
        document = json.loads(text)
        one = documents.read(document)
    except (ValueError, TypeError, RecursionError):
        return Checked(Check.UNREADABLE)
    kid = credentials.document_signer(document, keys)
    if kid is None:
        return Checked(Check.ALTERED)
    if keys is not None:
        return Checked(Check.GENUINE, one, kid)
    kept = snapshot(one.uuid)
    if kept is not None and kept.digest != one.digest:
        return Checked(Check.DIFFERS, one, kid)
    return Checked(Check.GENUINE, one, kid, kept=kept is not None)
