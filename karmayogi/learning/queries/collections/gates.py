"""Why a course cannot be begun yet, in words."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.engine.collections.rules import Rule, State, evaluate
from karmayogi.learning.queries.admitted import finds
from karmayogi.learning.queries.collections.done import done_of
from karmayogi.learning.queries.collections.structures import structure, version_lines
from karmayogi.learning.queries.row import Row

_GATE = """
select pe.id, pe.version_id, c.id from learning_closedgate g
join learning_programmeenrolment pe on pe.id = g.enrolment_id
join learning_course c on c.id = g.course_id
where g.person_id = %s and c.uuid = %s
"""
_FOUND = f"""
select e.title_en, e.title_hi, e.title_ur from learning_catalogueentry e
where e.course_id = %(course)s and (not e.hidden or {finds("e.course_id", "%(person)s", "%(on)s")})
"""


def gate_in_words(person_id: int, course: uuid.UUID, on: dt.date) -> str:
    """ "Opens after 2 of 3 of Basics", of the path that holds it; "" for a course behind no gate."""
    found = rows.first(Row, _GATE, [person_id, course])
    if found is None:
        return ""
    enrolment, version, course_id = found
    lines = {line.key: line for line in version_lines(version)}
    states = evaluate(structure(version), done_of(enrolment))
    key = next((line.key for line in lines.values() if line.course == course_id), "")
    if not key or states[key].open:
        return ""
    before = states[key].waits_for
    titles: dict[int, str] = {}
    if item := lines[before].course:
        names = rows.first(Row, _FOUND, {"course": item, "person": person_id, "on": on})
        titles = {item: in_language(*names)} if names else {}
    return opens_after(lines, states, before, titles)


def opens_after(lines: dict[str, Line], states: dict[str, State], key: str, titles: Mapping[int, str]) -> str:
    """What has to be met before: the stage `key`, with how much of it there is.

    titles: of the courses that the reader finds; another one, by invitation, is not named.
    """
    line, state = lines[key], states[key]
    if line.course is not None:
        if line.course not in titles:
            return _("Opens after an item for invited people.")
        return _("Opens after %(title)s.") % {"title": title_of(line) or titles[line.course]}
    if line.rule == Rule.POINTS:
        told = _("Opens after %(need)s points of “%(title)s”; you have %(have)s.")
    else:
        told = _("Opens after %(need)s of %(all)s of “%(title)s”; you have %(have)s.")
    below = sum(one.parent == key for one in lines.values())
    return told % {"need": state.need, "have": state.have, "all": below, "title": title_of(line)}


def title_of(line: Line) -> str:
    return in_language(line.title_en, line.title_hi, line.title_ur)


def in_language(en: str, hi: str, ur: str) -> str:
    return {"hi": hi, "ur": ur}.get(get_language() or "en", "") or en


def titles_of_courses(course_ids: list[int]) -> list[str]:
    found = rows.fetch(
        Row,
        "select course_id, title_en, title_hi, title_ur from learning_catalogueentry"
        " where course_id = any(%s::bigint[])",
        [course_ids],
    )
    titles = {row[0]: in_language(*row[1:]) for row in found}
    return [titles.get(one, "") for one in course_ids]
