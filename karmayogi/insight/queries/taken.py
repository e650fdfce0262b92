"""Which courses the officers of a place took up most, by area of competencies and by language."""

import uuid

from karmayogi.insight.engine.figures import figure
from karmayogi.insight.queries.boards import access_figures
from karmayogi.insight.queries.cuts import is_cut
from karmayogi.insight.registry import TAKEN
from karmayogi.insight.registry.taken import FINISHED, LEARNERS
from karmayogi.insight.types import Place, Words
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.types import OrganisationRow

MOST, MOST_IN_FILE = 100, 10_000
_TAKEN = """
select c.uuid, p.learners, p.finished,
  coalesce(max(t.title) filter (where t.language = 'en'), max(t.title), c.code),
  coalesce(max(t.title) filter (where t.language = 'hi'), ''),
  coalesce(max(t.title) filter (where t.language = 'ur'), '')
from insight_placecourse p join learning_course c on c.id = p.course_id
left join learning_coursetext t on t.version_id = c.current_version_id
where p.path = %(path)s
  and (%(area)s = '' or exists (
    select from learning_coursecompetency k join competencies_competency m on m.id = k.competency_id
    where k.version_id = c.current_version_id and m.area = %(area)s))
  and (%(language)s = '' or exists (
    select from learning_coursetext l where l.version_id = c.current_version_id and l.language = %(language)s))
group by c.id, p.learners, p.finished
order by {order} desc, c.id limit %(most)s
"""
_ORDERS = {LEARNERS.code: "p.learners", FINISHED.code: "p.finished::float / p.learners"}
_LANGUAGES = """
select distinct t.language from insight_placecourse p join learning_course c on c.id = p.course_id
join learning_coursetext t on t.version_id = c.current_version_id where p.path = %s order by 1
"""


def access_taken(actor: Actor, organisation: uuid.UUID) -> OrganisationRow:
    """Raises NotFound for whoever may not see the figures of the place, and where courses are not counted by it."""
    unit = access_figures(actor, organisation)
    if not is_cut(unit):
        raise NotFound
    return unit


def languages_of(unit: OrganisationRow) -> list[str]:
    """In which its courses are offered."""
    return rows.fetch(str, _LANGUAGES, [unit.path])


def taken(unit: OrganisationRow, area: str, language: str, order: str, most: int = MOST) -> tuple[list[Place], bool]:
    """The highest first, and whether there are more. area, language: "" for all; a course has several areas and
    languages, and is listed under each. order: of TAKEN."""
    found = rows.fetch(
        lambda *row: row, _TAKEN.format(order=_ORDERS[order]),
        {"path": unit.path, "area": area, "language": language, "most": most + 1},
    )  # fmt: skip
    places = []
    for number, learners, finished, *titles in found[:most]:
        sums = {LEARNERS.code: (learners, 0), FINISHED.code: (finished, learners)}
        figures = {
            code: figure(
                code, metric.unit, numerator=sums[code][0], denominator=sums[code][1], people=learners,
                about_people=True, hidden=False,
            )
            for code, metric in TAKEN.items()
        }  # fmt: skip
        places.append(Place(str(number), Words(*titles), figures))
    return places, len(found) > most
