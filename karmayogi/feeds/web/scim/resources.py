"""Users and Groups: read, search, create, replace, patch, delete."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db import transaction
from scim2_models import (
    Context,
    PatchOp,
    PreconditionFailedException,
    ResponseParameters,
    SearchRequest,
)

from karmayogi.feeds.actions.scim.write_group import delete_group, write_group
from karmayogi.feeds.actions.scim.write_user import create_user, delete_user, replace_user
from karmayogi.feeds.engine.resources import MOST_RESULTS, PROVIDER, Group, OfficerUser
from karmayogi.feeds.queries.scim_groups import group_by_id, groups
from karmayogi.feeds.queries.scim_users import user_by_id, users
from karmayogi.feeds.web.scim.asks import Answer, Ask, Wrong, dumped, matches, version_of
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound

DEFAULT_RESULTS = 100
LONGEST_FILTER = 4000
_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """How one type of resource is read and written. lock: keeps others from writing it meanwhile."""

    model: Any
    name: str
    read: Callable[[Ask, str], tuple[int, Any] | None]
    page: Callable[[Ask, Any, int, int], tuple[int, list[Any]]]
    create: Callable[[Ask, Any], int]
    replace: Callable[[Ask, int, Any], None]
    delete: Callable[[Ask, int], None]
    identity: str
    lock: str


USERS = Kind(
    OfficerUser, "Users",
    lambda ask, id: user_by_id(ask.caller.path, id, clock.day(ask.at), ask.base),
    lambda ask, search, skip, most: users(ask.caller.path, search, clock.day(ask.at), ask.base, skip, most),
    lambda ask, resource: create_user(caller=ask.caller, resource=resource, at=ask.at),
    lambda ask, id, resource: replace_user(caller=ask.caller, person_id=id, resource=resource, at=ask.at),
    lambda ask, id: delete_user(caller=ask.caller, person_id=id, at=ask.at),
    "select uuid::text from people_person where id = %s",
    "select id from people_person where id = %s for update",
)  # fmt: skip
GROUPS = Kind(
    Group, "Groups",
    lambda ask, id: group_by_id(ask.caller.path, id, ask.base),
    lambda ask, search, skip, most: groups(ask.caller.path, search, clock.day(ask.at), ask.base, skip, most),
    lambda ask, resource: write_group(caller=ask.caller, group_id=None, resource=resource, at=ask.at),
    lambda ask, id, resource: _group(ask, id, resource),
    lambda ask, id: delete_group(caller=ask.caller, group_id=id, at=ask.at),
    "select uuid::text from feeds_scimgroup where id = %s",
    "select id from feeds_scimgroup where id = %s for update",
)  # fmt: skip
KINDS = {"Users": USERS, "Groups": GROUPS}


def _group(ask: Ask, group_id: int, resource: Any) -> None:
    write_group(caller=ask.caller, group_id=group_id, resource=resource, at=ask.at)


def collection(kind: Kind, ask: Ask) -> Answer:
    """/Users and /Groups."""
    if ask.method == "GET":
        return search([kind], ask, ask.query)
    if ask.method == "POST":
        resource = kind.model.model_validate(
            ask.body, scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_provider=PROVIDER
        )
        with transaction.atomic():
            scim_id = rows.scalar(kind.identity, [kind.create(ask, resource)])
            return _written(kind, ask, scim_id, 201, Context.RESOURCE_CREATION_RESPONSE)
    raise Wrong(405, "Use GET or POST here.", {"Allow": "GET, POST"})


def one(kind: Kind, ask: Ask, scim_id: str) -> Answer:
    """/Users/<id> and /Groups/<id>."""
    if ask.method == "GET":
        shown = ResponseParameters[kind.model].model_validate(_only(ask.query, "attributes", "excludedAttributes"))  # type: ignore[name-defined]
        resource = _found(kind.read(ask, scim_id))[1]
        version = version_of(resource)
        if ask.none_match and matches(ask.none_match, version):
            return Answer(304, None, {"ETag": version})
        return Answer(200, dumped(resource, Context.RESOURCE_QUERY_RESPONSE, shown), {"ETag": version})
    if ask.method not in ("PUT", "PATCH", "DELETE"):
        raise Wrong(405, "Use GET, PUT, PATCH or DELETE here.", {"Allow": "GET, PUT, PATCH, DELETE"})
    with transaction.atomic():
        row_id, resource = _found(kind.read(ask, scim_id))
        rows.run(kind.lock, [row_id])
        row_id, resource = _found(kind.read(ask, scim_id))
        if ask.match and not matches(ask.match, version_of(resource)):
            raise PreconditionFailedException(detail="The resource has changed since this version.")
        if ask.method == "DELETE":
            kind.delete(ask, row_id)
            return Answer(204)
        if ask.method == "PUT":
            wanted = kind.model.model_validate(
                ask.body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_provider=PROVIDER
            )
            kind.replace(ask, row_id, wanted)
            return _written(kind, ask, scim_id, 200, Context.RESOURCE_REPLACEMENT_RESPONSE)
        patch = PatchOp[kind.model].model_validate(  # type: ignore[name-defined]
            ask.body, scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_provider=PROVIDER
        )
        resource.meta.version = None
        if patch.patch(resource):
            kind.replace(ask, row_id, resource)
        return _written(kind, ask, scim_id, 200, Context.RESOURCE_PATCH_RESPONSE)


def search(kinds: list[Kind], ask: Ask, parameters: dict[str, Any]) -> Answer:
    """A page over one type of resource, or over several as if they were one list."""
    if len(str(parameters.get("filter", ""))) > LONGEST_FILTER:
        raise Wrong(400, f"A filter has at most {LONGEST_FILTER} characters.")
    model = kinds[0].model if len(kinds) == 1 else OfficerUser | Group
    asked = _only(
        parameters, "filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes"
    )
    request = SearchRequest[model].model_validate(asked)  # type: ignore[valid-type]
    most = DEFAULT_RESULTS if request.count is None else min(request.count, MOST_RESULTS)
    start = min(request.start_index or 1, 2**31)
    skip, left, total = start - 1, most, 0
    found: list[dict[str, Any]] = []
    for kind in kinds:
        narrowed = request if len(kinds) == 1 else SearchRequest[kind.model].model_construct(  # type: ignore[name-defined]
            filter=type(request.filter).__mro__[1][kind.model](str(request.filter)) if request.filter else None,  # type: ignore[index]
            sort_by=request.sort_by, sort_order=request.sort_order,
        )  # fmt: skip
        count, page = kind.page(ask, narrowed, max(0, skip), left)
        total += count
        skip -= count
        left -= len(page)
        found += [dumped(resource, Context.RESOURCE_QUERY_RESPONSE, request) for resource in page]
    body = {
        "schemas": [_LIST], "totalResults": total, "startIndex": start, "itemsPerPage": len(found), "Resources": found,
    }  # fmt: skip
    return Answer(200, body)


def _written(kind: Kind, ask: Ask, scim_id: str, status: int, context: Context) -> Answer:
    shown = ResponseParameters[kind.model].model_validate(_only(ask.query, "attributes", "excludedAttributes"))  # type: ignore[name-defined]
    resource = _found(kind.read(ask, scim_id))[1]
    body = dumped(resource, context, shown)
    return Answer(status, body, {"ETag": resource.meta.version, "Location": resource.meta.location})


def _found(found: tuple[int, Any] | None) -> tuple[int, Any]:
    if found is None:
        raise NotFound
    return found


def _only(parameters: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: parameters[name] for name in names if parameters.get(name) not in (None, "")}
