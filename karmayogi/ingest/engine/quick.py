"""What `codec`, `statements`, `facts` and `keys` make of a request, sooner, where it holds nothing unusual.

Statements of one sender repeat themselves: the same verbs, activities, people. So a statement is cut into its
properties, and each is given to the checker of that property as bytes. What the checker has accepted is remembered by
these bytes, with what is stored of it; so it is read once for all statements that have it. No rule is written here a
second time. What this reading does not plainly accept (a reference, a SubStatement, attachments, anything wrong) it
leaves alone: then the other reading says what is stored, or in which words it is refused.
"""

import functools
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from karmayogi.ingest.engine import keys, statements
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import SPACE, encode
from karmayogi.ingest.engine.facts import VOIDED, activities_in, add_agents, from_context
from karmayogi.ingest.engine.syntax import in_utc
from karmayogi.ingest.engine.values import Check
from karmayogi.ingest.engine.versions import RULES
from karmayogi.ingest.types import Agent, Invalid, Version

type Definition = tuple[str, int]
type _Reader = Callable[[bytes], "_Piece"]
type _Cut = Mapping[str, msgspec.Raw]

LONG = 1_500  # bytes; longer pieces are read each time
_KEPT = {"actor": 8_000, "verb": 1_000, "object": 8_000, "result": 4_000, "contextActivities": 8_000}
_SELDOM = 1_000
_DEEP = 30  # brackets in a piece; with fewer no statement can be too deep
# A UUID as most write it; any other form is for the checker.
_ID = re.compile(rb'"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"').fullmatch


class Quick(msgspec.Struct, frozen=True, gc=False):
    """A statement as it will be stored, all but the moment. places: where that belongs, from 1; the second may be 0.
    keys: what it is found by, as the database reads numbers. definitions: activities that it defines, each with the
    hash of how."""

    id: str
    body: bytes
    places: tuple[int, int]
    keys: list[str]
    definitions: tuple[Definition, ...]


class _Piece(msgspec.Struct, frozen=True, gc=False):
    """text: name and value, as they are stored. names: how often `":` stands in that value, space aside. about: the id
    of a verb or an activity. agents, activities: what they are called, each with the key under which it is found."""

    text: bytes
    names: int
    about: str = ""
    key: str = ""
    agents: tuple[tuple[str, str], ...] = ()
    activities: tuple[tuple[str, str], ...] = ()
    definitions: tuple[Definition, ...] = ()


class _Unusual(Exception):
    """For the other reading."""


_many = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode
_one = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_value = msgspec.json.Decoder().decode


def read(
    body: bytes, *, version: Version, authority: Agent, moment: str, most: int, new_id: Callable[[], uuid.UUID]
) -> list[Quick] | None:
    """All statements of a request; None where one of them, or the whole, needs the other reading.

    moment: stands in each body where the moment of storing belongs. most: statements in a request.
    """
    if b"\\u00" in body:  # could hide what is counted below
        return None
    try:
        given = _many(body) if body.lstrip(SPACE)[:1] == b"[" else [_one(body)]
        if not 0 < len(given) <= most:
            return None
        make = _maker(version, authority, moment, new_id)
        all_read = [make(statement) for statement in given]
    # KeyError: no property of a statement, or one that it needs is missing.
    except (_Unusual, Invalid, KeyError, msgspec.MsgspecError, ValueError, RecursionError):
        return None
    made = [one for one, _count in all_read]
    # A name that comes twice in an object is in the body once more than in what was read of it (see `codec`).
    if _names(body) != sum(count for _one, count in all_read) or len({one.id for one in made}) < len(made):
        return None
    return made


