"""What learning does when something happens below: the office of a learner is a copy, kept fresh here."""

from karmayogi.competencies.events import CompetencyReplaced, CompetencyRestored
from karmayogi.kernel import clock, rows
from karmayogi.kernel.events import on
from karmayogi.learning.actions.retag import move_tags, restore_tags
from karmayogi.orgs.events import Appointed, OrganisationMoved, Relieved

# The same choice as in actions/enrol.py: the substantive post first, then the latest.
_FRESH = """
update learning_enrolment n set organisation_path = coalesce((
  select i.organisation_path from orgs_incumbency i
  where i.person_id = n.person_id and i.valid_from <= %s::date and (i.valid_to is null or i.valid_to > %s::date)
  order by (i.kind = 'substantive') desc, i.valid_from desc limit 1), '')
where n.person_id = %s
"""

_MOVE = """
update learning_enrolment set organisation_path = %s::text || substr(organisation_path, length(%s::text) + 1)
where organisation_path >= %s collate "C" and organisation_path < (%s::text || '~') collate "C"
"""


@on(Appointed)
def on_appointed(event: Appointed) -> None:
    _refresh(event)


@on(Relieved)
def on_relieved(event: Relieved) -> None:
    _refresh(event)


def _refresh(event: Appointed | Relieved) -> None:
    today = clock.day(clock.now())
    rows.run(_FRESH, [today, today, event.person_id])


@on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Twice is fine: after the first time no path begins with `was`."""
    rows.run(_MOVE, [event.now, event.was, event.was, event.was])


@on(CompetencyReplaced)
def on_competency_replaced(event: CompetencyReplaced) -> None:
    move_tags(act=event.act, was_id=event.was_id, now_ids=event.now_ids, levels=event.levels, at=event.at)


@on(CompetencyRestored)
def on_competency_restored(event: CompetencyRestored) -> None:
    restore_tags(act=event.act, was_id=event.was_id, at=event.at)
