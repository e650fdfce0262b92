"""Finding who was there: anybody else who serves today, in the same or another office, by name. No contacts."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor
from karmayogi.orgs import api as orgs

LEAST_LETTERS = 3
_ON = "{0}.valid_from <= %(on)s and ({0}.valid_to is null or {0}.valid_to > %(on)s)"
_FOUND = f"""
select found.id, found.uuid, found.name, found.name_native, found.d_en, found.d_hi, found.d_ur, found.o_en, found.o_hi,
  found.o_ur
from (
  select distinct on (person.id) person.id, person.uuid, person.name, person.name_native, i.organisation_path as path,
    d.name as d_en, d.name_hi as d_hi, d.name_ur as d_ur, o.name_en as o_en, o.name_hi as o_hi, o.name_ur as o_ur
  from people_person person
  join people_account account on account.person_id = person.id and account.is_active
  join orgs_incumbency i on i.person_id = person.id and {_ON.format("i")}
  join {orgs.THEN_POSTS} p on p.post_id = i.post_id and {_ON.format("p")}
  join orgs_designation d on d.id = p.designation_id
  join orgs_organisation o on o.id = p.organisation_id
  where person.id <> %(me)s and {{which}}
  order by person.id, {orgs.main_first("i")}
) found
order by found.path in (select mine.organisation_path from orgs_incumbency mine
                        where mine.person_id = %(me)s and {_ON.format("mine")}) desc, found.name, found.id
limit 20
"""
_BY_NAME = _FOUND.format(which="person.search like lower(%(q)s)")
_BY_UUID = _FOUND.format(which="person.uuid = %(uuid)s")


@dataclasses.dataclass(frozen=True, slots=True)
class WitnessRow:
    """Somebody with their main post."""

    id: int
    uuid: uuids.UUID
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    office_en: str
    office_hi: str
    office_ur: str


def witnesses(actor: Actor, q: str, on: dt.date) -> list[WitnessRow]:
    """At most twenty by part of a name, those of the same office first; nobody for fewer than three letters."""
    if len(q.strip()) < LEAST_LETTERS:
        return []
    return rows.fetch(WitnessRow, _BY_NAME, {"me": actor.person_id, "on": on, "q": rows.like(q)})


def witness_by_uuid(actor: Actor, uuid: uuids.UUID, on: dt.date) -> WitnessRow | None:
    """None for oneself and for whoever does not serve today."""
    return rows.first(WitnessRow, _BY_UUID, {"me": actor.person_id, "on": on, "uuid": uuid})
