"""IMS CASE 1.0, REST provider at /ims/case/v1p0: every published framework, for anybody, to read."""

import re
import uuid as uuids
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from karmayogi.competencies.engine.governance.case_writer import Package
from karmayogi.competencies.queries.governance.case import framework_with, package_of, published
from karmayogi.kernel.web.door import public

MOST, USUAL = 1000, 100
_PREDICATE = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|>|<|~)\s*'([^']*)'\s*")
_JOIN = re.compile(r"(AND|OR)\b")
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "!=": lambda value, wanted: value != wanted,
    ">": lambda value, wanted: value > wanted,
    ">=": lambda value, wanted: value >= wanted,
    "<": lambda value, wanted: value < wanted,
    "<=": lambda value, wanted: value <= wanted,
    "~": lambda value, wanted: wanted.casefold() in value.casefold(),
}
DOCUMENT_FIELDS = {
    "identifier", "uri", "creator", "title", "lastChangeDateTime", "officialSourceURL", "publisher", "description",
    "subject", "subjectURI", "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI",
    "notes", "CFPackageURI",
}  # fmt: skip


class Failure(Exception):
    """An imsx_StatusInfo with its HTTP status. minor: the value of its code minor field."""

    def __init__(self, status: int, minor: str, text: str) -> None:
        super().__init__(text)
        self.status, self.minor = status, minor


