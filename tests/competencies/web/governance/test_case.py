"""The CASE 1.0 provider answers as the specification says, and a package that it gives comes back as it was."""

import json
import uuid

import pytest
from django.test import Client

from karmayogi.competencies.actions.governance.create_framework import create_framework
from karmayogi.competencies.actions.governance.imports.kind import import_framework
from karmayogi.competencies.actions.governance.publish_version import publish_version
from karmayogi.competencies.actions.governance.versions import latest_version, wordings
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.competencies.models import Framework
from karmayogi.kernel import bulk

TEXT, UUID, URI, LIST, NUMBER, LINK = "text", "uuid", "uri", "list", "number", "link"
# name -> (kind, whether the specification asks for it)
ITEM = {
    "identifier": (UUID, 1), "uri": (URI, 1), "fullStatement": (TEXT, 1), "lastChangeDateTime": (TEXT, 1),
    "alternativeLabel": (TEXT, 0), "CFItemType": (TEXT, 0), "humanCodingScheme": (TEXT, 0), "language": (TEXT, 0),
    "listEnumeration": (TEXT, 0), "abbreviatedStatement": (TEXT, 0), "conceptKeywords": (LIST, 0), "notes": (TEXT, 0),
    "CFItemTypeURI": (LINK, 0), "CFDocumentURI": (LINK, 0), "statusStartDate": (TEXT, 0), "statusEndDate": (TEXT, 0),
}  # fmt: skip
ASSOCIATION = {
    "identifier": (UUID, 1), "associationType": (TEXT, 1), "uri": (URI, 1), "originNodeURI": (LINK, 1),
    "destinationNodeURI": (LINK, 1), "lastChangeDateTime": (TEXT, 1), "sequenceNumber": (NUMBER, 0),
    "CFDocumentURI": (LINK, 0), "CFAssociationGroupingURI": (LINK, 0),
}  # fmt: skip
DOCUMENT = {
    "identifier": (UUID, 1), "uri": (URI, 1), "creator": (TEXT, 1), "title": (TEXT, 1), "CFPackageURI": (LINK, 1),
    "lastChangeDateTime": (TEXT, 1), "officialSourceURL": (URI, 0), "publisher": (TEXT, 0), "description": (TEXT, 0),
    "language": (TEXT, 0), "version": (TEXT, 0), "adoptionStatus": (TEXT, 0), "statusStartDate": (TEXT, 0),
    "licenseURI": (LINK, 0), "notes": (TEXT, 0),
}  # fmt: skip
TYPES = {
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
}  # fmt: skip
ROOT = "/ims/case/v1p0"
NOBODY = "0198f0a0-0000-7000-8000-000000000000"


def check(found: dict, shape: dict) -> None:
    assert set(found) <= set(shape), set(found) - set(shape)
    for name, (kind, needed) in shape.items():
        if name not in found:
            assert not needed, name
            continue
        value = found[name]
        if kind == LINK:
            assert set(value) == {"title", "identifier", "uri"} and uuid.UUID(value["identifier"])
        elif kind == UUID:
            assert str(uuid.UUID(value)) == value
        elif kind == URI:
            assert value.startswith("http")
        else:
            assert isinstance(value, {TEXT: str, LIST: list, NUMBER: int}[kind]) and value != ""


def get(path: str, status: int = 200):
    response = Client().get(ROOT + path)
    assert response.status_code == status, response.content[:300]
    assert response["Content-Type"] == "application/json"
    return response


@pytest.fixture
def kcm(framework) -> Framework:
    return Framework.objects.get(code="KCM")


