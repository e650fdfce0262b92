"""What is done below ends obligations. They end by themselves, since they are worked out; this keeps that they did."""

import collections
import datetime as dt
import uuid
from collections.abc import Sequence

from karmayogi.competencies.events import CompetencyReplaced, CompetencyRestored, LevelMoved
from karmayogi.credentials.events import Issued
from karmayogi.kernel import clock, events, rows
from karmayogi.learning.events import Attended, Completed, CourseRated, LearnedAtWork, ProgrammeCompleted
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.plans.actions.follow_competency import follow_competency, restore_competency
from karmayogi.plans.actions.keep_discharges import keep_discharges, keep_discharges_of


@events.gather(Completed)
def on_completed(found: Sequence[Completed]) -> None:
    _keep(found)


@events.on(ProgrammeCompleted)
def on_programme_completed(event: ProgrammeCompleted) -> None:
    keep_discharges(event.person_id, event.at)


@events.on(Attended)
def on_attended(event: Attended) -> None:
    keep_discharges(event.person_id, event.at)


@events.on(LearnedAtWork)
def on_learned_at_work(event: LearnedAtWork) -> None:
    if _asked("minutes", "points"):
        keep_discharges(event.person_id, event.at)


@events.on(CourseRated)
def on_course_rated(event: CourseRated) -> None:
    """A rating gives points."""
    if _asked("points"):
        keep_discharges(event.person_id, event.at)


def _asked(*wants: str) -> bool:
    """Whether an order in force asks for that: where none does, nothing can be kept."""
    asked = "select exists (select from plans_mandate where status = 'live' and wants = any(%s::text[]))"
    return bool(rows.scalar(asked, [list(wants)]))


@events.gather(Issued)
def on_certificate(found: Sequence[Issued]) -> None:
    """One that takes the place of another may be a renewal; the first one comes with what it was issued for."""
    renewals = "select uuid::text from credentials_certificate where uuid = any(%s::uuid[]) and replaces_id is not null"
    renewed = set(rows.fetch(uuid.UUID, renewals, [[event.certificate_uuid for event in found]]))
    _keep([event for event in found if event.certificate_uuid in renewed])


@events.gather(LevelMoved)
def on_level_moved(found: Sequence[LevelMoved]) -> None:
    """Many move in a night, and few orders ask for a level: without one for this competency nothing can be kept."""
    wanted = """
    select distinct competency_id from plans_mandate
    where status = 'live' and wants = 'level' and competency_id = any(%s::bigint[])
    """
    asked = set(rows.fetch(int, wanted, [sorted({event.competency_id for event in found})]))
    _keep([event for event in found if event.competency_id in asked])


def _keep(found: Sequence[Completed] | Sequence[Issued] | Sequence[LevelMoved]) -> None:
    """Of each day by itself: what was announced at midnight belongs to two."""
    latest: dict[dt.date, dict[int, dt.datetime]] = collections.defaultdict(dict)
    for event in found:
        of_day = latest[clock.day(event.at)]
        of_day[event.person_id] = max(event.at, of_day.get(event.person_id, event.at))
    for at_by_person in latest.values():
        keep_discharges_of(at_by_person)


@events.on(CompetencyReplaced)
def on_competency_replaced(event: CompetencyReplaced) -> None:
    follow_competency(act=event.act, was_id=event.was_id, now_ids=event.now_ids, levels=event.levels, at=event.at)


@events.on(CompetencyRestored)
def on_competency_restored(event: CompetencyRestored) -> None:
    restore_competency(act=event.act, was_id=event.was_id, at=event.at)


@events.on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Whoever decides about a request is found by a copy of the path. Twice is fine: no path begins with `was` then."""
    rows.run(
        "update plans_relief set organisation_path = %s::text || substr(organisation_path, length(%s::text) + 1)"
        " where starts_with(organisation_path, %s::text)",
        [event.now, event.was, event.was],
    )
