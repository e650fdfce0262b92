"""Persons by id, by uuid and by name."""

import uuid
from collections.abc import Iterable

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.people.types import PersonRow

_SELECT = (
    'select id, uuid, name, name_native, native_language, honorific, employee_code, "group" from people_person p where '
)


def person(person_id: int) -> PersonRow:
    """Raises NotFound."""
    row = rows.first(PersonRow, _SELECT + "id = %s", [person_id])
    if row is None:
        raise NotFound
    return row


def persons(ids: Iterable[int]) -> dict[int, PersonRow]:
    """Those that exist, by id."""
    found = rows.fetch(PersonRow, _SELECT + "id = any(%s::bigint[])", [list(ids)])
    return {row.id: row for row in found}


def person_by_uuid(person_uuid: uuid.UUID) -> PersonRow | None:
    return rows.first(PersonRow, _SELECT + "uuid = %s", [person_uuid])


def person_by_external(system: str, code: str) -> PersonRow | None:
    """The person that another system (e-HRMS…) knows by this code."""
    if not code:
        return None
    return rows.first(PersonRow, _SELECT + "external_system = %s and external_code = %s", [system, code])


def name_search(q: str, *, among: Iterable[int] | None = None, limit: int = 50) -> list[PersonRow]:
    """Persons whose name (either script) contains every word of q, by name. among: only these ids."""
    words = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in q.lower().split()]
    if not words:
        return []
    sql = _SELECT + " and ".join(["search like %s"] * len(words))
    params: list[object] = [f"%{word}%" for word in words]
    if among is not None:
        sql += " and id = any(%s::bigint[])"
        params.append(list(among))
    return rows.fetch(PersonRow, sql + " order by name, id limit %s", [*params, limit])
