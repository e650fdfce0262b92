"""States, activity profiles and agent profiles: one behaviour, three sets of parameters."""

from collections.abc import Callable
from email.utils import format_datetime

import msgspec

from karmayogi.ingest.actions.delete_documents import delete_all, delete_one
from karmayogi.ingest.actions.write_document import Believed, merge, put
from karmayogi.ingest.engine import keys
from karmayogi.ingest.policies import OURS, PROFILE, PROFILE_READ, STATE, STATE_READ
from karmayogi.ingest.queries.documents import Place, document, names
from karmayogi.ingest.types import Version
from karmayogi.ingest.web.xapi import params
from karmayogi.ingest.web.xapi.asks import JSON, Answer, Ask, Wrong

_NAME = {"state": "stateId", "activity": "profileId", "agent": "profileId"}
_NEEDED = {"state": ("activityId", "agent"), "activity": ("activityId",), "agent": ("agent",)}
_MORE = {"state": ("registration",), "activity": (), "agent": ()}


def views(kind: str) -> dict[str, Callable[[Ask], Answer]]:
    """The methods of one of the three resources."""
    return {
        "GET": lambda ask: _get(ask, kind),
        "PUT": lambda ask: _write(ask, kind),
        "POST": lambda ask: _write(ask, kind),
        "DELETE": lambda ask: _delete(ask, kind),
    }


def _get(ask: Ask, kind: str) -> Answer:
    name = _NAME[kind]
    one = name in ask.query
    place = _place(ask, kind, ("since",), one=one)
    since = params.moment_of(ask.query, "since")
    ask.need(STATE_READ if kind == "state" else PROFILE_READ)
    if not one:
        found, last = names(place, since)
        headers = [("Last-Modified", format_datetime(last, usegmt=True))] if last else []
        return Answer(200, msgspec.json.encode(found), JSON, headers)
    kept = document(place)
    if kept is None:
        raise Wrong(404, "There is no such document.")
    headers = [
        ("ETag", f'"{kept.etag}"'),
        ("Last-Modified", format_datetime(kept.updated_at, usegmt=True)),
        # Bytes of anybody: no browser may run them as a page of ours.
        ("Content-Security-Policy", "sandbox; default-src 'none'"),
    ]
    return Answer(200, kept.content, kept.media_type, headers)


def _write(ask: Ask, kind: str) -> Answer:
    place = _place(ask, kind, (), one=True)
    ask.need(STATE if kind == "state" else PROFILE)
    media_type = ask.media_type or "application/octet-stream"
    if not media_type.isprintable():
        raise Wrong(400, "The header Content-Type holds characters that no header may have.")
    act = put if ask.method == "PUT" else merge
    act(place, ask.body, media_type, believed=_believed(ask, kind), at=ask.at)
    return Answer(204)


def _delete(ask: Ask, kind: str) -> Answer:
    one = kind != "state" or _NAME[kind] in ask.query
    place = _place(ask, kind, (), one=one)
    ask.need(STATE if kind == "state" else PROFILE)
    if one:
        delete_one(place, believed=_believed(ask, kind))
    else:
        delete_all(place, sparing=OURS if ask.caller.bounds else frozenset())
    return Answer(204)


def _believed(ask: Ask, kind: str) -> Believed:
    # 1.0.3, Communication 3.1: states may be replaced unseen. 2.0, 4.1.4: they may not.
    needed = ask.method == "PUT" and (kind != "state" or ask.version is Version.V2)
    return Believed(ask.headers.get("if-match"), ask.headers.get("if-none-match"), needed)


def _place(ask: Ask, kind: str, more: tuple[str, ...], *, one: bool) -> Place:
    """Raises Wrong for parameters that are unknown, missing or malformed, and for what a short credential has not."""
    name, needed = _NAME[kind], _NEEDED[kind]
    allowed = frozenset({name, *needed, *_MORE[kind], *more})
    params.known(ask.query, allowed, needed=(*needed, name) if one else needed)
    activity = params.iri_of(ask.query, "activityId") if "activityId" in needed else None
    agent = params.agent_key_of(ask.query) if "agent" in needed else None
    registration = params.uuid_of(ask.query, "registration") if kind == "state" else None
    if bounds := ask.caller.bounds:
        outside = (
            (activity is not None and activity != bounds.activity)
            or (agent is not None and agent != bounds.agent)
            or (kind == "state" and registration != bounds.registration)
            or (kind == "activity" and ask.method not in ("GET", "HEAD"))
        )
        if outside:
            raise Wrong(403, "This credential works for one agent, one activity and one registration only.")
        if kind == "state" and ask.method not in ("GET", "HEAD") and ask.query.get(name) in OURS:
            raise Wrong(403, "This document is the launching system's; read it.")
    return Place(
        kind=kind,
        activity=keys.key(keys.ACTIVITY, activity) if activity is not None else 0,
        agent=keys.key(keys.AGENT, agent) if agent is not None else 0,
        registration=registration,
        any_registration=kind == "state" and registration is None and not one,
        name=ask.query[name] if one else None,
    )
