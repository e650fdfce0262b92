"""Bulk (RFC 7644, 3.7): many operations in one request, each with its own result, references between them resolved."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

from karmayogi.feeds.engine.resources import MOST_OPERATIONS
from karmayogi.feeds.web.scim.asks import Answer, Ask, Wrong

_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
_REFERENCE = re.compile(r"bulkId:([^/\s\"]+)")


def run(ask: Ask, perform: Callable[[Ask], Answer]) -> Answer:
    """Performs the operations in their order; one that refers to a later one waits for it.

    `perform` answers a single request and never raises for what the client did wrong.
    """
    operations, most_errors = _read(ask.body)
    ids: dict[str, str] = {}
    results: dict[int, dict[str, Any]] = {}
    errors = 0
    waiting = list(enumerate(operations))
    while waiting:
        ready = next(
            ((place, one) for place, one in waiting if not _unresolved(one, ids)),
            waiting[0],  # only operations that wait for each other, or for nothing: the first one says so
        )
        waiting.remove(ready)
        place, operation = ready
        results[place] = result = _one(ask, _resolved(operation, ids), perform)
        bulk_id = operation.get("bulkId")
        if result["status"].startswith("2"):
            if bulk_id and "location" in result:
                ids[str(bulk_id)] = result["location"].rpartition("/")[2]
            continue
        errors += 1
        if most_errors and errors >= most_errors:
            break
    return Answer(200, {"schemas": [_RESPONSE], "Operations": [results[place] for place in sorted(results)]})


def _read(body: Any) -> tuple[list[dict[str, Any]], int]:
    if not isinstance(body, dict) or _REQUEST not in (body.get("schemas") or []):
        raise Wrong(400, "This is not a BulkRequest.")
    operations, most = body.get("Operations"), body.get("failOnErrors") or 0
    if not isinstance(operations, list) or not all(isinstance(one, dict) for one in operations):
        raise Wrong(400, "Operations is a list of objects.")
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise Wrong(400, "failOnErrors is a number.")
    if len(operations) > MOST_OPERATIONS:
        raise Wrong(413, f"A bulk request has at most {MOST_OPERATIONS} operations.")
    return operations, most


def _one(ask: Ask, operation: dict[str, Any], perform: Callable[[Ask], Answer]) -> dict[str, Any]:
    method, path = str(operation.get("method", "")).upper(), str(operation.get("path", ""))
    echo = {"method": method} | ({"bulkId": operation["bulkId"]} if "bulkId" in operation else {})
    segments = tuple(part for part in path.split("/") if part)
    if method not in ("POST", "PUT", "PATCH", "DELETE") or len(segments) != (1 if method == "POST" else 2):
        answer = _refusal("method and path do not name an operation on one resource.")
    elif segments[0] not in ("Users", "Groups"):
        answer = _refusal("Only Users and Groups are changed in bulk.")
    elif method == "POST" and not operation.get("bulkId"):
        answer = _refusal("bulkId is needed for POST.")
    else:
        answer = perform(
            dataclasses.replace(
                ask, method=method, path=segments, query={}, body=operation.get("data"),
                match=operation.get("version"), none_match=None,
            )
        )  # fmt: skip
    result: dict[str, Any] = echo | {"status": str(answer.status)}
    if "Location" in answer.headers:
        result["location"] = answer.headers["Location"]
    elif method != "POST":
        result["location"] = f"{ask.base}/{'/'.join(segments)}"
    if "ETag" in answer.headers:
        result["version"] = answer.headers["ETag"]
    if answer.status >= 300:
        result["response"] = answer.body
    return result


def _refusal(detail: str) -> Answer:
    schema = "urn:ietf:params:scim:api:messages:2.0:Error"
    return Answer(400, {"schemas": [schema], "status": "400", "scimType": "invalidSyntax", "detail": detail})


def _unresolved(operation: dict[str, Any], ids: dict[str, str]) -> bool:
    return any(name not in ids for name in _names((operation.get("data"), operation.get("path"))))


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return _REFERENCE.findall(value)
    if isinstance(value, dict):
        return [name for part in value.values() for name in _names(part)]
    if isinstance(value, list | tuple):
        return [name for part in value for name in _names(part)]
    return []


def _resolved(value: Any, ids: dict[str, str]) -> Any:
    """The same with every reference that is known put in; others stay and fail where they are used."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: ids.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {key: part if key == "bulkId" else _resolved(part, ids) for key, part in value.items()}
    if isinstance(value, list):
        return [_resolved(part, ids) for part in value]
    return value
