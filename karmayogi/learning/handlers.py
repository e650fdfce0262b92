"""What learning does when something happens below: the office of a learner is a copy, kept fresh here.

And of its own: a test that was passed may let somebody lead sessions of a cascade.
"""

from collections.abc import Sequence

from karmayogi.competencies.events import CompetencyReplaced, CompetencyRestored
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.events import gather, on
from karmayogi.learning.actions.cascades.settle import settle_tests
from karmayogi.learning.actions.follow_office import follow_office
from karmayogi.learning.actions.retag import move_tags, restore_tags
from karmayogi.learning.events import Completed
from karmayogi.orgs.events import Appointed, OrganisationMoved, PostingChanged, Relieved

# What keeps the office where its officer serves and is read by it.
_PLACED = ("learning_enrolment", "learning_accessrequest", "learning_jobentry", "learning_applicationcheck")
_MOVE = """
update {table} set organisation_path = %s::text || substr(organisation_path, length(%s::text) + 1)
where organisation_path >= %s collate "C" and organisation_path < (%s::text || '~') collate "C"
"""


@on(Appointed)
def on_appointed(event: Appointed) -> None:
    _refresh(event)


@on(Relieved)
def on_relieved(event: Relieved) -> None:
    _refresh(event)


@on(PostingChanged)
def on_posting_changed(event: PostingChanged) -> None:
    """Also a post that went to another unit with whoever holds it."""
    _refresh(event)


def _refresh(event: Appointed | Relieved | PostingChanged) -> None:
    follow_office(event.person_id, clock.day(clock.now()))


@on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Twice is fine: after the first time no path begins with `was`."""
    for table in _PLACED:
        rows.run(_MOVE.format(table=table), [event.now, event.was, event.was, event.was])


@on(CompetencyReplaced)
def on_competency_replaced(event: CompetencyReplaced) -> None:
    move_tags(act=event.act, was_id=event.was_id, now_ids=event.now_ids, levels=event.levels, at=event.at)


@on(CompetencyRestored)
def on_competency_restored(event: CompetencyRestored) -> None:
    restore_tags(act=event.act, was_id=event.was_id, at=event.at)


@gather(Completed)
def on_completed(events: Sequence[Completed]) -> None:
    """Twice is fine: what follows is worked out from what is on record."""
    found = [(event.person_id, event.course_id) for event in events]
    settle_tests(agent=System("assessment"), completed=found, at=clock.now())
