"""Policies of the level engine: the one in force, one by its number, all of them."""

import dataclasses
import datetime as dt
import json
import uuid as uuids

from karmayogi.competencies.engine.levels import FIRST, SOURCES, Policy, SourceRule
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound

_NEWEST = """
select uuid from competencies_levelpolicy where published_at is not null order by number desc limit 1
"""
_ONE = """
select p.number, p.enough, p.contrary, p.confirm,
  (select jsonb_object_agg(s.source, jsonb_build_array(s.weight, s.half_life_days))::text
   from competencies_levelpolicysource s where s.policy_id = p.id)
from competencies_levelpolicy p where p.uuid = %s
"""
_LIST = """
select p.id, p.uuid, p.number, p.basis, p.made_by_id, coalesce(m.name, ''), coalesce(m.name_native, ''),
  p.made_at, coalesce(q.name, ''), coalesce(q.name_native, ''), p.published_at
from competencies_levelpolicy p
left join people_person m on m.id = p.made_by_id
left join people_person q on q.id = p.published_by_id
"""

# Published policies never change, so that they are read once in a process.
_known: dict[uuids.UUID, Policy] = {}


@dataclasses.dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy without its numbers. made_by_id is None for the first one, which came with the product."""

    id: int
    uuid: uuids.UUID
    number: int
    basis: str
    made_by_id: int | None
    made_by: str
    made_by_native: str
    made_at: dt.datetime
    published_by: str
    published_by_native: str
    published_at: dt.datetime | None


def policy_in_force() -> Policy:
    """The newest published policy; FIRST before any was."""
    uuid = rows.scalar(_NEWEST)
    if uuid is None:
        return FIRST
    if uuid not in _known:
        _known[uuid] = policy(uuid)
    return _known[uuid]


def policy(uuid: uuids.UUID) -> Policy:
    """The numbers of a policy, draft or published. Raises NotFound."""
    found = rows.first(_policy, _ONE, [uuid])
    if found is None:
        raise NotFound
    return found


def policy_labelled(label: str) -> Policy | None:
    """The policy that a stored level names ("2.3" is engine 2 with policy 3); None for earlier engines."""
    _engine, dot, number = label.partition(".")
    if not dot or not number.isdigit():
        return None
    uuid = rows.scalar("select uuid from competencies_levelpolicy where number = %s", [int(number)])
    if uuid is None:
        return FIRST if int(number) == FIRST.number else None
    return policy(uuid)


def policies() -> list[PolicyRow]:
    """Newest first, drafts included."""
    return rows.fetch(PolicyRow, _LIST + "order by p.number desc")


def policy_row(uuid: uuids.UUID) -> PolicyRow:
    """Raises NotFound."""
    found = rows.first(PolicyRow, _LIST + "where p.uuid = %s", [uuid])
    if found is None:
        raise NotFound
    return found


def _policy(number: int, enough: float, contrary: float, confirm: float, sources: str | None) -> Policy:
    given = json.loads(sources or "{}")
    rules = tuple(SourceRule(*given[source.value]) for source in SOURCES)
    return Policy(number, enough, contrary, confirm, rules)
