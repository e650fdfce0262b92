"""Background work of people."""

from django.core.cache import cache

from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic
from karmayogi.people.actions.keep_form import purge as purge_kept_forms
from karmayogi.people.sessions import SessionStore


@periodic("17 * * * *")
def purge() -> None:
    """Removes expired sessions, counters and kept forms, hourly."""
    SessionStore.clear_expired()
    purge_kept_forms(at=clock.now())
    cache.purge()  # type: ignore[attr-defined]
