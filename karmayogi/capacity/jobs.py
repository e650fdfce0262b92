"""Background work of capacity, by the day of India."""

from karmayogi.capacity.actions.remind import remind_due
from karmayogi.capacity.actions.survey import close_due
from karmayogi.capacity.actions.tell import clear_told, tell_ahead, tell_chairs
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, periodic


@periodic("40 18 * * *", queue=LONG)  # ten minutes after midnight
def close_surveys() -> None:
    close_due(clock.now())


@periodic("30 4 * * *", queue=LONG)  # ten in the morning
def tell_people() -> None:
    at = clock.now()
    remind_due(at)
    tell_ahead(at)
    tell_chairs(at)
    clear_told(at)
