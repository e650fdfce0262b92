"""What is done below ends obligations. They end by themselves, since they are worked out; this keeps that they did."""

from karmayogi.competencies.events import CompetencyReplaced, CompetencyRestored, LevelMoved
from karmayogi.credentials.events import Issued
from karmayogi.kernel import events, rows
from karmayogi.learning.events import Attended, Completed, CourseRated, LearnedAtWork, ProgrammeCompleted
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.plans.actions.follow_competency import follow_competency, restore_competency
from karmayogi.plans.actions.keep_discharges import keep_discharges


@events.on(Completed)
def on_completed(event: Completed) -> None:
    keep_discharges(event.person_id, event.at)


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


@events.on(Issued)
def on_certificate(event: Issued) -> None:
    """One that takes the place of another may be a renewal; the first one comes with what it was issued for."""
    renewed = "select replaces_id is not null from credentials_certificate where uuid = %s"
    if rows.scalar(renewed, [event.certificate_uuid]):
        keep_discharges(event.person_id, event.at)


@events.on(LevelMoved)
def on_level_moved(event: LevelMoved) -> None:
    """Many move in a night, and few orders ask for a level: without one for this competency nothing can be kept."""
    asked = "select exists (select from plans_mandate where status = 'live' and wants = 'level' and competency_id = %s)"
    if rows.scalar(asked, [event.competency_id]):
        keep_discharges(event.person_id, event.at)


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
