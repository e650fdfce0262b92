"""A registration with what is needed to act on it, locked or not."""

import dataclasses
from typing import Any
from uuid import UUID

import msgspec

from karmayogi.kernel import rows
from karmayogi.learning.engine.cmi5.satisfaction import Node


@dataclasses.dataclass(frozen=True, slots=True)
class Registered:
    """standard: cmi5 or xapi. organisation_path: of the learner's office."""

    id: int
    uuid: UUID
    person_id: int
    person_uuid: UUID
    part_id: int
    enrolment_id: int
    package_id: int
    standard: str
    language: str
    satisfied: bool
    organisation_path: str

    @property
    def is_cmi5(self) -> bool:
        return self.standard == "cmi5"


_FIELDS = """
select r.id, r.uuid, r.person_id, p.uuid, r.part_id, r.enrolment_id, r.package_id, k.standard, n.language,
  r.satisfied_at is not null, n.organisation_path
from learning_registration r
join learning_enrolment n on n.id = r.enrolment_id
join learning_package k on k.id = r.package_id
join people_person p on p.id = r.person_id
"""
# The enrolment first in every act that may complete it: see actions/complete_course.py.
_LOCK = " for no key update of n, r"


def of_part(person_id: int, part_id: int, *, lock: bool = False) -> Registered | None:
    sql = f"{_FIELDS} where r.person_id = %s and r.part_id = %s{_LOCK if lock else ''}"
    return rows.first(Registered, sql, [person_id, part_id])


def by_uuid(registration: UUID, *, lock: bool = False) -> Registered | None:
    return rows.first(Registered, f"{_FIELDS} where r.uuid = %s{_LOCK if lock else ''}", [registration])


_NODES = """
select u.id, u.kind, u.depth, u.move_on, s.opened_at is not null, s.completed_at is not null,
  s.passed_at is not null, s.waived_at is not null, s.satisfied_at is not null
from learning_packageunit u
left join learning_unitstate s on s.unit_id = u.id and s.registration_id = %s
where u.package_id = %s order by u.position
"""


def nodes(registered: Registered) -> list[Node]:
    return rows.fetch(Node, _NODES, [registered.id, registered.package_id])


def activity_rows(unit_ids: list[int]) -> dict[int, tuple[UUID, str, str, dict[str, str], dict[str, str], str]]:
    """(uuid, kind, publisher's id, titles, descriptions, type) by id."""
    found: list[Any] = rows.fetch(
        lambda *row: row,
        "select id, uuid, kind, iri, titles::text, descriptions::text, activity_type from learning_packageunit"
        " where id = any(%s)",
        [unit_ids],
    )
    decode = msgspec.json.decode
    return {row[0]: (row[1], row[2], row[3], decode(row[4]), decode(row[5]), row[6]) for row in found}
