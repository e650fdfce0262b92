"""Statements by what the specification lets one ask for, in the order of storing, page by page."""

import dataclasses
import datetime as dt
import itertools
import time
import uuid
from typing import Any

from karmayogi.ingest.engine import keys, order
from karmayogi.ingest.queries import hot
from karmayogi.ingest.queries.horizon import complete_before, horizon

_VOIDED = "(select true from ingest_statement v where v.voids = s.uuid limit 1)"
_NOT_VOIDED = f"(s.voids is not null or {_VOIDED} is null)"
_KEYS = ("ingest_key", "ingest_freshkey")  # a key of a statement is in one of the two
_HAS = "(select true from ingest_key k where k.key = %s::bigint and k.seq = l.seq)"
# Of a statement that is settled there is no need to look.
_HAS_FRESH = (
    "(l.seq >= coalesce((select before from ingest_settled), 0)"
    " and (select true from ingest_freshkey k where k.key = %s::bigint and k.seq = l.seq))"
)
_BEYOND = "select true from ingest_statement where seq >= %s::bigint limit 1"
_SETTLING = 0.002  # seconds: the millisecond of storing, which counts as complete when the next one has passed
_ONE = f"select seq, body, authority, s.voids is null and {_VOIDED} is not null from ingest_statement s where uuid = %s"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """agent: an `agent_key`. mine: key of an authority. after, before: numbers that bound a page, exclusive."""

    agent: str | None = None
    related_agents: bool = False
    verb: str | None = None
    activity: str | None = None
    related_activities: bool = False
    registration: uuid.UUID | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    mine: int | None = None
    limit: int
    ascending: bool = False
    after: int | None = None
    before: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    seq: int
    body: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class One:
    seq: int
    body: bytes
    authority: int
    voided: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """more: the number after which (or before which) the next page begins; None at the end. horizon: see there."""

    found: list[Found]
    more: int | None
    horizon: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Condition:
    """A statement has one of these keys, or this authority."""

    keys: tuple[int, ...]
    authority: int | None = None

    @property
    def places(self) -> int:
        """How often a statement can be found by it."""
        return len(self.keys) + (self.authority is not None)


def one(statement: uuid.UUID) -> One | None:
    """A statement by its id, voided or not."""
    rows = hot.fetch(_ONE, [statement])
    return One(*rows[0]) if rows else None


def find(ask: Ask) -> Page:
    """The next page, voided statements left out.

    Whoever asks upwards within the millisecond in which his statement was stored finds it too: it is settled as soon
    as that is over, unless another writer is still at it.
    """
    page = _find(ask, horizon())
    if ask.ascending and page.more is None and hot.fetch(_BEYOND, [complete_before(page.horizon)]):
        time.sleep(_SETTLING)
        page = _find(ask, horizon())
    return page


def _find(ask: Ask, complete: int) -> Page:
    low, high = _bounds(ask, complete)
    conditions = _conditions(ask)
    sql, params = _query(conditions, low, high, ask.ascending)
    # The limit as a number in the text: a plan made for any limit would be one for a tenth of all statements.
    most = (int(ask.limit) + 1) * (conditions[0].places if conditions else 1)
    rows = {row[0]: Found(*row) for row in hot.fetch(f"{sql} limit {most}", params)}
    found = list(itertools.islice(rows.values(), ask.limit))
    return Page(found, found[-1].seq if len(rows) > ask.limit else None, complete)


def _bounds(ask: Ask, complete: int) -> tuple[int, int]:
    """The first number and the one after the last."""
    low, high = 0, order.LAST
    if ask.since is not None:
        low = order.after(ask.since)
    if ask.until is not None:
        high = order.after(ask.until)
    if ask.after is not None:
        low = max(low, ask.after + 1)
    if ask.before is not None:
        high = min(high, ask.before)
    if ask.ascending:
        # What is not settled waits for the next page: otherwise a walk would pass over who commits behind it.
        high = min(high, complete_before(complete))
    return low, high


