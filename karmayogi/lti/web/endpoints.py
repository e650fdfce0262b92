"""The services for tools: line items, scores, results (AGS 2.0), members (NRPS 2.0). The token tells who asks."""

import json
import uuid as uuids
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import Request, public
from karmayogi.lti import conf
from karmayogi.lti.actions import line_items as acts
from karmayogi.lti.actions.acquaint import name_people
from karmayogi.lti.actions.authorize import line_address
from karmayogi.lti.actions.take_score import Stale, take_score
from karmayogi.lti.engine import grades
from karmayogi.lti.engine.claims import LEARNER
from karmayogi.lti.models import LineItem
from karmayogi.lti.queries import places as queries
from karmayogi.lti.types import Scope

_LINE = "application/vnd.ims.lis.v2.lineitem+json"
_LINES = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
_MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_READ = (Scope.LINE_ITEMS, Scope.LINE_ITEMS_READ)
MOST_BYTES = 64_000


class Wrong(Exception):
    """An answer other than success."""

    def __init__(self, status: int, why: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(why)
        self.status, self.headers = status, headers or {}


def service(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of the services: only these methods, errors as JSON. The view's first argument is the caller."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def guarded(request: Request, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Wrong(405, f"Use {' or '.join(methods)} here.", {"Allow": ", ".join(methods)})
                return view(_caller(request), request, **kwargs)
            except Wrong as wrong:
                return _json({"error": str(wrong)}, status=wrong.status, headers=wrong.headers)
            except NotFound:
                return _json({"error": "There is nothing here."}, status=404)
            except acts.Coupled:
                return _json({"error": "This line item came with a part of the course and stays."}, status=403)
            except Stale:
                return _json({"error": "A later score of this person is on record."}, status=409)
            except grades.BadGrade as bad:
                return _json({"error": str(bad)}, status=400)

        guarded.__name__, guarded.__doc__ = view.__name__, view.__doc__
        return csrf_exempt(public(guarded))

    return wrap


def _caller(request: Request) -> queries.Caller:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    found = queries.caller(secret.strip(), request.at) if scheme.lower() == "bearer" else None
    if found is None:
        raise Wrong(401, "A token in force is needed.", {"WWW-Authenticate": 'Bearer realm="lti"'})
    return found


def _need(who: queries.Caller, *scopes: Scope) -> None:
    if not any(scope in who.scopes for scope in scopes):
        why = f'Bearer error="insufficient_scope", scope="{scopes[0]}"'
        raise Wrong(403, f"The token lacks the scope {scopes[0]}.", {"WWW-Authenticate": why})


@service("GET", "POST")
def lines(who: queries.Caller, request: Request, deployment: uuids.UUID, course: uuids.UUID) -> HttpResponse:
    """The line items of the tool in a course; making one."""
    if request.method == "POST":
        _need(who, Scope.LINE_ITEMS)
        where = queries.place(who.tool, deployment, course)
        row = acts.create(where, grades.read_column(_body(request)), request.at)
        made = queries.line_item(where, row.uuid)
        return _json(_shown(made), status=201, media_type=_LINE, headers={"Location": line_address(made)})
    _need(who, *_READ)
    where = queries.place(who.tool, deployment, course)
    after, limit = _paging(request)
    given = {
        name: request.GET.get(name, "").replace("\0", "")[:250] for name in ("resource_link_id", "resource_id", "tag")
    }
    found = queries.line_items(
        where, link=given["resource_link_id"], resource_id=given["resource_id"], tag=given["tag"], after=after,
        limit=limit + 1,
    )  # fmt: skip
    base = conf.address(f"ags/{deployment}/{course}/lineitems")
    more = found[limit - 1].id if len(found) > limit else None
    return _json([_shown(one) for one in found[:limit]], media_type=_LINES, headers=_next(base, given, limit, more))


@service("GET", "PUT", "DELETE")
def line(
    who: queries.Caller, request: Request, deployment: uuids.UUID, course: uuids.UUID, line_item: uuids.UUID
) -> HttpResponse:
    if request.method == "GET":
        _need(who, *_READ)
    else:
        _need(who, Scope.LINE_ITEMS)
    where = queries.place(who.tool, deployment, course)
    row = queries.line_item(where, line_item)
    if request.method == "PUT":
        row = acts.change(where, row, grades.read_column(_body(request)), request.at)
    if request.method == "DELETE":
        acts.remove(where, row, request.at)
        return HttpResponse(status=204)
    return _json(_shown(row), media_type=_LINE)


@service("POST")
def scores(
    who: queries.Caller, request: Request, deployment: uuids.UUID, course: uuids.UUID, line_item: uuids.UUID
) -> HttpResponse:
    """A score of one person, told by the tool."""
    _need(who, Scope.SCORES)
    where = queries.place(who.tool, deployment, course)
    row = queries.line_item(where, line_item)
    take_score(where, row, grades.read_score(_body(request), request.at), request.at)
    return HttpResponse(status=204)


@service("GET")
def results(
    who: queries.Caller, request: Request, deployment: uuids.UUID, course: uuids.UUID, line_item: uuids.UUID
) -> HttpResponse:
    _need(who, Scope.RESULTS)
    where = queries.place(who.tool, deployment, course)
    row = queries.line_item(where, line_item)
    after, limit = _paging(request)
    user = request.GET.get("user_id", "")
    sub = _uuid(user)
    found = [] if user and sub is None else queries.results(row, sub=sub, after=after, limit=limit + 1)
    address = line_address(row)
    shown = [
        grades.result_json(address, str(one.sub), one.given, one.maximum, row.score_maximum, one.comment)
        for one in found[:limit]
    ]
    more = found[limit - 1].id if len(found) > limit else None
    return _json(shown, media_type=_RESULTS, headers=_next(f"{address}/results", {"user_id": user}, limit, more))


@service("GET")
def members(who: queries.Caller, request: Request, deployment: uuids.UUID, course: uuids.UUID) -> HttpResponse:
    """Who is enrolled, as the tool may know them. ?rlid= only those whose version of the course has that link."""
    _need(who, Scope.MEMBERS)
    where = queries.place(who.tool, deployment, course)
    after, limit = _paging(request)
    rlid, role = request.GET.get("rlid", ""), request.GET.get("role", "")
    link = queries.link_in(where, rlid) if rlid else None
    nobody = bool(role) and role not in (LEARNER, "Learner")
    found = [] if nobody else queries.members(where, link=link.uuid if link else None, after=after, limit=limit + 1)
    nameless = [one.person_id for one in found[:limit] if one.sub is None]
    if nameless:
        name_people(who.tool.id, nameless)
        found = queries.members(where, link=link.uuid if link else None, after=after, limit=limit + 1)
    base = conf.address(f"nrps/{deployment}/{course}/members")
    body = {
        "id": base,
        "context": {"id": str(where.course_uuid), "label": where.course_code, "title": where.course_title},
        "members": [_member(who, one) for one in found[:limit]],
    }
    more = found[limit - 1].person_id if len(found) > limit else None
    return _json(body, media_type=_MEMBERS, headers=_next(base, {"rlid": rlid, "role": role}, limit, more))


def _member(who: queries.Caller, one: queries.Member) -> dict[str, Any]:
    told = (one.told or "").split(",")
    shown: dict[str, Any] = {"user_id": str(one.sub), "status": "Active", "roles": [LEARNER]}
    if who.tool.shares_name and "name" in told:
        shown["name"] = one.name
    if who.tool.shares_email and "email" in told and one.email:
        shown["email"] = one.email
    return shown


def _shown(row: LineItem) -> dict[str, Any]:
    return grades.column_json(
        grades.Column(
            row.label, row.score_maximum, row.resource_id, row.tag, str(row.link.uuid) if row.link else "",
            row.starts_at, row.ends_at, row.grades_released, row.extra,
        ),
        line_address(row),
    )  # fmt: skip


def _body(request: Request) -> Any:
    if len(request.body) > MOST_BYTES:
        raise Wrong(413, f"A request has at most {MOST_BYTES} bytes.")
    try:
        read = json.loads(request.body)
        json.dumps(read, ensure_ascii=False).encode()  # half of a pair of UTF-16 is no text
    except (ValueError, RecursionError) as error:
        raise Wrong(400, "The request body is not JSON.") from error
    return read


def _paging(request: Request) -> tuple[int, int]:
    """(rows after this id, how many)."""
    after, limit = request.GET.get("after", ""), request.GET.get("limit", "")
    return (
        int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0,
        max(1, min(conf.MOST_PAGE, int(limit)))
        if limit.isascii() and limit.isdigit() and len(limit) < 6
        else conf.PAGE,
    )


def _next(base: str, given: dict[str, str], limit: int, more: int | None) -> dict[str, str]:
    if more is None:
        return {}
    query = {name: value for name, value in given.items() if value} | {"limit": str(limit), "after": str(more)}
    return {"Link": f'<{base}?{urlencode(query)}>; rel="next"'}


def _uuid(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None


def _json(
    value: Any, *, status: int = 200, media_type: str = "application/json", headers: dict[str, str] | None = None
) -> HttpResponse:
    return HttpResponse(
        json.dumps(value),
        content_type=media_type,
        status=status,
        headers={"Cache-Control": "no-store"} | (headers or {}),
    )
