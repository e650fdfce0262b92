import copy

from hypothesis import given, settings

from karmayogi.ingest.engine.activities import definition, merge_definition
from tests.ingest import strategies


def test_maps_gain_entries_and_the_later_one_counts():
    old = {"name": {"en": "Old", "hi": "पुराना"}, "extensions": {"urn:a": 1, "urn:b": {"x": 1}}, "type": "urn:old"}
    new = {
        "name": {"en": "New", "ur": "نیا"},
        "extensions": {"urn:b": {"y": 2}},
        "type": "urn:new",
        "moreInfo": "urn:m",
    }
    assert merge_definition(old, new) == {
        "name": {"en": "New", "hi": "पुराना", "ur": "نیا"},
        "extensions": {"urn:a": 1, "urn:b": {"y": 2}},
        "type": "urn:new",
        "moreInfo": "urn:m",
    }


def test_a_question_replaces_the_question_before():
    old = {"interactionType": "choice", "choices": [{"id": "a"}], "correctResponsesPattern": ["a"], "name": {"en": "Q"}}
    new = {"interactionType": "likert", "scale": [{"id": "1"}]}
    assert merge_definition(old, new) == {"name": {"en": "Q"}, "interactionType": "likert", "scale": [{"id": "1"}]}


def test_the_first_definition_is_taken_as_it_is():
    assert merge_definition(None, {"name": {"en": "A"}}) == {"name": {"en": "A"}}


@settings(max_examples=20)
@given(strategies.definitions, strategies.definitions)
def test_a_merged_definition_is_good_holds_the_new_one_and_changes_neither(old, new):
    before = copy.deepcopy((old, new))
    merged = merge_definition(old, new)
    definition(merged)
    assert (old, new) == before
    assert merge_definition(merged, new) == merged
    assert set(merged) >= set(new)
    for name in ("name", "description", "extensions"):
        assert set(merged.get(name, {})) == set(old.get(name, {})) | set(new.get(name, {}))
