"""Users as SCIM shows them: whoever is posted in the subtree of the token, and whoever its system has entered.

Where people and orgs have a place for a fact, the fact is shown; what the system has only stated comes from
feeds_scimuser. A statement of another organisation is never shown.
"""

import datetime as dt
import json
import uuid as uuids
from typing import Any

from scim2_models import GroupMembership, Meta, Reference, SearchRequest

from karmayogi.feeds.engine.conditions import Columns, Rows, condition, order
from karmayogi.feeds.engine.resources import (
    Email,
    EnterpriseUser,
    Manager,
    Name,
    Officer,
    OfficerUser,
    PhoneNumber,
    User,
)
from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

_COLUMNS = """
p.id as person_id, p.uuid::text as id, s.id as statement_id,
coalesce(s.user_name, a.email, a.mobile, p.uuid::text) as user_name,
nullif(s.external_id, '') as external_id,
case when s.id is null or s.formatted <> '' then p.name end as formatted,
nullif(s.family_name, '') as family_name, nullif(s.given_name, '') as given_name,
nullif(s.middle_name, '') as middle_name, nullif(s.suffix, '') as suffix,
case when s.id is null then nullif(p.honorific, '') else nullif(s.prefix, '') end as prefix,
case when s.id is null then p.name else nullif(s.display_name, '') end as display_name,
nullif(s.title, '') as title,
case when s.id is null then a.language else nullif(s.language, '') end as language,
case when s.id is null then coalesce(a.is_active, true) else s.active end as active,
nullif(p.employee_code, '') as employee_code, nullif(s.cost_center, '') as cost_center,
nullif(s.organization, '') as organization, nullif(s.division, '') as division,
nullif(s.department, '') as department, nullif(s.manager, '') as manager, nullif(s.manager_ref, '') as manager_ref,
case when s.post_waits then nullif(s.post_code, '') else post.code end as post_code,
case when s.post_waits then nullif(s.designation, '') else post.designation end as designation,
case when s.post_waits then nullif(s.organisation_code, '') else post.office end as office,
case when s.service_waits then nullif(s.cadre, '') else m.cadre end as cadre,
case when s.service_waits then nullif(s.service, '') else m.service end as service,
case when s.service_waits then s.batch else m.batch end as batch,
nullif(p."group", '') as "group", coalesce(s.problems, '[]'::jsonb) as problems,
p.created_at as created, coalesce(s.updated_at, p.created_at) as modified, a.email, a.mobile
"""
# %(path)s and %(end)s bound the subtree; whoever is posted outside it is not shown, whoever stated her.
_FROM = f"""
from people_person p
left join people_account a on a.person_id = p.id
left join feeds_scimuser s on s.person_id = p.id and s.path >= %(path)s::text and s.path < %(end)s::text
left join lateral (
  select seat.code, kept.name as designation, o.code as office, i.created_at
  from orgs_incumbency i
  join {orgs.POSTS_AS_ON} seat on seat.id = i.post_id
  join orgs_designation d on d.id = seat.designation_id
  join orgs_designation kept on kept.id = coalesce(d.merged_into_id, d.id)
  join orgs_organisation o on o.id = seat.organisation_id
  where i.person_id = p.id and i.organisation_path >= %(path)s::text and i.organisation_path < %(end)s::text
    and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
  order by {orgs.main_first("i")} limit 1
) post on true
left join lateral (
  select service.name as service, cadre.name as cadre, x.batch
  from orgs_servicemembership x join orgs_service service on service.id = x.service_id
  left join orgs_cadre cadre on cadre.id = x.cadre_id
  where x.person_id = p.id and x.valid_from <= %(on)s::date and (x.valid_to is null or x.valid_to > %(on)s::date)
  limit 1
) m on true
where (
  p.id in (
    select i.person_id from orgs_incumbency i
    where i.organisation_path >= %(path)s::text and i.organisation_path < %(end)s::text
      and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
  )
  or s.id is not null and not exists (
    select from orgs_incumbency i
    where i.person_id = p.id and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
  )
)
and (s.deleted_at is null or post.created_at > s.deleted_at)
"""
_CONTACTS = """
(select c.place, c.value, c.display, c.type, c.primary from feeds_scimcontact c
 where c.user_id = u.statement_id and c.kind = '{kind}'
 union all
 select 0, u.{column}, null, '{type}', true where u.statement_id is null and u.{column} is not null) e where true
"""
_EMAILS = _CONTACTS.format(kind="email", column="email", type="work")
_PHONES = _CONTACTS.format(kind="phone", column="mobile", type="mobile")
_GROUPS = """
(select g.uuid::text as value, g.display_name as display
 from feeds_scimmember k join feeds_scimgroup g on g.id = k.group_id
 where k.person_id = u.person_id and g.path >= %(path)s::text and g.path < %(end)s::text) e where true
"""
_CONTACT = {"value": "e.value", "display": "e.display", "type": "e.type", "primary": "e.primary"}
_CORE, _ENTERPRISE, _OFFICER = (str(model.__schema__).lower() for model in (User, EnterpriseUser, Officer))
COLUMNS = Columns(
    one={
        f"{_CORE}:{name.lower()}": sql
        for name, sql in {
            "id": "u.id", "externalId": "u.external_id", "userName": "u.user_name", "displayName": "u.display_name",
            "title": "u.title", "preferredLanguage": "u.language", "active": "u.active",
            "name.formatted": "u.formatted", "name.familyName": "u.family_name", "name.givenName": "u.given_name",
            "name.middleName": "u.middle_name", "name.honorificPrefix": "u.prefix", "name.honorificSuffix": "u.suffix",
            "meta.created": "u.created", "meta.lastModified": "u.modified", "meta.resourceType": "'User'::text",
        }.items()
    }
    | {
        f"{_ENTERPRISE}:{name.lower()}": sql
        for name, sql in {
            "employeeNumber": "u.employee_code", "costCenter": "u.cost_center", "organization": "u.organization",
            "division": "u.division", "department": "u.department", "manager.value": "u.manager",
            "manager.$ref": "u.manager_ref",
        }.items()
    }
    | {
        f"{_OFFICER}:{name.lower()}": sql
        for name, sql in {
            "postCode": "u.post_code", "designation": "u.designation", "organisationCode": "u.office",
            "cadre": "u.cadre", "service": "u.service", "batch": "u.batch", "group": 'u."group"',
        }.items()
    },
    many={
        f"{_CORE}:emails": Rows(_EMAILS, _CONTACT, "e.primary desc nulls last, e.place"),
        f"{_CORE}:phonenumbers": Rows(_PHONES, _CONTACT, "e.primary desc nulls last, e.place"),
        f"{_CORE}:groups": Rows(_GROUPS, {"value": "e.value", "display": "e.display"}, "e.value"),
        f"{_CORE}:schemas": Rows(
            "unnest(array[" + ", ".join(f"'{model.__schema__}'" for model in (User, EnterpriseUser, Officer))
            + "]) e (value) where true", {"value": "e.value"}, "e.value",
        ),
        f"{_OFFICER}:waiting": Rows(
            "jsonb_array_elements_text(u.problems) e (value) where true", {"value": "e.value"}, "e.value"
        ),
    },
)  # fmt: skip
_PARTS = f"""
select u.*,
  (select jsonb_agg(jsonb_build_object('value', e.value, 'display', e.display, 'type', e.type, 'primary', e.primary)
    order by e.place) from {_EMAILS}),
  (select jsonb_agg(jsonb_build_object('value', e.value, 'display', e.display, 'type', e.type, 'primary', e.primary)
    order by e.place) from {_PHONES}),
  (select jsonb_agg(jsonb_build_object('value', e.value, 'display', e.display) order by e.value) from {_GROUPS})
"""


