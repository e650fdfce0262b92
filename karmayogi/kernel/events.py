"""Announcing upwards: what happened is queued in the same transaction and delivered at least once.

An event is a frozen dataclass of ids and times in a package's `events.py`. A package above registers handlers in its
`handlers.py` with `@on(Event)`; handlers must be idempotent, since a delivery can be repeated.
"""

import collections
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.utils.module_loading import import_string

from karmayogi.kernel.jobs import BULK, task

type Handler = Callable[[Any], None]

_handlers: dict[type, list[Handler]] = collections.defaultdict(list)


def on[H: Handler](event_type: type) -> Callable[[H], H]:
    """Registers a handler, called in a job of its own for each event of that type."""

    def register(handler: H) -> H:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


def announce(event: Any) -> None:
    """Queues the event for each handler. Call it inside the transaction that made it true.

    An event that nobody listens to costs nothing.
    """
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
        call(msgspec.convert(payload, event_type, strict=False))


@task
def deliver(handler: str, event: str, payload: dict[str, Any]) -> None:
    """One delivery of one event to one handler. Raises what the handler raises, so that the queue retries."""
    import_string(handler)(msgspec.convert(payload, import_string(event), strict=False))
