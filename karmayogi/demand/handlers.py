"""A course that is published ends what it covers."""

from karmayogi.demand.actions.fulfil import fulfil
from karmayogi.kernel import events
from karmayogi.kernel.access import System
from karmayogi.learning.events import CoursePublished


@events.on(CoursePublished)
def on_course_published(event: CoursePublished) -> None:
    fulfil(agent=System("content demand"), course_id=event.course_id, version=event.version, at=event.at)
