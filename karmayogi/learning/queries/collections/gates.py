"""Why a course cannot be begun yet, in words."""

import uuid

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.engine.collections.rules import Rule, State, evaluate
from karmayogi.learning.queries.collections.done import done_of
from karmayogi.learning.queries.collections.structures import structure, version_lines
from karmayogi.learning.queries.row import Row

_GATE = """
select pe.id, pe.version_id, c.id from learning_closedgate g
join learning_programmeenrolment pe on pe.id = g.enrolment_id
join learning_course c on c.id = g.course_id
where g.person_id = %s and c.uuid = %s
"""


def gate_in_words(person_id: int, course: uuid.UUID) -> str:
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
    return opens_after(lines, states, states[key].waits_for)


def opens_after(lines: dict[str, Line], states: dict[str, State], key: str) -> str:
    """What has to be met before: the stage `key`, with how much of it there is."""
    line, state = lines[key], states[key]
    if not line.rule:
        return _("Opens after %(title)s.") % {"title": title_of(line) or titles_of_courses([line.course or 0])[0]}
    if line.rule == Rule.POINTS:
        told = _("Opens after %(need)s points of “%(title)s”; you have %(have)s.")
    else:
        told = _("Opens after %(need)s of %(all)s of “%(title)s”; you have %(have)s.")
    below = sum(one.parent == key for one in lines.values())
    return told % {"need": state.need, "have": state.have, "all": below, "title": title_of(line)}


def title_of(line: Line) -> str:
    return {"hi": line.title_hi, "ur": line.title_ur}.get(get_language() or "en", "") or line.title_en


def titles_of_courses(course_ids: list[int]) -> list[str]:
    reader = get_language() or "en"
    found = rows.fetch(
        Row,
        "select course_id, title_en, title_hi, title_ur from learning_catalogueentry"
        " where course_id = any(%s::bigint[])",
        [course_ids],
    )
    titles = {row[0]: {"hi": row[2], "ur": row[3]}.get(reader, "") or row[1] for row in found}
    return [titles.get(one, "") for one in course_ids]