def _maker(
    version: Version, authority: Agent, moment: str, new_id: Callable[[], uuid.UUID]
) -> Callable[[_Cut], tuple[Quick, int]]:
    kept, each = _READERS[version]
    token, mine = moment.encode(), agent_key(authority)
    stored = b'"stored":' + encode(moment)
    happened = b'"timestamp":' + encode(moment)
    vouched = b'"authority":' + encode(authority)
    spoken = b'"version":' + encode(RULES[version].default)

    def make(statement: _Cut) -> tuple[Quick, int]:
        texts: dict[str, bytes] = {}
        names = len(statement)
        id = ""
        context = actor = verb = about = None
        for name, raw in statement.items():
            came = bytes(raw)
            if name == "id":
                if not _ID(came):
                    raise _Unusual
                texts[name] = b'"id":' + came
                id = came[1:-1].decode()
                continue
            piece = kept[name](came) if len(came) < LONG else each[name](came)
            texts[name] = piece.text
            names += piece.names
            if name == "context":
                context = piece
            elif name == "actor":
                actor = piece
            elif name == "verb":
                verb = piece
            elif name == "object":
                about = piece
        if actor is None or verb is None or about is None:
            raise _Unusual
        # In the order in which `prepare` adds what is missing.
        if not id:
            id = str(new_id())
            texts["id"] = b'"id":"' + id.encode() + b'"'
        texts["stored"] = stored
        texts["authority"] = vouched
        if "timestamp" not in texts:
            texts["timestamp"] = happened
        if "version" not in texts:
            texts["version"] = spoken
        body = b"{" + b",".join(texts.values()) + b"}"
        first = body.index(token) + 1
        marks = [verb.key, about.key, _both(verb.about, about.about)]
        marks += [key for _name, key in actor.agents]
        definitions = about.definitions
        if context is not None:
            marks += _marks(context, actor, about, mine)
            definitions += context.definitions
        return Quick(id, body, (first, body.find(token, first) + 1), marks, definitions), names

    return make


def _marks(context: _Piece, actor: _Piece, about: _Piece, mine: str) -> list[str]:
    """What a context adds; as in `keys.keys_of`, nothing that the statement is found by in a plainer way."""
    found = [key for name, key in context.activities if name != about.about]
    if context.key:
        found.append(context.key)
    if context.agents:
        plain = {mine, *[name for name, _key in actor.agents]}
        found += {key for name, key in context.agents if name not in plain}
    return found


def _names(body: bytes) -> int:
    return body.translate(None, SPACE).count(b'":')


@functools.lru_cache(maxsize=50_000)
def _both(verb: str, activity: str) -> str:
    return str(keys.verb_and_activity(verb, activity))


def _checked(raw: bytes, check: Check) -> Any:
    if raw.count(b"{") + raw.count(b"[") > _DEEP:
        raise _Unusual
    value = _value(raw)
    check(value)
    return value


def _plain(name: str, check: Check) -> _Reader:
    """Of what a statement is not found by."""
    label = encode(name) + b":"

    def read(raw: bytes) -> _Piece:
        text = encode(_checked(raw, check))
        return _Piece(label + text, _names(text))

    return read


def _verb(check: Check) -> _Reader:
    def read(raw: bytes) -> _Piece:
        value = _checked(raw, check)
        iri = value["id"]
        if iri == VOIDED:
            raise _Unusual
        text = encode(value)
        return _Piece(b'"verb":' + text, _names(text), iri, str(keys.key(keys.VERB, iri)))

    return read


def _actor(check: Check) -> _Reader:
    # People are too many for what `keys.key` remembers.
    key = keys.key.__wrapped__

    def read(raw: bytes) -> _Piece:
        value = _checked(raw, check)
        agents: dict[str, None] = {}
        add_agents(agents, value)
        text = encode(value)
        found = tuple([(name, str(key(keys.AGENT, name))) for name in agents])
        return _Piece(b'"actor":' + text, _names(text), "", "", found)

    return read


