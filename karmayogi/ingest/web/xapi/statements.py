"""The statements resource: storing, one statement, pages of them."""

import dataclasses
import uuid
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from karmayogi.ingest import conf
from karmayogi.ingest.actions.store import Forbidden, Source, store
from karmayogi.ingest.actions.store_bound import store_bound
from karmayogi.ingest.actions.store_plain import store_plain
from karmayogi.ingest.engine import codec, formats, keys, multipart, order
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.facts import activities_in, facts
from karmayogi.ingest.policies import DEFINE, READ, READ_MINE, WRITE
from karmayogi.ingest.queries.activities import definitions
from karmayogi.ingest.queries.attachments import attachments
from karmayogi.ingest.queries.find import Ask as Wanted
from karmayogi.ingest.queries.find import One, find, one
from karmayogi.ingest.queries.horizon import horizon, through
from karmayogi.ingest.types import Part, Scope, Statement
from karmayogi.ingest.web.xapi import params
from karmayogi.ingest.web.xapi.asks import JSON, Answer, Ask, Wrong

THROUGH = "X-Experience-API-Consistent-Through"
_SINGLE = frozenset({"statementId", "voidedStatementId", "format", "attachments"})
_MANY = frozenset({
    "agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until", "limit",
    "format", "attachments", "ascending", "cursor",
})  # fmt: skip
_pieces = msgspec.json.Decoder(list[msgspec.Raw]).decode
_FORMATS = ("exact", "ids", "canonical")


def put(ask: Ask) -> Answer:
    params.known(ask.query, frozenset({"statementId"}), needed=("statementId",))
    id = params.uuid_of(ask.query, "statementId")
    given, parts = _sent(ask)
    if isinstance(given, list):
        raise Wrong(400, "PUT takes one statement; POST takes several.")
    if isinstance(given, dict):
        if "id" in given and str(given["id"]).lower() != str(id):
            raise Wrong(400, "The id of the statement is not the one in the address.")
        given = {**given, "id": str(id)}
    _store(ask, [given], parts)
    return Answer(204)


def post(ask: Ask) -> Answer:
    params.known(ask.query, frozenset())
    if (plain := _plain(ask)) is not None:
        return Answer(200, codec.encode(plain), JSON)
    given, parts = _sent(ask)
    ids = _store(ask, given if isinstance(given, list) else [given], parts)
    return Answer(200, codec.encode([str(id) for id in ids]), JSON)


def get(ask: Ask) -> Answer:
    if "statementId" in ask.query or "voidedStatementId" in ask.query:
        return _single(ask)
    return _many(ask)


def _sent(ask: Ask) -> tuple[Any, dict[str, Part]]:
    """What the body says, and the bytes of attachments."""
    kind = ask.media_type.partition(";")[0].strip().lower()
    if kind == JSON:
        return _decoded(ask.body), {}
    if kind == "multipart/mixed":
        body, parts = multipart.read(ask.media_type, ask.body)
        return _decoded(body), parts
    raise Wrong(400, "Statements come as application/json, or with attachments as multipart/mixed.")


def _decoded(body: bytes) -> Any:
    """Several statements are read one by one: what is suspicious in one of them costs the others nothing."""
    if body[:1] == b"[":
        try:
            return [codec.decode(bytes(one), where=f"statements[{place}]") for place, one in enumerate(_pieces(body))]
        except (msgspec.MsgspecError, ValueError, RecursionError):
            pass  # said in words by the other reading
    return codec.decode(body)


def _plain(ask: Ask) -> list[str] | None:
    """The quick way, which stores a request whole or leaves it to the other one; so what launched sessions send."""
    if not ask.caller.may(WRITE) or ask.media_type.partition(";")[0].strip().lower() != JSON:
        return None
    return store_plain(ask.body, source=_source(ask), version=ask.version)


def _source(ask: Ask) -> Source:
    caller = ask.caller
    return Source(
        authority=caller.authority,
        defines=caller.may(DEFINE),
        voids_any=caller.may(frozenset({Scope.ALL})),
        bounds=caller.bounds,
    )


def _store(ask: Ask, given: list[Any], parts: dict[str, Part]) -> list[uuid.UUID]:
    ask.need(WRITE)
    try:
        caller = ask.caller
        if caller.bounds is not None:
            return store_bound(
                given, client=caller.client_uuid, source=_source(ask), version=ask.version, parts=parts, at=ask.at
            )
        return store(given, source=_source(ask), version=ask.version, parts=parts)
    except Forbidden as refusal:
        raise Wrong(403, str(refusal)) from None


