"""Postings and roles that entries of the audit trail are about."""

from collections.abc import Iterable
from typing import Any

from karmayogi.kernel import rows

_ROLE = """
select a.uuid, a.role, o.name_en, o.name_hi, o.name_ur from {table} a
join orgs_organisation o on o.id = a.organisation_id where a.uuid = any(%s::uuid[])
"""
_NAMES = {
    "authority": _ROLE.format(table="orgs_delegatedauthority"),
    "authority_proposal": _ROLE.format(table="orgs_authorityproposal"),
    "incumbency": """
    select i.uuid, p.code, d.name, d.name_hi, d.name_ur from orgs_incumbency i
    join orgs_post p on p.id = i.post_id join orgs_designation d on d.id = p.designation_id
    where i.uuid = any(%s::uuid[])
    """,
}


def names_of(subjects: Iterable[tuple[str, Any]]) -> dict[Any, tuple[str, str, str, str, str]]:
    """(kind, uuid) pairs -> uuid: (kind, role or code of the post, unit or designation in three languages)."""
    asked: dict[str, list[Any]] = {}
    for kind, uuid in subjects:
        asked.setdefault(kind, []).append(uuid)
    return {
        uuid: (kind, *names)
        for kind, uuids in asked.items()
        if kind in _NAMES
        for uuid, *names in rows.fetch(lambda *row: row, _NAMES[kind], [uuids])
    }
