"""Background work of people."""

from django.core.cache import cache

from karmayogi.kernel.jobs import periodic
from karmayogi.people.sessions import SessionStore


@periodic("17 * * * *")
def purge() -> None:
    """Removes expired sessions and counters, hourly."""
    SessionStore.clear_expired()
    cache.purge()  # type: ignore[attr-defined]
