"""A framework of strangers says odd things in the place of texts and numbers: it is read as far as it can be kept."""

import copy
import datetime as dt
import json
import uuid

import pytest

from karmayogi.competencies.engine.governance.case_reader import read_package
from karmayogi.competencies.engine.governance.case_writer import Document, Entry, Package
from karmayogi.competencies.engine.governance.wording import Wording

NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
DOCUMENT = Document(
    uuid.UUID(int=1), "T", "Framework", "us", "us", "", "", "", "CC BY 4.0", "", "1", NOW, "https://us.example"
)
SAID = Wording(
    area="functional", theme_number=3, theme_en="Theme", name_en="Noting", name_hi="नोट", gloss_en="Writes notes",
    descriptors={1: ("Writes", "", "")},
)  # fmt: skip
WHOLE = json.loads(json.dumps(Package(DOCUMENT, [Entry(uuid.UUID(int=2), "F-1", SAID)]).whole()))


def changed(place: str, name: str, value: object) -> dict:
    package = copy.deepcopy(WHOLE)
    for one in package[place]:
        one[name] = value
    return package


def test_what_we_write_is_read_back():
    _title, [one] = read_package(WHOLE)
    assert (one.code, one.wording.name_en, one.wording.theme_number) == ("F-1", "Noting", 3)
    assert one.wording.descriptors == {1: ("Writes", "", "")}


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ("CFItems", "CFItemType", ["Competency"]),
        ("CFItems", "conceptKeywords", 5),
        ("CFItems", "humanCodingScheme", "²"),
        ("CFItems", "humanCodingScheme", "9" * 5000),
        ("CFAssociations", "sequenceNumber", "last"),
    ],
)
def test_no_value_in_the_wrong_place_ends_the_reading(place, name, value):
    assert read_package(changed(place, name, value))[1]


@pytest.mark.parametrize("score", [float("inf"), float("nan"), 9, True])
def test_a_level_is_one_of_five(score):
    package = copy.deepcopy(WHOLE)
    package["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"][0]["score"] = score
    [one] = read_package(package)[1]
    assert set(one.wording.descriptors) <= {1}


def test_concepts_without_a_name():
    package = copy.deepcopy(WHOLE) | {"CFDefinitions": {"CFConcepts": [{"title": ["group"], "hierarchyCode": "group"}]}}
    assert read_package(package)[1]


def test_what_no_database_can_hold_is_left_out():
    _title, found = read_package(changed("CFItems", "abbreviatedStatement", "No\0ting\ud800"))
    assert [one.wording.name_en for one in found] == ["Noting"]
