"""The office of a learner is copied onto her enrolments, so that a report reads one index; the copy follows her."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

# The same choice as in enrol.py.
_OFFICE = f"""coalesce((
  select i.organisation_path from orgs_incumbency i
  where i.person_id = {{person}} and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
  order by {orgs.main_first("i")} limit 1), '')"""

_ONE = f"""
update learning_enrolment n set organisation_path = {_OFFICE.format(person="n.person_id")}
where n.person_id = %(person)s
"""

_CHANGED = f"""
update learning_enrolment n set organisation_path = fresh.path
from (
  select changed.person_id, {_OFFICE.format(person="changed.person_id")} as path
  from (
    select person_id from orgs_incumbency where valid_from > %(since)s::date and valid_from <= %(on)s::date
    union
    select person_id from orgs_incumbency where valid_to > %(since)s::date and valid_to <= %(on)s::date
  ) changed
) fresh
where n.person_id = fresh.person_id and n.organisation_path <> fresh.path
"""


def follow_office(person_id: int, on: dt.date) -> None:
    """The office where she serves on that day."""
    rows.run(_ONE, {"person": person_id, "on": on})


def follow_changes(since: dt.date, on: dt.date) -> int:
    """The same for everybody who took or left a post after `since`, up to `on`; how many enrolments moved.

    An order is often recorded before its day: when it comes, nothing else happens that somebody could listen to.
    """
    return rows.run(_CHANGED, {"since": since, "on": on})