def _service(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only; every answer, also a failure, is JSON that any site may read.

    Without the check of a form's token: nothing is ever written here, and who tries is to get the 405 as JSON.
    """

    @public
    @csrf_exempt
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Failure(405, "forbidden", "This service is read-only.")
            response = view(request, **kwargs)
        except Failure as failure:
            response = JsonResponse(_status(failure), status=failure.status)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "X-Total-Count, Link"
        response["Cache-Control"] = "public, max-age=300"
        return response

    return guarded


def _status(failure: Failure) -> dict[str, Any]:
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": str(failure),
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": failure.minor}
            ]
        },
    }


def root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/ims/case/v1p0")


@_service
def documents(request: HttpRequest) -> JsonResponse:
    """getAllCFDocuments: limit, offset, sort, orderBy, filter, fields."""
    names = _names(request)
    _fits({}, request.GET.get("filter", ""))  # a filter that cannot be read fails also where there is nothing
    found = [package_of(one, root(request)).document() for one in published()]
    found = [one for one in found if _fits(one, request.GET.get("filter", ""))]
    sort = request.GET.get("sort", "")
    if sort:
        if sort not in DOCUMENT_FIELDS:
            raise Failure(400, "invalid_sort_field", f"Unknown sort field {sort[:60]}.")
        found.sort(key=lambda one: str(one.get(sort, "")), reverse=request.GET.get("orderBy", "asc") == "desc")
    if request.GET.get("orderBy", "asc") not in ("asc", "desc"):
        raise Failure(400, "invalid_sort_field", "orderBy is asc or desc.")
    limit, offset = _number(request, "limit", USUAL, 1), _number(request, "offset", 0, 0)
    page = [_selected(one, names) for one in found[offset : offset + min(limit, MOST)]]
    response = JsonResponse({"CFDocuments": page})
    response["X-Total-Count"] = str(len(found))
    links = _pages(request, len(found), min(limit, MOST), offset)
    if links:
        response["Link"] = ", ".join(links)
    return response


@_service
def document(request: HttpRequest, sourced_id: str) -> JsonResponse:
    return JsonResponse(_selected(_package(request, sourced_id).document(), _names(request)))


@_service
def package(request: HttpRequest, sourced_id: str) -> JsonResponse:
    return JsonResponse(_package(request, sourced_id).whole())


@_service
def item(request: HttpRequest, sourced_id: str) -> JsonResponse:
    return JsonResponse(_one(request, sourced_id, "items"))


@_service
def association(request: HttpRequest, sourced_id: str) -> JsonResponse:
    return JsonResponse(_one(request, sourced_id, "associations"))


@_service
def item_associations(request: HttpRequest, sourced_id: str) -> JsonResponse:
    """The item with every association at whose one end it is."""
    uuid = _uuid(sourced_id)
    for one in _all(request, uuid):
        found = one.items.get(uuid)
        if found is not None:
            ends = ("originNodeURI", "destinationNodeURI")
            mine = [a for a in one.associations.values() if any(a[end]["identifier"] == uuid for end in ends)]
            return JsonResponse({"CFItem": found, "CFAssociations": mine})
    raise _unknown()


@_service
def item_types(request: HttpRequest, sourced_id: str) -> JsonResponse:
    """The type and those below it in the hierarchy."""
    uuid = _uuid(sourced_id)
    for one in _all(request, uuid):
        kinds = list(one.types.values())
        top = next((kind for kind in kinds if kind["identifier"] == uuid), None)
        if top is not None:
            return JsonResponse(
                {"CFItemTypes": [kind for kind in kinds if kind["hierarchyCode"] >= top["hierarchyCode"]]}
            )
    raise _unknown()


@_service
def concepts(request: HttpRequest, sourced_id: str) -> JsonResponse:
    uuid = _uuid(sourced_id)
    for one in _all(request, uuid):
        mine = [concept for concept in one.concepts.values() if concept["identifier"] == uuid]
        if mine:
            return JsonResponse({"CFConcepts": mine})
    raise _unknown()


@_service
def licence(request: HttpRequest, sourced_id: str) -> JsonResponse:
    uuid = _uuid(sourced_id)
    for one in _all(request, uuid):
        if one.licence and one.licence["identifier"] == uuid:
            return JsonResponse(one.licence)
    raise _unknown()


@_service
def rubric(request: HttpRequest, sourced_id: str) -> JsonResponse:
    uuid = _uuid(sourced_id)
    for one in _all(request, uuid):
        for found in one.rubrics:
            if found["identifier"] == uuid:
                return JsonResponse(found)
    raise _unknown()


@_service
def nothing_here(request: HttpRequest, sourced_id: str) -> JsonResponse:
    """Subjects and groupings of associations: our frameworks have none, so every identifier is unknown."""
    _uuid(sourced_id)
    raise _unknown()


def _package(request: HttpRequest, sourced_id: str) -> Package:
    uuid = uuids.UUID(_uuid(sourced_id))
    found = next((one for one in published() if one.uuid == uuid), None)
    if found is None:
        raise _unknown()
    return package_of(found, root(request))


def _all(request: HttpRequest, uuid: str) -> list[Package]:
    """Packages to look through: only the right one for a competency, all of them for what is derived."""
    found = framework_with(uuids.UUID(uuid))
    return [package_of(one, root(request)) for one in ([found] if found else published())]


def _one(request: HttpRequest, sourced_id: str, kind: str) -> dict[str, Any]:
    uuid = _uuid(sourced_id)
    for one in _all(request, uuid):
        found: dict[str, Any] | None = getattr(one, kind).get(uuid)
        if found is not None:
            return found
    raise _unknown()


def _unknown() -> Failure:
    return Failure(404, "unknownobject", "Unknown Object.")


def _uuid(text: str) -> str:
    try:
        return str(uuids.UUID(text))
    except ValueError:
        raise Failure(404, "invaliduuid", "Invalid UUID.") from None


def _number(request: HttpRequest, name: str, usual: int, least: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) >= least):
        raise Failure(400, "invalid_selection_field", f"{name} is a whole number from {least}.")
    return int(text)


def _selected(found: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found} if names else found


def _names(request: HttpRequest) -> list[str]:
    names = [name for name in request.GET.get("fields", "").split(",") if name]
    unknown = [name for name in names if name not in DOCUMENT_FIELDS]
    if unknown:
        raise Failure(400, "invalid_selection_field", f"Unknown field {unknown[0][:60]}.")
    return names


def _fits(found: dict[str, Any], text: str) -> bool:
    """field<predicate>'value', several joined by AND or OR, read from the left."""
    if not text.strip():
        return True
    position, result, join = 0, True, "AND"
    while True:
        match = _PREDICATE.match(text, position)
        if match is None or match[1] not in DOCUMENT_FIELDS:
            raise Failure(400, "invalid_selection_field", "The filter cannot be read.")
        one = _TESTS[match[2]](str(found.get(match[1], "")), match[3])
        result = (result and one) if join == "AND" else (result or one)
        position = match.end()
        if position == len(text):
            return result
        follows = _JOIN.match(text, position)
        if follows is None:
            raise Failure(400, "invalid_selection_field", "The filter cannot be read.")
        join, position = follows[1], follows.end()


def _pages(request: HttpRequest, total: int, limit: int, offset: int) -> list[str]:
    kept = {name: value for name, value in request.GET.items() if name not in ("limit", "offset")}

    def to(start: int, rel: str) -> str:
        query = urlencode({**kept, "limit": limit, "offset": start})
        return f'<{root(request)}/CFDocuments?{query}>; rel="{rel}"'

    if total <= limit and not offset:
        return []
    last = (total - 1) // limit * limit if total else 0
    found = [to(0, "first"), to(last, "last")]
    if offset + limit < total:
        found.append(to(offset + limit, "next"))
    if offset:
        found.append(to(max(0, offset - limit), "prev"))
    return found


urlpatterns = [
    path("CFDocuments", documents, name="case_documents"),
    path("CFDocuments/<str:sourced_id>", document, name="case_document"),
    path("CFPackages/<str:sourced_id>", package, name="case_package"),
    path("CFItems/<str:sourced_id>", item, name="case_item"),
    path("CFAssociations/<str:sourced_id>", association, name="case_association"),
    path("CFItemAssociations/<str:sourced_id>", item_associations, name="case_item_associations"),
    path("CFItemTypes/<str:sourced_id>", item_types, name="case_item_types"),
    path("CFConcepts/<str:sourced_id>", concepts, name="case_concepts"),
    path("CFSubjects/<str:sourced_id>", nothing_here, name="case_subjects"),
    path("CFLicenses/<str:sourced_id>", licence, name="case_licence"),
    path("CFAssociationGroupings/<str:sourced_id>", nothing_here, name="case_groupings"),
    path("CFRubrics/<str:sourced_id>", rubric, name="case_rubric"),
]
