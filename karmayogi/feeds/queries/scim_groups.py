"""Groups that HR systems keep, within the subtree of a token."""

import datetime as dt
import json
import uuid as uuids
from typing import Any

from scim2_models import Meta, Reference, SearchRequest

from karmayogi.feeds.engine.conditions import Columns, Rows, condition, order
from karmayogi.feeds.engine.resources import Group, GroupMember
from karmayogi.feeds.queries.scim_users import end_of, named
from karmayogi.kernel import rows

_MEMBERS = """
(select k.place, coalesce(m.uuid, inner_group.uuid)::text as value,
   case when m.id is not null then 'User' else 'Group' end as type,
   coalesce(m.name, inner_group.display_name) as display
 from feeds_scimmember k
 left join people_person m on m.id = k.person_id
 left join feeds_scimgroup inner_group on inner_group.id = k.member_group_id
 where k.group_id = u.group_id) e where true
"""
_GROUPS = """
select g.id as group_id, g.uuid::text as id, g.display_name, nullif(g.external_id, '') as external_id,
  g.created_at as created, g.updated_at as modified
from feeds_scimgroup g where g.path >= %(path)s::text and g.path < %(end)s::text
"""
_CORE = str(Group.__schema__).lower()
COLUMNS = Columns(
    one={
        f"{_CORE}:id": "u.id", f"{_CORE}:externalid": "u.external_id", f"{_CORE}:displayname": "u.display_name",
        f"{_CORE}:meta.created": "u.created", f"{_CORE}:meta.lastmodified": "u.modified",
        f"{_CORE}:meta.resourcetype": "'Group'::text",
    },
    many={
        f"{_CORE}:members": Rows(
            _MEMBERS, {"value": "e.value", "type": "e.type", "display": "e.display"}, "e.place"
        ),
        f"{_CORE}:schemas": Rows(
            f"(values ('{Group.__schema__}')) e (value) where true", {"value": "e.value"}, "e.value"),
    },
)  # fmt: skip


def group_by_id(path: str, scim_id: str, base: str) -> tuple[int, Any] | None:
    """(id, resource) of a group in the subtree; None for every other."""
    try:
        uuid = uuids.UUID(scim_id)
    except ValueError:
        return None
    found = _fetch(_GROUPS + " and g.uuid = %(uuid)s::uuid", {"path": path, "end": end_of(path), "uuid": uuid}, base)
    return found[0] if found else None


def groups(
    path: str, request: SearchRequest[Any], on: dt.date, base: str, skip: int, most: int
) -> tuple[int, list[Any]]:
    """As queries.scim_users.users does for users."""
    params: dict[str, Any] = {"path": path, "end": end_of(path)}
    where = ""
    if request.filter is not None:
        sql, values = condition(request.filter, COLUMNS)
        where = f"where {named(sql, params, values)}"
    by = order(request.sort_binding(Group), COLUMNS) if request.sort_by is not None else None
    down = request.sort_order == SearchRequest.SortOrder.descending
    ordering = f"{by} {'desc nulls first' if down else 'asc nulls last'}, u.group_id" if by else "u.group_id"
    inner = f"from ({_GROUPS}) u {where}"
    total: int = rows.scalar(f"select count(*) {inner}", params)
    if most == 0 or skip >= total:
        return total, []
    page = f"select u.* {inner} order by {ordering} offset %(skip)s::bigint limit %(most)s::bigint"
    return total, [group for _id, group in _fetch(page, params | {"skip": skip, "most": most}, base)]


def _fetch(inner: str, params: dict[str, Any], base: str) -> list[tuple[int, Any]]:
    sql = f"""
    select u.*, (select jsonb_agg(jsonb_build_object('value', e.value, 'type', e.type, 'display', e.display)
      order by e.place) from {_MEMBERS})
    from (select x.*, row_number() over () as at_place from ({inner}) x) u order by u.at_place
    """

    def row(*c: Any) -> tuple[int, Any]:
        members = json.loads(c[7]) if isinstance(c[7], str) else (c[7] or [])
        return c[0], Group(
            id=c[1], display_name=c[2], external_id=c[3],
            members=[
                GroupMember(
                    value=part["value"], type=part["type"], display=part["display"],
                    ref=Reference(f"{base}/{part['type']}s/{part['value']}"),
                )
                for part in members
            ] or None,
            meta=Meta(resource_type="Group", created=c[4], last_modified=c[5], location=f"{base}/Groups/{c[1]}"),
        )  # fmt: skip

    return rows.fetch(row, sql, params)
