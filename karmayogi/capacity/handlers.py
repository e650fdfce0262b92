"""What follows from a plan that came into force."""

from karmayogi.capacity.actions.tell import tell_owners
from karmayogi.capacity.events import PlanPublished
from karmayogi.kernel import events


@events.on(PlanPublished)
def on_plan_published(event: PlanPublished) -> None:
    """Twice tells nobody twice."""
    tell_owners(event.plan_id, "owner", event.at)
