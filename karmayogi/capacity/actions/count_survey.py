"""The answers of a survey become counts: by designation, of few people only together with others, and never so that a
figure told before leaves those of a few when one is taken from the other (decision 0050)."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from karmayogi.capacity.engine.telling import may_tell
from karmayogi.capacity.models import Plan, Survey, SurveyCount, SurveyHindrance, SurveyTold
from karmayogi.capacity.policies import LEAST
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """How many of a designation said something of a competency, and how many of these asked for it."""

    designation_id: int
    competency_id: int
    answers: int
    asked: int


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """designation_id None: of several, each with few answers. competency_id None: what hinders. own: of this very
    organisation, not of one above or below it."""

    designation_id: int | None
    competency_id: int | None
    answers: int
    asked: int
    own: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Designations that are counted as one. name: the designation itself, None for several."""

    name: int | None
    members: frozenset[int]
    answers: int


_CELLS = """
select y.designation_id, g.competency_id, count(*)::int, (count(*) filter (where g.rating < g.wanted))::int
from capacity_surveyreply y join capacity_surveyrating g on g.reply_id = y.id where y.survey_id = %s
group by 1, 2 order by 2, 1
"""
_HINDERS = """
select designation_id, hinders, count(*)::int from capacity_surveyreply where survey_id = %s group by 1, 2 order by 1, 2
"""
_TOLD = """
select t.designation_id, t.competency_id, t.answers, t.asked, t.organisation_id = q.id
from capacity_surveytold t join orgs_organisation o on o.id = t.organisation_id
join orgs_organisation q on q.id = %(organisation)s
where t.year = %(year)s and (starts_with(o.path, q.path) or starts_with(q.path, o.path)) order by t.id
"""


def count_survey(row: Survey) -> None:
    """Under the lock of the survey. Others of the year that close at this moment wait: they may have people in
    common."""
    plan = Plan.objects.get(pk=row.plan_id)
    rows.run("select pg_advisory_xact_lock(hashtextextended('capacity.survey', %s))", [plan.year])
    told = rows.fetch(Told, _TOLD, {"organisation": plan.organisation_id, "year": plan.year})
    _count(row, plan, told)
    _count_hindrances(row, plan, told)


def _count(row: Survey, plan: Plan, told: list[Told]) -> None:
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in rows.fetch(Cell, _CELLS, [row.pk]):
        cells[cell.competency_id][cell.designation_id] = cell
    known: dict[int | None, list[Told]] = defaultdict(list)
    for one in told:
        known[one.competency_id].append(one)
    for competency, found in cells.items():
        before = known[competency]
        for group in _groups({designation: cell.answers for designation, cell in found.items()}):
            if _tells(group, before):
                asked = sum(found[one].asked for one in group.members)
                _keep(row, plan, group.name, competency, group.answers, asked)
                before.append(_remember(plan, group.name, competency, group.answers, asked))
            elif (last := _latest(group, before)) is not None:
                # What was told of it before stays in its place, also in a plan that was drafted anew since.
                _keep(row, plan, group.name, competency, last.answers, last.asked)


def _count_hindrances(row: Survey, plan: Plan, told: list[Told]) -> None:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for designation, hinders, people in rows.fetch(lambda *line: line, _HINDERS, [row.pk]):
        found[designation][hinders] = people
    before = [one for one in told if one.competency_id is None]
    for group in _groups({designation: sum(said.values()) for designation, said in found.items()}):
        if not _tells(group, before):
            continue
        said: dict[str, int] = defaultdict(int)
        for one in group.members:
            for hinders, people in found[one].items():
                said[hinders] += people
        SurveyHindrance.objects.bulk_create(
            SurveyHindrance(survey=row, designation_id=group.name, hinders=hinders, people=people)
            for hinders, people in sorted(said.items())
        )
        before.append(_remember(plan, group.name, None, group.answers, 0))


def _groups(answers: dict[int, int]) -> list[Group]:
    """Each designation of which enough answered by itself, the others as one."""
    few = {one: count for one, count in answers.items() if count < LEAST}
    alone = [Group(one, frozenset({one}), count) for one, count in answers.items() if count >= LEAST]
    return [*alone, Group(None, frozenset(few), sum(few.values()))] if few else alone


def _tells(group: Group, before: Iterable[Told]) -> bool:
    """Who was counted among several before may be of any designation: also of those that are told beside this one."""
    named = [one for one in before if one.designation_id is not None]
    return may_tell(
        group.answers,
        [one.answers for one in named if one.designation_id in group.members],
        LEAST,
        mixed=[one.answers for one in before if one.designation_id is None],
        others=[one.answers for one in named if one.designation_id not in group.members],
    )


def _latest(group: Group, before: list[Told]) -> Told | None:
    return next((one for one in reversed(before) if one.own and one.designation_id == group.name), None)


def _keep(row: Survey, plan: Plan, designation: int | None, competency: int, answers: int, asked: int) -> None:
    SurveyCount.objects.update_or_create(  # type: ignore[misc]  # NULL is looked up as such
        plan=plan, designation_id=designation, competency_id=competency,
        defaults={"answers": answers, "asked": asked, "survey": row},
    )  # fmt: skip


def _remember(plan: Plan, designation: int | None, competency: int | None, answers: int, asked: int) -> Told:
    SurveyTold.objects.create(
        organisation_id=plan.organisation_id, year=plan.year, designation_id=designation, competency_id=competency,
        answers=answers, asked=asked,
    )  # fmt: skip
    return Told(designation, competency, answers, asked, own=True)
