"""Background work of evaluation."""

from karmayogi.evaluation.actions import estimate, make_extracts, weigh_power  # noqa: F401 (tasks)
from karmayogi.evaluation.actions.end_room import end_due
from karmayogi.evaluation.actions.fetch_service import ask_feeds
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("*/5 * * * *")
def end_rooms() -> None:
    """Nobody can enter one whose time is over from that second on; this destroys its files."""
    end_due(clock.now())


@periodic("40 20 * * *")  # ten past two in the night in India
def fetch_services() -> None:
    ask_feeds()
