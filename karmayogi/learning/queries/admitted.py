"""Who may find and begin a course that is not for everybody.

`ADMITTED` is written into the statements that need it, so that no hot page asks twice: somebody was named, came by a
link, was approved, or serves in an office that was invited, with all offices below it.
"""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.queries.row import Row

_ADMITTED = """(exists (
    select from learning_admission ad where ad.person_id = {person}::bigint and ad.course_id = {course})
  or exists (
    select from learning_audienceoffice ao join orgs_organisation og on og.id = ao.organisation_id
    join orgs_incumbency oi on oi.person_id = {person}::bigint and starts_with(oi.organisation_path, og.path)
      and oi.valid_from <= {on}::date and (oi.valid_to is null or oi.valid_to > {on}::date)
    where ao.course_id = {course}))"""
# Whoever began it finds it for good, also when the invitation no longer holds.
_BEGAN = """(exists (
    select from learning_enrolment bn where bn.person_id = {person}::bigint and bn.course_id = {course}
      and bn.status <> 'withdrawn')
  or exists (
    select from learning_programmeenrolment bp where bp.person_id = {person}::bigint and bp.course_id = {course}
      and bp.status <> 'withdrawn')
  or exists (
    select from learning_gatheringplace bg where bg.person_id = {person}::bigint and bg.course_id = {course}))"""


def admitted(course: str, person: str, on: str) -> str:
    """A condition in SQL. course: an expression for its id; person, on: parameters of the statement."""
    return _ADMITTED.format(course=course, person=person, on=on)


def finds(course: str, person: str, on: str) -> str:
    """The same for finding a course by invitation; asked only of courses that are hidden."""
    return f"({admitted(course, person, on)} or {_BEGAN.format(course=course, person=person)})"


_MAY = f"""
select c.id, c.audience, {admitted("c.id", "%(person)s", "%(on)s")}
from learning_course c where c.uuid = %(course)s
"""


def check_may_begin(actor: Actor, course: uuid.UUID, on: dt.date) -> None:
    """Raises NotFound where the actor may not even find it, Refused in words where an approval is needed first."""
    found = rows.first(Row, _MAY, {"person": actor.person_id, "on": on, "course": course})
    if found is None or (found[1] == "invited" and not found[2]):
        raise NotFound
    if found[1] == "approval" and not found[2]:
        raise Refused(_("Ask to be let in first: its organisers decide who takes part."))


_FINDS = f"""
select c.id from learning_course c
where c.uuid = %(course)s and (c.audience <> 'invited' or {finds("c.id", "%(person)s", "%(on)s")})
"""


def check_finds(actor: Actor | None, course: uuid.UUID, on: dt.date) -> int:
    """The id of a course that the reader may find. Raises NotFound."""
    found = rows.scalar(_FINDS, {"course": course, "person": actor.person_id if actor else None, "on": on})
    if found is None:
        raise NotFound
    return int(found)
