"""What an order says: positions, roles, activities, needs and knowledge, in four queries."""

import collections
import dataclasses
import uuid as uuids
from typing import Any

from karmayogi.competencies.queries.workbench.orders import OrderRow
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class NeedNode:
    """level is None while nobody has set it. stands: the competency was not merged, split or deprecated since."""

    id: int
    competency_id: int
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    area: str
    level: int | None
    importance: int
    stands: bool


@dataclasses.dataclass(frozen=True, slots=True)
class KnowledgeNode:
    id: int
    name_en: str
    link: str


@dataclasses.dataclass(frozen=True, slots=True)
class ActivityNode:
    id: int
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    needs: tuple[NeedNode, ...]
    knowledge: tuple[KnowledgeNode, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class RoleNode:
    id: int
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    activities: tuple[ActivityNode, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PositionNode:
    id: int
    uuid: uuids.UUID
    designation_id: int
    name_en: str
    name_hi: str
    name_ur: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    profile_id: int | None
    roles: tuple[RoleNode, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Unmapped:
    """What keeps an order from being submitted: names of positions without roles, roles without activities, activities
    without a competency, (activity, competency) without a level, and with a competency that no longer stands."""

    positions: tuple[PositionNode, ...]
    roles: tuple[RoleNode, ...]
    activities: tuple[ActivityNode, ...]
    levels: tuple[tuple[ActivityNode, str], ...]
    gone: tuple[tuple[ActivityNode, str], ...]
    untranslated: int
    """Roles and activities without a Hindi or an Urdu name. They do not keep it from being submitted."""

    @property
    def count(self) -> int:
        return len(self.positions) + len(self.roles) + len(self.activities) + len(self.levels) + len(self.gone)


def tree(order_id: int) -> tuple[PositionNode, ...]:
    needs: dict[int, list[NeedNode]] = collections.defaultdict(list)
    for activity_id, *columns in rows.fetch(_row, _NEEDS, [order_id]):
        needs[activity_id].append(NeedNode(*columns))
    knowledge: dict[int, list[KnowledgeNode]] = collections.defaultdict(list)
    for activity_id, *columns in rows.fetch(_row, _KNOWLEDGE, [order_id]):
        knowledge[activity_id].append(KnowledgeNode(*columns))
    activities: dict[int, list[ActivityNode]] = collections.defaultdict(list)
    for role_id, activity_id, *columns in rows.fetch(_row, _ACTIVITIES, [order_id]):
        activities[role_id].append(
            ActivityNode(*[activity_id, *columns, tuple(needs[activity_id]), tuple(knowledge[activity_id])])
        )
    roles: dict[int, list[RoleNode]] = collections.defaultdict(list)
    positions = []
    for row in rows.fetch(_row, _POSITIONS, [order_id]):
        position, role = row[:10], row[10:]
        if position[0] not in roles:
            positions.append(position)
        roles[position[0]] += [RoleNode(*[*role, tuple(activities[role[0]])])] if role[0] is not None else []
    return tuple(PositionNode(*[*position, tuple(roles[position[0]])]) for position in positions)


def unmapped(positions: tuple[PositionNode, ...]) -> Unmapped:
    roles = [role for position in positions for role in position.roles]
    activities = [activity for role in roles for activity in role.activities]
    return Unmapped(
        tuple(position for position in positions if not position.roles),
        tuple(role for role in roles if not role.activities),
        tuple(activity for activity in activities if not activity.needs),
        tuple((activity, need.code) for activity in activities for need in activity.needs if not need.level),
        tuple((activity, need.code) for activity in activities for need in activity.needs if not need.stands),
        sum(not (one.name_hi and one.name_ur) for one in roles)
        + sum(not (one.name_hi and one.name_ur) for one in activities),
    )


def content(order: OrderRow, positions: tuple[PositionNode, ...]) -> dict[str, Any]:
    """What is approved, signed and compared: plain data in a fixed order."""
    return {
        "number": order.number,
        "version": order.version,
        "title": order.title,
        "basis": order.basis,
        "organisation": {"code": order.organisation_code, "name_en": order.organisation_en},
        "positions": [
            {
                "designation": position.name_en,
                "summary_en": position.summary_en,
                "summary_hi": position.summary_hi,
                "summary_ur": position.summary_ur,
                "roles": [
                    {
                        **_names(role),
                        "activities": [
                            {
                                **_names(activity),
                                "needs": [
                                    {"code": need.code, "level": need.level, "importance": need.importance}
                                    for need in activity.needs
                                ],
                                "knowledge": [one.name_en for one in activity.knowledge],
                            }
                            for activity in role.activities
                        ],
                    }
                    for role in position.roles
                ],
            }
            for position in positions
        ],
    }


def _names(node: RoleNode | ActivityNode) -> dict[str, str]:
    return {"name_en": node.name_en, "name_hi": node.name_hi, "name_ur": node.name_ur}


def _row(*columns: Any) -> Any:
    return columns


_POSITIONS = """
select p.id, p.uuid, d.id, d.name, d.name_hi, d.name_ur, p.summary_en, p.summary_hi, p.summary_ur, p.profile_id,
  r.id, r.uuid, r.name_en, r.name_hi, r.name_ur
from competencies_orderposition p
join orgs_designation d on d.id = p.designation_id
left join competencies_orderrole r on r.position_id = p.id
where p.order_id = %s
order by p.place, p.id, r.place, r.id
"""
_ACTIVITIES = """
select a.role_id, a.id, a.uuid, a.name_en, a.name_hi, a.name_ur
from competencies_orderactivity a
join competencies_orderrole r on r.id = a.role_id
join competencies_orderposition p on p.id = r.position_id
where p.order_id = %s
order by a.place, a.id
"""
_NEEDS = """
select n.activity_id, n.id, c.id, c.code, c.name_en, c.name_hi, c.name_ur, c.area, n.level, n.importance,
  c.status = 'published'
from competencies_orderneed n
join competencies_competency c on c.id = n.competency_id
join competencies_orderactivity a on a.id = n.activity_id
join competencies_orderrole r on r.id = a.role_id
join competencies_orderposition p on p.id = r.position_id
where p.order_id = %s
order by n.importance desc, n.id
"""
_KNOWLEDGE = """
select k.activity_id, k.id, k.name_en, i.link
from competencies_orderknowledge k
join competencies_dictionaryitem i on i.id = k.item_id
join competencies_orderactivity a on a.id = k.activity_id
join competencies_orderrole r on r.id = a.role_id
join competencies_orderposition p on p.id = r.position_id
where p.order_id = %s
order by k.id
"""