def _single(ask: Ask) -> Answer:
    params.known(ask.query, _SINGLE)
    wanted, voided = params.uuid_of(ask.query, "statementId"), params.uuid_of(ask.query, "voidedStatementId")
    if (wanted is None) == (voided is None):
        raise Wrong(400, "Ask for statementId or for voidedStatementId, not for both.")
    how, with_attachments = _format(ask), params.flag_of(ask.query, "attachments")
    ask.need(READ_MINE)
    complete = horizon()
    found = one(wanted or voided)  # type: ignore[arg-type]
    if found is None or found.voided != (voided is not None) or not _visible(ask, found):
        raise Wrong(404, "There is no such statement.")
    body = _shown([found.body], how, ask)[0]
    stored = order.instant(found.seq)
    headers = [("Last-Modified", format_datetime(stored, usegmt=True)), _through(complete)]
    return _answer(body, [found.seq] if with_attachments else None, headers)


def _visible(ask: Ask, found: One) -> bool:
    mine = _mine(ask)
    if mine is not None and found.authority != mine:
        return False
    return ask.caller.bounds is None or ask.caller.bounds.hold(facts(codec.decode(found.body)))


def _many(ask: Ask) -> Answer:
    query = ask.query
    params.known(query, _MANY)
    how, with_attachments = _format(ask), params.flag_of(query, "attachments")
    ascending = params.flag_of(query, "ascending")
    cursor = params.count_of(query, "cursor") if "cursor" in query else None
    wanted = Wanted(
        agent=params.agent_key_of(query),
        related_agents=params.flag_of(query, "related_agents"),
        verb=params.iri_of(query, "verb"),
        activity=params.iri_of(query, "activity"),
        related_activities=params.flag_of(query, "related_activities"),
        registration=params.uuid_of(query, "registration"),
        since=params.moment_of(query, "since"),
        until=params.moment_of(query, "until"),
        limit=min(params.count_of(query, "limit") or conf.PAGE, conf.MOST),
        ascending=ascending,
        after=cursor if ascending else None,
        before=None if ascending else cursor,
        mine=_mine(ask),
    )
    ask.need(READ_MINE)
    if bounds := ask.caller.bounds:
        if wanted.agent not in (None, bounds.agent) or wanted.registration not in (None, bounds.registration):
            raise Wrong(403, "This credential reads the statements of one agent in one registration only.")
        wanted = dataclasses.replace(wanted, agent=bounds.agent, registration=bounds.registration, related_agents=False)
    page = find(wanted)
    # The rest of the question goes along; whoever follows it shows a credential again.
    more = f"/xapi/statements?{urlencode({**query, 'cursor': page.more})}" if page.more is not None else ""
    bodies = _shown([row.body for row in page.found], how, ask)
    body = b'{"statements":[' + b",".join(bodies) + b'],"more":' + codec.encode(more) + b"}"
    return _answer(body, [row.seq for row in page.found] if with_attachments else None, [_through(page.horizon)])


def _format(ask: Ask) -> str:
    how = ask.query.get("format", "exact")
    if how not in _FORMATS:
        raise Wrong(400, f"The parameter 'format' must be one of {', '.join(_FORMATS)}.")
    return how


def _mine(ask: Ask) -> int | None:
    """Key of the authority whose statements the asker sees; None for those of all. A short credential sees what its
    learner did in its attempt, whoever reported it."""
    if ask.caller.may(READ) or ask.caller.bounds is not None:
        return None
    return keys.key(keys.AGENT, agent_key(ask.caller.authority))


def _through(complete: int) -> tuple[str, str]:
    return (THROUGH, order.text(through(complete)))


def _shown(bodies: list[bytes], how: str, ask: Ask) -> list[bytes]:
    if how == "exact":
        return bodies
    statements: list[Statement] = [codec.decode(body) for body in bodies]
    if how == "ids":
        return [codec.encode(formats.ids(statement)) for statement in statements]
    wanted = formats.languages(ask.headers.get("accept-language"))
    known = definitions({activity["id"] for statement in statements for activity in activities_in(statement)})
    return [codec.encode(formats.canonical(statement, wanted, known.get)) for statement in statements]


def _answer(body: bytes, of: list[int] | None, headers: list[tuple[str, str]]) -> Answer:
    """of: places of the statements whose attachments go along; None for plain JSON."""
    if of is None:
        return Answer(200, body, JSON, headers)
    media_type, whole = multipart.write(body, attachments(of))
    return Answer(200, whole, media_type, headers)
