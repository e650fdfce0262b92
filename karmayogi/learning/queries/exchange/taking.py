"""Which published courses somebody may take along."""

import datetime as dt
import uuid

from karmayogi.kernel.access import Actor
from karmayogi.learning.queries.admitted import check_finds
from karmayogi.learning.queries.authoring.drafts import may_manage


def check_takes(actor: Actor, course: uuid.UUID, on: dt.date) -> None:
    """Raises NotFound where the actor neither looks after the course nor finds it, as where there is none."""
    if not may_manage(actor, course):
        check_finds(actor, course, on)
