"""Reactions to events from below."""

from karmayogi.kernel import events
from karmayogi.learning.events import Completed
from karmayogi.lti.actions.send_scores import note_completed


@events.on(Completed)
def on_completed(event: Completed) -> None:
    """A guest's platform is told the score. Called twice it changes nothing."""
    note_completed(person_id=event.person_id, course_id=event.course_id, at=event.at)
