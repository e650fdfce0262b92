"""What institutes and other providers offer, as figures: all providers side by side, one of them by its courses."""

import dataclasses
import uuid

from karmayogi.insight.engine.disclosure import withheld
from karmayogi.insight.engine.figures import figure
from karmayogi.insight.policies import can_see_figures, sees_country
from karmayogi.insight.registry import OFFERS
from karmayogi.insight.registry.offers import RATING, TAKEN_UP
from karmayogi.insight.types import Figure, Place, Words
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs

ROOT = "0" * 8

type Sums = dict[str, tuple[int, int]]  # metric -> numerator, denominator
type ByCourse = dict[int, Sums]

_PROVIDERS = """
select p.id, p.uuid, p.name_en, p.name_hi, p.name_ur from learning_provider p
where p.status in ('licensed', 'suspended') order by p.name_en
"""
_ONE = """
select p.id, p.uuid, p.name_en, p.name_hi, p.name_ur, coalesce(o.path, ''),
  exists (select from learning_providermember m where m.provider_id = p.id and m.person_id = %s)
from learning_provider p left join orgs_organisation o on o.id = p.organisation_id
where p.uuid = %s and p.status in ('licensed', 'suspended')
"""
_OF_COURSES = """
select c.provider_id, f.course_id, f.metric, f.numerator, f.denominator
from insight_coursefigure f join learning_course c on c.id = f.course_id
"""
_TITLES = """
select c.id, c.uuid,
  coalesce(max(t.title) filter (where t.language = 'en'), max(t.title), c.code),
  coalesce(max(t.title) filter (where t.language = 'hi'), ''),
  coalesce(max(t.title) filter (where t.language = 'ur'), '')
from learning_course c left join learning_coursetext t on t.version_id = c.current_version_id
where c.provider_id = %s and c.status = 'published' group by c.id order by c.id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """A provider with its figures, and those of its courses."""

    uuid: uuid.UUID
    name: Words
    total: dict[str, Figure]
    courses: list[Place]


def providers() -> list[Place]:
    """All who are or were licensed."""
    found = _sums()
    hidden = _hidden(found)
    return [
        Place(str(number), Words(en, hi, ur), _figures(_total(found.get(key, {})), _at(key), hidden))
        for key, number, en, hi, ur in rows.fetch(lambda *row: row, _PROVIDERS)
    ]


def access_offer(actor: Actor, provider: uuid.UUID) -> Offer:
    """For its members, whoever sees the figures of its organisation, and whoever sees those of the country. Raises
    NotFound otherwise."""
    row = rows.first(lambda *row: row, _ONE, [actor.person_id, provider])
    if row is None:
        raise NotFound
    key, number, en, hi, ur, path, member = row
    if not (member or (path and can_see_figures(actor, path)) or sees_country(actor, orgs.country_path())):
        raise NotFound
    found = _sums()
    hidden = _hidden(found)
    courses = [
        Place(str(number), Words(*titles), _figures(found.get(key, {}).get(course, {}), _at(key, course), hidden))
        for course, number, *titles in rows.fetch(lambda *row: row, _TITLES, [key])
    ]
    return Offer(number, Words(en, hi, ur), _figures(_total(found.get(key, {})), _at(key), hidden), courses)


def hidden_courses() -> set[int]:
    """Courses of which not even how many took them up is told."""
    found = _sums()
    hidden = _hidden(found)[TAKEN_UP.code]
    return {course for provider, courses in found.items() for course in courses if _at(provider, course) in hidden}


def _sums() -> dict[int, ByCourse]:
    """Provider -> course -> figures. Courses are some thousands, whatever the number of people."""
    found: dict[int, ByCourse] = {}

    def keep(provider: int, course: int, metric: str, numerator: int, denominator: int) -> None:
        found.setdefault(provider, {}).setdefault(course, {})[metric] = (numerator, denominator)

    rows.fetch(keep, _OF_COURSES)
    return found


def _total(courses: ByCourse) -> Sums:
    total: Sums = {}
    for sums in courses.values():
        for metric, (numerator, denominator) in sums.items():
            was = total.get(metric, (0, 0))
            total[metric] = (was[0] + numerator, was[1] + denominator)
    return total


def _at(provider: int, course: int | None = None) -> str:
    """A place in the tree of the catalogue, written as paths of organisations are."""
    return f"{ROOT}{provider:08d}" + (f"{course:08d}" if course is not None else "")


def _people(metric: str, sums: Sums) -> int:
    """Of how many people a figure speaks: each has one enrolment, and gives one rating, in a course."""
    return sums.get(RATING.code, (0, 0))[1] if metric == RATING.code else sums.get(TAKEN_UP.code, (0, 0))[0]


def _hidden(found: dict[int, ByCourse]) -> dict[str, frozenset[str]]:
    """Metric -> places of which it is not shown, so that nothing small follows from provider and courses together."""
    tree = {}
    for metric in (TAKEN_UP.code, RATING.code):
        own = {
            _at(provider, course): ("", _people(metric, sums))
            for provider, courses in found.items()
            for course, sums in courses.items()
        }
        tree[metric] = withheld(own).total
    return {metric.code: tree[RATING.code if metric is RATING else TAKEN_UP.code] for metric in OFFERS.values()}


def _figures(sums: Sums, place: str, hidden: dict[str, frozenset[str]]) -> dict[str, Figure]:
    made = {}
    for code, metric in OFFERS.items():
        numerator, denominator = sums.get(code, (0, 0))
        made[code] = figure(
            code, metric.unit, numerator=numerator, denominator=denominator, people=_people(code, sums),
            about_people=metric.about_people, hidden=place in hidden[code],
        )  # fmt: skip
    return made
