"""Announcing upwards: what happened is queued in the same transaction and delivered at least once.

An event is a frozen dataclass of ids and times in a package's `events.py`. A package above registers handlers in its
`handlers.py` with `@on(Event)`; handlers must be idempotent, since a delivery can be repeated.

What happens a hundred times a second is heard with `@gather(Event)`: the handler is given all that was announced since
the last look, at most a second ago, in one transaction and without a job for each. What one of them cannot take comes
to it again event by event, in jobs that are repeated and parked as any other.
"""

import collections
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.db import transaction
from django.utils.module_loading import import_string

from karmayogi.kernel import rows, tail
from karmayogi.kernel.jobs import BULK, beside_jobs, task

type Handler = Callable[[Any], None]
type Gatherer = Callable[[Sequence[Any]], None]

log = logging.getLogger("karmayogi.events")
MOST = 500  # events in one delivery

_handlers: dict[type, list[Handler]] = collections.defaultdict(list)
_gatherers: dict[type, list[Gatherer]] = collections.defaultdict(list)

_KEEP = "insert into kernel_waitingevent (event, payload) select %s, x::jsonb from unnest(%s::text[]) x"
# Two workers take different ones. What this release does not gather waits for a worker of the release that does.
_TAKE = """
delete from kernel_waitingevent where id in (
  select id from kernel_waitingevent where event = any(%s::text[]) order by id limit %s for update skip locked)
returning id, event, payload::text
"""


def on[H: Handler](event_type: type) -> Callable[[H], H]:
    """Registers a handler, called in a job of its own for each event of that type."""

    def register(handler: H) -> H:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


def gather[G: Gatherer](event_type: type) -> Callable[[G], G]:
    """Registers a handler of many events of that type at once."""

    def register(handler: G) -> G:
        if handler not in _gatherers[event_type]:
            _gatherers[event_type].append(handler)
        return handler

    return register


def announce(event: Any) -> None:
    """Queues the event for each handler. Call it inside the transaction that made it true.

    An event that nobody listens to costs nothing.
    """
    if type(event) in _gatherers:
        _keep(type(event), [event])
    for handler in _handlers.get(type(event), ()):
        deliver.enqueue(
            handler=f"{handler.__module__}.{handler.__qualname__}",
            event=f"{type(event).__module__}.{type(event).__qualname__}",
            payload=msgspec.to_builtins(event),
        )


def announce_many(events: Sequence[Any]) -> None:
    """The same for the events of an act on many, in their order: one job for each handler and kind of event."""
    by_type: dict[type, list[Any]] = collections.defaultdict(list)
    for event in events:
        by_type[type(event)].append(event)
    for event_type, found in by_type.items():
        if event_type in _gatherers:
            _keep(event_type, found)
        for handler in _handlers.get(event_type, ()):
            deliver_many.enqueue(
                handler=f"{handler.__module__}.{handler.__qualname__}",
                event=f"{event_type.__module__}.{event_type.__qualname__}",
                payloads=[msgspec.to_builtins(event) for event in found],
            )


@task(queue_name=BULK, priority=-10)
def deliver_many(handler: str, event: str, payloads: list[dict[str, Any]]) -> None:
    """Deliveries of many events to one handler. When one fails, all are repeated: handlers are idempotent."""
    call, event_type = import_string(handler), import_string(event)
    for payload in payloads:
        _call(call, event_type, payload)


@task
def deliver(handler: str, event: str, payload: dict[str, Any]) -> None:
    """One delivery of one event to one handler. Raises what the handler raises, so that the queue retries."""
    _call(import_string(handler), import_string(event), payload)


def _call(handler: Any, event_type: type, payload: dict[str, Any]) -> None:
    """A job that an earlier release queued may be for a handler that gathers by now."""
    event: Any = msgspec.convert(payload, event_type, strict=False)
    handler([event] if handler in _gatherers.get(event_type, ()) else event)


def _keep(event_type: type, found: Sequence[Any]) -> None:
    name, payloads = _name(event_type), [msgspec.json.encode(event).decode() for event in found]
    if open_tail := tail.here():
        open_tail.waiting.extend((name, payload) for payload in payloads)
    else:
        rows.run(_KEEP, [name, payloads])


def _name(what: Any) -> str:
    return f"{what.__module__}.{what.__qualname__}"


@beside_jobs
@transaction.atomic
def deliver_gathered(most: int = MOST) -> int:
    """Delivers events that wait for those who gather them; how many. All of it or, when it is cut off, nothing."""
    known = {_name(event_type): event_type for event_type in _gatherers}
    taken = sorted(rows.fetch(lambda place, event, payload: (place, event, payload), _TAKE, [list(known), most]))
    by_type: dict[str, list[Any]] = collections.defaultdict(list)
    for _place, event, payload in taken:
        by_type[event].append(json.loads(payload))
    for event, payloads in by_type.items():
        event_type = known[event]
        for handler in _gatherers[event_type]:
            try:
                with transaction.atomic():
                    handler([msgspec.convert(payload, event_type, strict=False) for payload in payloads])
            except Exception:
                log.exception("%s cannot take %s events at once: it is given them one by one", _name(handler), event)
                for payload in payloads:
                    deliver_alone.enqueue(handler=_name(handler), event=event, payload=payload)
    return len(taken)


@task
def deliver_alone(handler: str, event: str, payload: dict[str, Any]) -> None:
    """One event to a handler that gathers, after it could not take many."""
    import_string(handler)([msgspec.convert(payload, import_string(event), strict=False)])
