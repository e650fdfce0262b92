"""Background work of credentials."""

from karmayogi.credentials.actions.status_list import publish_old_lists
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("25 * * * *")
def sign_lists_anew() -> None:
    """Each hour, what nobody has signed for a day: a list that is not signed anew in time would be refused."""
    publish_old_lists(clock.now())
