"""Reactions to events from below."""

from collections.abc import Sequence

from karmayogi.kernel import events
from karmayogi.learning.events import Completed
from karmayogi.lti.actions.send_scores import note_completed
from karmayogi.lti.queries.platforms import guests_among


@events.gather(Completed)
def on_completed(found: Sequence[Completed]) -> None:
    """A guest's platform is told the score. Called twice it changes nothing."""
    guests = guests_among([event.person_id for event in found])
    for event in found:
        if event.person_id in guests:
            note_completed(person_id=event.person_id, course_id=event.course_id, at=event.at)
