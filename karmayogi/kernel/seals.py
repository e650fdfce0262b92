"""Seals on the audit trail: every minute the entries of that minute are chained to all before them and signed.

A seal covers the entries with an id above the seal before it and up to its own. Its digest is the SHA-256 of the digest
before it and of those entries; its signature needs a key that the database does not have. So nobody who has only the
database can change, remove or slip in an entry that is sealed without `manage.py verify_audit` finding it. Each seal
is written to the log as well, where it leaves this machine: that is what shows a trail whose end was cut off.

The trail is not chained row by row as it is written: each writer would wait for the one before it to commit, and an
act that records two entries could block another that records them the other way round.
"""

import dataclasses
import datetime as dt
import hashlib
import hmac
import logging
import time

from django.conf import settings
from django.db import transaction

from karmayogi.kernel import clock, rows
from karmayogi.kernel.jobs import FIRST, periodic

log = logging.getLogger("karmayogi.audit")

MOST = 50_000  # entries under one seal
BEFORE_ALL = -(2**63)
START = b"\0" * 32
_PATIENCE = 5.0  # seconds to wait for transactions that are writing

# An entry in a form that no setting of the session changes: instants as seconds, JSON as the database keeps it.
_DIGEST = """
select count(*), max(id), coalesce(string_agg(sha256(convert_to(jsonb_build_array(
  id, uuid, extract(epoch from at), extract(epoch from recorded_at), tag, account_id, agent_label, subject_kind,
  subject_uuid, subject_label, concerns_id, why, detail)::text, 'UTF8')), ''::bytea order by id), ''::bytea)
from (
  select * from kernel_auditentry where id > %s::bigint and id <= %s::bigint order by id limit %s::int
) entry
"""
# Whoever writes into the trail holds this lock from before the number of the entry is taken until after the commit.
_WRITERS = """
select virtualtransaction from pg_locks
where locktype = 'relation' and relation = 'kernel_auditentry'::regclass and mode = 'RowExclusiveLock'
  and database = (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()
"""
_SEALS = "select last_id, entries, digest, signature, sealed_at from kernel_auditseal order by last_id"


@dataclasses.dataclass(frozen=True, slots=True)
class Seal:
    """last_id: of the last entry under it. entries: how many are under it."""

    last_id: int
    entries: int
    digest: bytes
    signature: bytes
    sealed_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """problems: sentences, none when the trail is whole. unsealed: entries after the last seal."""

    seals: int
    entries: int
    unsealed: int
    head: str
    problems: list[str]


@periodic("* * * * *", priority=FIRST)
def seal() -> None:
    seal_trail(at=clock.now())


def seal_trail(*, at: dt.datetime, patience: float = _PATIENCE) -> int:
    """Seals what is settled and not yet sealed; how many entries. Two at once seal once."""
    settled = _settled(patience)
    if settled is None:
        log.warning("audit trail not sealed: a transaction keeps writing")
        return 0
    sealed = 0
    while count := _seal_next(settled, at):
        sealed += count
    return sealed


def verify_trail(*, heads: dict[int, str] | None = None) -> Report:
    """Reads the whole trail again. heads: last_id -> digest (hex) of seals as they were noted elsewhere."""
    before, previous, entries, problems = BEFORE_ALL, START, 0, []
    seals = rows.fetch(Seal, _SEALS)
    for each in seals:
        count, _last, content = _read(before, each.last_id)
        name = f"entries up to {each.last_id}, sealed {each.sealed_at:%Y-%m-%d %H:%M} UTC"
        if not _signed(each):
            problems.append(f"{name}: the signature is not ours")
        if count != each.entries:
            problems.append(f"{name}: {each.entries} were sealed, {count} are there")
        elif _chained(previous, content) != each.digest:
            problems.append(f"{name}: not as they were sealed")
        before, previous, entries = each.last_id, bytes(each.digest), entries + count
    found = {each.last_id: bytes(each.digest).hex() for each in seals}
    problems += [
        f"the seal up to entry {last_id} that was noted elsewhere is not here"
        for last_id, digest in (heads or {}).items()
        if found.get(last_id) != digest
    ]
    unsealed = rows.scalar("select count(*) from kernel_auditentry where id > %s", [before])
    return Report(len(seals), entries, unsealed, f"{before}:{previous.hex()}", problems)


def _settled(patience: float) -> int | None:
    """The highest number below which no entry can appear any more; None when writers do not end in time."""
    highest: int = rows.scalar("select case when is_called then last_value else 0 end from kernel_auditentry_id_seq")
    writing, end = _writers(), time.monotonic() + patience
    while writing:
        if time.monotonic() > end:
            return None
        time.sleep(0.05)
        writing &= _writers()
    return highest


def _writers() -> set[str]:
    return set(rows.fetch(str, _WRITERS))


def _seal_next(settled: int, at: dt.datetime) -> int:
    with transaction.atomic():
        rows.run("lock table kernel_auditseal in share row exclusive mode")
        last = rows.first(Seal, _SEALS + " desc limit 1")
        before, previous = (last.last_id, bytes(last.digest)) if last else (BEFORE_ALL, START)
        count, last_id, content = _read(before, settled, MOST)
        if not count or last_id is None:
            return 0
        digest = _chained(previous, content)
        rows.run(
            "insert into kernel_auditseal (last_id, entries, digest, signature, sealed_at) values (%s, %s, %s, %s, %s)",
            [last_id, count, digest, _sign(_key(settings.SECRET_KEY), last_id, count, digest), at],
        )
    log.info("audit trail sealed", extra={"head": f"{last_id}:{digest.hex()}", "entries": count})
    return count


def _read(before: int, until: int, most: int = 2**31 - 1) -> tuple[int, int | None, bytes]:
    found = rows.first(lambda *columns: columns, _DIGEST, [before, until, most])
    assert found is not None
    count, last_id, content = found
    return count, last_id, bytes(content)


def _chained(previous: bytes, content: bytes) -> bytes:
    return hashlib.sha256(previous + content).digest()


def _key(secret: str) -> bytes:
    return hashlib.sha256(b"karmayogi audit seal\0" + secret.encode()).digest()


def _sign(key: bytes, last_id: int, entries: int, digest: bytes) -> bytes:
    return hmac.digest(key, f"{last_id}|{entries}|".encode() + digest, "sha256")


def _signed(seal: Seal) -> bool:
    keys = [_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(
        hmac.compare_digest(_sign(key, seal.last_id, seal.entries, bytes(seal.digest)), bytes(seal.signature))
        for key in keys
    )