def end_of(path: str) -> str:
    return path + "~"


def user_by_id(path: str, scim_id: str, on: dt.date, base: str) -> tuple[int, Any] | None:
    """(person id, resource) of a user in the subtree; None for everybody else."""
    try:
        uuid = uuids.UUID(scim_id)
    except ValueError:
        return None
    found = _fetch(f"select * from (select {_COLUMNS} {_FROM} and p.uuid = %(uuid)s::uuid) u",
                   {"path": path, "end": end_of(path), "on": on, "uuid": uuid}, base)  # fmt: skip
    return found[0] if found else None


def user_named(path: str, organisation_id: int, user_name: str) -> int | None:
    """The person whom this organisation's system already calls so."""
    found: int | None = rows.scalar(
        """select person_id from feeds_scimuser
           where organisation_id = %s and lower(user_name) = lower(%s::text) and deleted_at is null""",
        [organisation_id, user_name],
    )
    return found


def users(
    path: str, request: SearchRequest[Any], on: dt.date, base: str, skip: int, most: int
) -> tuple[int, list[Any]]:
    """(how many in all, the resources of the page). Raises InvalidFilterException."""
    params: dict[str, Any] = {"path": path, "end": end_of(path), "on": on, "skip": skip, "most": most}
    where = ""
    if request.filter is not None:
        sql, values = condition(request.filter, COLUMNS)
        where = f"where {named(sql, params, values)}"
    by = order(request.sort_binding(OfficerUser), COLUMNS) if request.sort_by is not None else None
    down = request.sort_order == SearchRequest.SortOrder.descending
    ordering = f"{by} {'desc nulls first' if down else 'asc nulls last'}, u.person_id" if by else "u.person_id"
    inner = f"from (select {_COLUMNS} {_FROM}) u {where}"
    total: int = rows.scalar(f"select count(*) {inner}", {k: v for k, v in params.items() if k not in ("skip", "most")})
    if most == 0 or skip >= total:
        return total, []
    page = f"select u.* {inner} order by {ordering} offset %(skip)s::bigint limit %(most)s::bigint"
    return total, [resource for _person, resource in _fetch(page, params, base)]


