"""Background work: scores to platforms each minute, what has expired is removed nightly."""

from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic
from karmayogi.lti.actions.arrive import forget_arrivals
from karmayogi.lti.actions.prove import forget_spent
from karmayogi.lti.actions.send_scores import send_scores


@periodic("*/1 * * * *")
def send_what_is_due() -> None:
    send_scores()


@periodic("40 21 * * *")
def forget_what_expired() -> None:
    forget_spent(clock.now())
    forget_arrivals(clock.now())
