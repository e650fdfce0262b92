"""Statements as the administration page lists them, searched by whatever a person has at hand."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from karmayogi.ingest.engine import order
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.engine.syntax import IRI, UUID
from karmayogi.ingest.queries.find import Ask, find, one
from karmayogi.ingest.queries.refusals import waiting
from karmayogi.ingest.types import Statement
from karmayogi.kernel import rows

MANY = 100_000  # counted no further
_TODAY = "select count(*) from (select from ingest_statement where seq >= %s limit %s) t"
_ALL = "select greatest(reltuples, 0)::bigint from pg_class where oid = 'ingest_statement'::regclass"
_IN_FORCE = """
select count(*) from ingest_client
where registration is null and disabled_at is null and (expires_at is null or expires_at > %s)
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """who, did, what: as the statement names them, or their identifiers."""

    seq: int
    id: str
    stored_at: dt.datetime
    timestamp: str
    who: str
    did: str
    verb: str
    what: str
    object: str
    registration: str
    authority: str


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """today, refused: up to MANY. all: as the database estimates it once they are many."""

    today: int
    all: int
    in_force: int
    refused: int


def recent(words: str, *, before: int | None, limit: int, language: str) -> tuple[list[Line], int | None]:
    """The newest first; and `before` of the next page.

    words: an e-mail address, the id of a verb or an activity, of a statement or a registration; "" for all.
    """
    if UUID.fullmatch(words) and (found := one(uuid.UUID(words))) is not None:
        return [_line(found.seq, decode(found.body), language)], None
    for narrowed in _meanings(words):
        page = find(Ask(before=before, limit=limit, **narrowed))
        if page.found:
            return [_line(row.seq, decode(row.body), language) for row in page.found], page.more
    return [], None


def counts(day_began: dt.datetime, at: dt.datetime) -> Counts:
    today = rows.scalar(_TODAY, [order.after(day_began), MANY])
    estimate = rows.scalar(_ALL)
    if estimate < MANY:
        estimate = rows.scalar(_TODAY, [0, MANY])
    return Counts(today, estimate, rows.scalar(_IN_FORCE, [at]), waiting())


def _meanings(words: str) -> list[dict[str, Any]]:
    """What the words can mean, the likeliest first."""
    if not words:
        return [{}]
    if UUID.fullmatch(words):
        return [{"registration": uuid.UUID(words)}]
    if "@" in words and not words.startswith(("http:", "https:")):
        name, _at, domain = words.removeprefix("mailto:").rpartition("@")
        return [{"agent": f"mbox:mailto:{name}@{domain.lower()}", "related_agents": True}]
    if IRI.fullmatch(words):
        return [{"activity": words, "related_activities": True}, {"verb": words}]
    return []


def _line(seq: int, statement: Statement, language: str) -> Line:
    about = statement["object"]
    verb = statement["verb"]
    return Line(
        seq, statement["id"], order.instant(seq), statement["timestamp"], _agent(statement["actor"]),
        _words(verb.get("display"), language) or verb["id"].rstrip("/").rpartition("/")[2], verb["id"],
        _object(about, language), about.get("id", ""), statement.get("context", {}).get("registration", ""),
        _agent(statement["authority"]),
    )  # fmt: skip


def _agent(agent: dict[str, Any]) -> str:
    if name := agent.get("name"):
        return str(name)
    if "mbox" in agent:
        return str(agent["mbox"]).removeprefix("mailto:")
    if "account" in agent:
        return str(agent["account"]["name"])
    if members := agent.get("member"):
        return ", ".join(_agent(member) for member in members[:3])
    return str(agent.get("openid") or agent.get("mbox_sha1sum") or "")


def _object(about: dict[str, Any], language: str) -> str:
    kind = about.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        return _agent(about)
    if kind == "SubStatement":
        return _object(about["object"], language)
    return _words(about.get("definition", {}).get("name"), language) or str(about["id"])


def _words(texts: dict[str, str] | None, language: str) -> str:
    """In the reader's language, in English, or whatever there is."""
    if not texts:
        return ""
    for wanted in (language, "en"):
        for tag, text in texts.items():
            if tag.lower().partition("-")[0] == wanted:
                return text
    return next(iter(texts.values()))
