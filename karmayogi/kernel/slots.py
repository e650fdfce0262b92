"""Named places on a lower page that a higher package fills at start-up, so that nothing imports upwards."""

from typing import Any

_filled: dict[str, list[Any]] = {}


def fill(slot: str, value: Any) -> None:
    """Puts a value (a URL name, a callable) into the slot; filling the same value twice does nothing."""
    values = _filled.setdefault(slot, [])
    if value not in values:
        values.append(value)


def one(slot: str) -> Any:
    """The value of a slot that exactly one package fills. Raises LookupError when nobody does."""
    values = _filled.get(slot, [])
    if len(values) != 1:
        raise LookupError(f"slot {slot} is filled {len(values)} times, must be once")
    return values[0]


def every(slot: str) -> tuple[Any, ...]:
    """All values of the slot, in the order of filling."""
    return tuple(_filled.get(slot, ()))