def _conditions(ask: Ask) -> list[_Condition]:
    """Those with few statements first: the first one leads, the others are asked about each of its statements."""
    found = []
    if ask.registration is not None:
        found.append(_Condition((keys.registration_key(ask.registration),)))
    if ask.agent is not None:
        plain = keys.key(keys.AGENT, ask.agent)
        if ask.related_agents:
            found.append(_Condition((plain, keys.key(keys.RELATED_AGENT, ask.agent)), plain))
        else:
            found.append(_Condition((plain,)))
    if ask.activity is not None:
        plain = keys.key(keys.ACTIVITY, ask.activity)
        if ask.related_activities:
            found.append(_Condition((plain, keys.key(keys.RELATED_ACTIVITY, ask.activity))))
        elif ask.verb is None:
            found.append(_Condition((plain,)))
        else:
            # Says what each of the two would say, in one look instead of three.
            found.append(_Condition((keys.verb_and_activity(ask.verb, ask.activity),)))
    if ask.verb is not None and (ask.activity is None or ask.related_activities):
        found.append(_Condition((keys.key(keys.VERB, ask.verb),)))
    if ask.mine is not None:
        found.append(_Condition((), ask.mine))
    return found


def _query(conditions: list[_Condition], low: int, high: int, ascending: bool) -> tuple[str, list[Any]]:
    """Text, all but the limit, and parameters.

    The conditions that do not lead are scalar subqueries, since the planner would turn an EXISTS into a join of all
    that either side has. They look at one statement at a time and stop with the page. What the keys can tell is asked
    before a statement is read: of somebody's statements most are not with the verb that is asked for.
    """
    direction = "asc" if ascending else "desc"
    if not conditions:
        source = "ingest_statement s where s.seq >= %s::bigint and s.seq < %s::bigint"
        return f"select s.seq, s.body from {source} and {_NOT_VOIDED} order by s.seq {direction}", [low, high]
    led, params = _led(conditions[0], low, high, direction)
    before: list[tuple[str, list[Any]]] = []
    after: list[tuple[str, list[Any]]] = []
    for condition in conditions[1:]:
        (before if condition.authority is None else after).append(_asked(condition))
    numbers = f"select l.seq from ({led}) l where {_all(before)}"
    each = "lateral (select * from ingest_statement i where i.seq = l.seq offset 0)"
    text = f"select s.seq, s.body from ({numbers}) l join {each} s on true where {_all(after)} and {_NOT_VOIDED}"
    for _text, more in before + after:
        params += more
    return f"{text} order by l.seq {direction}", params


def _all(conditions: list[tuple[str, list[Any]]]) -> str:
    return " and ".join(text for text, _params in conditions) or "true"


def _led(lead: _Condition, low: int, high: int, direction: str) -> tuple[str, list[Any]]:
    """Numbers in order: the indexes are merged as they are read, which the planner does only where each arm has an
    order of its own. What is in several of them comes as often, one behind the other: for a DISTINCT all that they
    have would be read, and a page needs their beginning."""
    arms: list[str] = []
    params: list[Any] = []
    for key in lead.keys:
        for table in _KEYS:
            arms.append(f"select seq from {table} where key = %s::bigint and seq >= %s::bigint and seq < %s::bigint")
            params += [key, low, high]
    if lead.authority is not None:
        arms.append(
            "select seq from ingest_statement where authority = %s::bigint and seq >= %s::bigint and seq < %s::bigint"
        )
        params += [lead.authority, low, high]
    if len(arms) == 1:
        return f"{arms[0]} order by seq {direction}", params
    return " union all ".join(f"({arm} order by seq {direction})" for arm in arms), params


def _asked(condition: _Condition) -> tuple[str, list[Any]]:
    parts: list[str] = []
    params: list[Any] = []
    for key in condition.keys:
        parts += [_HAS, _HAS_FRESH]
        params += [key, key]
    if condition.authority is not None:
        parts.append("s.authority = %s::bigint")
        params.append(condition.authority)
    return f"({' or '.join(parts)})", params