def _activity(check: Check) -> _Reader:
    def read(raw: bytes) -> _Piece:
        value = _checked(raw, check)
        if value.get("objectType", "Activity") != "Activity":
            raise _Unusual
        iri, text = value["id"], encode(value)
        key = str(keys.key(keys.ACTIVITY, iri))
        return _Piece(b'"object":' + text, _names(text), iri, key, (), (), _definitions({"object": value}))

    return read


def _moment(name: str, check: Check) -> _Reader:
    label = encode(name) + b':"'

    def read(raw: bytes) -> _Piece:
        if raw[:1] != b'"':
            raise _Unusual
        text = raw[1:-1].decode()  # what is escaped is no timestamp to the checker
        check(text)
        return _Piece(label + in_utc(text).encode() + b'"', 0)

    return read


def _registration(raw: bytes) -> _Piece:
    if not _ID(raw):
        raise _Unusual
    key = keys.key.__wrapped__(keys.REGISTRATION, raw[1:-1].decode().replace("-", ""))
    return _Piece(b'"registration":' + raw, 0, "", str(key))


def _around(name: str, check: Check) -> _Reader:
    """A property of a context."""
    label = encode(name) + b":"

    def read(raw: bytes) -> _Piece:
        value = _checked(raw, check)
        context = statements.with_arrays({name: value})
        agents: dict[str, None] = {}
        activities: dict[str, None] = {}
        from_context(context, agents, activities)
        return _Piece(
            label + encode(context[name]),
            _names(encode(value)),
            agents=tuple((one, str(keys.key(keys.RELATED_AGENT, one))) for one in agents),
            activities=tuple((one, str(keys.key(keys.RELATED_ACTIVITY, one))) for one in activities),
            definitions=_definitions({"object": {"objectType": "none"}, "context": context}),
        )

    return read


def _definitions(part: dict[str, Any]) -> tuple[Definition, ...]:
    return tuple(
        [(one["id"], hash(encode(definition))) for one in activities_in(part) if (definition := one.get("definition"))]
    )


def _context(version: Version) -> _Reader:
    """Cut once more: a registration is new with each attempt, what stands beside it is not."""
    each = {name: _around(name, check) for name, check in statements.CONTEXT[version].items()}
    kept = {name: _remembered(name, read) for name, read in each.items()}
    kept["registration"] = each["registration"] = _registration

    def read(raw: bytes) -> _Piece:
        given = _one(raw)
        texts = []
        names = len(given)
        key = ""
        agents: tuple[tuple[str, str], ...] = ()
        activities: tuple[tuple[str, str], ...] = ()
        definitions: tuple[Definition, ...] = ()
        for name, inner in given.items():
            came = bytes(inner)
            piece = kept[name](came) if len(came) < LONG else each[name](came)
            texts.append(piece.text)
            names += piece.names
            if name == "registration":
                key = piece.key
            elif name == "contextActivities":
                activities, definitions = piece.activities, piece.definitions
            elif piece.agents:
                agents += piece.agents
        text = b'"context":{' + b",".join(texts) + b"}"
        return _Piece(text, names, "", key, agents, activities, definitions)

    return read


def _remembered(name: str, read: _Reader) -> _Reader:
    return functools.lru_cache(maxsize=_KEPT.get(name, _SELDOM))(read)


def _readers(version: Version) -> tuple[dict[str, _Reader], dict[str, _Reader]]:
    """Those that remember, and those behind them. Attachments have none: a statement with some is unusual."""
    check = statements.PROPERTIES[version]
    each: dict[str, _Reader] = {
        "actor": _actor(check["actor"]),
        "verb": _verb(check["verb"]),
        "object": _activity(check["object"]),
        **{name: _plain(name, check[name]) for name in ("result", "authority", "version")},
    }
    kept = {name: _remembered(name, read) for name, read in each.items()}
    always = {
        "context": _context(version),
        **{name: _moment(name, check[name]) for name in ("timestamp", "stored")},
    }
    return kept | always, each | always


_READERS = {version: _readers(version) for version in Version}
