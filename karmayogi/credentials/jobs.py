"""Background work of credentials."""

from karmayogi.credentials.actions.clear_prints import clear_prints as clear
from karmayogi.credentials.actions.erase import erase_what_is_over
from karmayogi.credentials.actions.status_list import publish_old_lists
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("25 * * * *")
def sign_lists_anew() -> None:
    """Each hour, what nobody has signed for a day: a list that is not signed anew in time would be refused."""
    publish_old_lists(clock.now())


@periodic("55 20 * * *")
def erase_certificates_of_people_from_outside() -> None:
    """Each night, those whose last day has passed."""
    erase_what_is_over(clock.now())


@periodic("10 21 * * *")
def clear_prints() -> None:
    """Each night, papers in other words that nobody reads."""
    clear()