def named(sql: str, params: dict[str, Any], values: list[Any]) -> str:
    """The positional parameters of a condition as named ones beside those of the query."""
    parts = sql.split("%s")
    text = parts[0]
    for place, (value, part) in enumerate(zip(values, parts[1:], strict=True)):
        params[f"f{place}"] = value
        text += f"%(f{place})s{part}"
    return text


def _fetch(inner: str, params: dict[str, Any], base: str) -> list[tuple[int, Any]]:
    def row(*columns: Any) -> tuple[int, Any]:
        return columns[0], _resource(columns, base)

    ordered = f"{_PARTS} from (select x.*, row_number() over () as place from ({inner}) x) u order by u.place"
    return rows.fetch(row, ordered, params)


def _resource(c: tuple[Any, ...], base: str) -> Any:
    name = dict(
        zip(
            ("formatted", "family_name", "given_name", "middle_name", "honorific_suffix", "honorific_prefix"),
            c[5:11], strict=True,
        )
    )  # fmt: skip
    emails, phones, groups = (_json(part) for part in c[-3:])
    enterprise = EnterpriseUser(
        employee_number=c[15], cost_center=c[16], organization=c[17], division=c[18], department=c[19],
        manager=Manager(value=c[20], ref=c[21]) if c[20] or c[21] else None,
    )  # fmt: skip
    officer = Officer(
        post_code=c[22], designation=c[23], organisation_code=c[24], cadre=c[25], service=c[26], batch=c[27],
        group=c[28], waiting=_json(c[29]) or None,
    )  # fmt: skip
    user = OfficerUser(
        id=c[1], external_id=c[4], user_name=c[3], display_name=c[11], title=c[12], preferred_language=c[13],
        active=c[14], name=Name(**name) if any(name.values()) else None,
        emails=[Email(**part) for part in emails] or None,
        phone_numbers=[PhoneNumber(**part) for part in phones] or None,
        groups=[
            GroupMembership(
                value=part["value"], display=part["display"], type="direct",
                ref=Reference(f"{base}/Groups/{part['value']}"),
            )
            for part in groups
        ] or None,
        meta=Meta(resource_type="User", created=c[30], last_modified=c[31], location=f"{base}/Users/{c[1]}"),
    )  # fmt: skip
    user[EnterpriseUser] = enterprise
    user[Officer] = officer
    return user


def _json(value: Any) -> list[Any]:
    loaded: list[Any] = json.loads(value) if isinstance(value, str) else value
    return loaded or []