def test_every_object_has_the_shape_of_the_specification(kcm, django_assert_max_num_queries):
    package = get(f"/CFPackages/{kcm.uuid}").json()
    assert set(package) == {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"}
    check(package["CFDocument"], DOCUMENT)
    identifiers = {item["identifier"] for item in package["CFItems"]}
    for item in package["CFItems"]:
        check(item, ITEM)
    for association in package["CFAssociations"]:
        check(association, ASSOCIATION)
        assert association["associationType"] in TYPES
        assert association["originNodeURI"]["identifier"] in identifiers
    assert sum(item["CFItemType"] == "Competency" and item["language"] == "en" for item in package["CFItems"]) == 114
    assert sum(one["associationType"] == "isTranslationOf" for one in package["CFAssociations"]) > 228
    item = next(one for one in package["CFItems"] if one["humanCodingScheme"] == "BEH-001")
    assert get(f"/CFItems/{item['identifier']}").json() == item
    around = get(f"/CFItemAssociations/{item['identifier']}").json()
    assert around["CFItem"] == item and len(around["CFAssociations"]) == 3  # its parent and two translations
    one = around["CFAssociations"][0]
    assert get(f"/CFAssociations/{one['identifier']}").json() == one
    assert get(f"/CFDocuments/{kcm.uuid}").json() == package["CFDocument"]
    kind = package["CFDefinitions"]["CFItemTypes"][0]
    assert len(get(f"/CFItemTypes/{kind['identifier']}").json()["CFItemTypes"]) == 3
    concept = package["CFDefinitions"]["CFConcepts"][0]
    assert get(f"/CFConcepts/{concept['identifier']}").json() == {"CFConcepts": [concept]}
    with django_assert_max_num_queries(8):
        get(f"/CFPackages/{kcm.uuid}")


def test_lists_are_paged_sorted_filtered_and_cut_to_fields(cast, council, kcm, at):
    create_framework(actor=council.second.actor(at), owner_code="T-MOP", code="SECRET", name="A draft", at=at)
    Framework.objects.create(code="EMPTY", name="Nothing yet")
    response = get("/CFDocuments?limit=1&fields=title,identifier")
    assert response["X-Total-Count"] == "1"  # drafts are nobody's business
    assert response.json() == {"CFDocuments": [{"title": kcm.name, "identifier": str(kcm.uuid)}]}
    assert 'rel="last"' in get("/CFDocuments?limit=1&offset=1")["Link"]
    assert get("/CFDocuments?filter=title~'karma' AND language='en'&sort=title&orderBy=desc")["X-Total-Count"] == "1"
    assert get("/CFDocuments?filter=language='hi'").json() == {"CFDocuments": []}


@pytest.mark.parametrize(
    ("path", "status", "minor"),
    [
        (f"/CFItems/{NOBODY}", 404, "unknownobject"),
        ("/CFItems/nonsense", 404, "invaliduuid"),
        (f"/CFSubjects/{NOBODY}", 404, "unknownobject"),
        (f"/CFAssociationGroupings/{NOBODY}", 404, "unknownobject"),
        (f"/CFRubrics/{NOBODY}", 404, "unknownobject"),
        (f"/CFLicenses/{NOBODY}", 404, "unknownobject"),
        ("/CFDocuments?sort=colour", 400, "invalid_sort_field"),
        ("/CFDocuments?fields=colour", 400, "invalid_selection_field"),
        ("/CFDocuments?filter=title", 400, "invalid_selection_field"),
        ("/CFDocuments?limit=many", 400, "invalid_selection_field"),
    ],
)
def test_failures_say_what_is_wrong(db, path, status, minor):
    found = get(path, status).json()
    assert (found["imsx_codeMajor"], found["imsx_severity"]) == ("failure", "error")
    assert found["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == minor


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only_and_says_so_to_machines(db, method):
    """Not a page about a form's token, which a machine neither has nor understands."""
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{ROOT}/CFItems/{NOBODY}")
    assert (response.status_code, response["Content-Type"]) == (405, "application/json")
    assert response.json()["imsx_codeMajor"] == "failure"


def imported(council, actor, made, content, name, run_jobs, at):
    act = import_framework(actor=actor, framework=made.uuid, filename=name, content=content, at=at)
    run_jobs()
    bulk.approve(actor=actor, uuid=act.uuid, at=at)
    run_jobs()
    return bulk.access_act(actor, act.uuid)


def said(version_id: int, prefix: str) -> dict[str, Wording]:
    return {row.code.removeprefix(prefix): wording for row, wording in wordings(version_id).values()}


def test_a_package_comes_back_as_it_was_under_another_owner(council, kcm, run_jobs, frozen_time, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    at, rita = frozen_time, council.ministry_admin.actor(frozen_time)
    content = get(f"/CFPackages/{kcm.uuid}").content
    made = create_framework(actor=rita, owner_code="T-MOP", code="OUR", name="Ours", at=at)
    act = imported(council, rita, made, content, "kcm.json", run_jobs, at)
    assert (act.new_rows, act.error_rows, act.failed_rows, act.status) == (114, 0, 0, "done")
    assert said(made.draft_id, made.prefix) == said(latest_version(kcm.id), "")
    published = publish_version(actor=council.second.actor(at), framework=made.uuid, note="", at=at)
    assert published.competencies == 114
    again = json.loads(get(f"/CFPackages/{made.uuid}").content)
    assert len(again["CFItems"]) == len(json.loads(content)["CFItems"])
