import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.ingest.engine import formats
from karmayogi.ingest.engine.equality import same
from karmayogi.ingest.engine.facts import activities_in, agents_in
from karmayogi.ingest.engine.statements import Version, check
from tests.ingest import examples, strategies
from tests.ingest.examples import ACTIVITY, AGENT, BY_ACCOUNT, VALID


def test_ids_leave_only_identifiers():
    made = formats.ids(VALID["everything"])
    assert made["actor"] == {"objectType": "Agent", "mbox": "mailto:asha.verma@gov.example"}
    assert made["verb"] == {"id": examples.VERB["id"]}
    assert made["object"] == {"id": ACTIVITY["id"]}
    assert made["context"]["team"] == {
        "objectType": "Group",
        "member": [{"objectType": "Agent", "mbox": "mailto:asha.verma@gov.example"}, BY_ACCOUNT],
    }
    assert made["context"]["contextActivities"]["grouping"] == [{"id": "https://lms.gov.example/catalogue"}]
    assert made["authority"] == {"objectType": "Agent", "mbox": "mailto:asha.verma@gov.example"}
    assert made["result"] == examples.RESULT
    assert made["context"]["extensions"] == examples.CONTEXT["extensions"]


def test_ids_of_an_identified_group_leave_its_members_out():
    assert formats.ids(VALID["identified group"])["actor"] == {
        "objectType": "Group",
        "mbox": "mailto:batch7@gov.example",
    }


def test_canonical_has_the_definition_of_the_store_in_one_language():
    known = {"name": {"en": "Notes", "hi": "टिप्पण"}, "description": {"en": "E", "ur": "U"}}
    made = formats.canonical(VALID["everything"], ["hi-IN", "en"], {ACTIVITY["id"]: known}.get)
    assert made["object"]["definition"] == {"name": {"hi": "टिप्पण"}, "description": {"en": "E"}}
    assert made["verb"]["display"] == {"hi": "पूरा किया"}
    assert made["actor"] == AGENT
    assert made["context"]["team"] == examples.GROUP
    assert "definition" not in made["context"]["contextActivities"]["parent"][0]


def test_canonical_without_a_definition_in_the_store_has_that_of_the_statement():
    made = formats.canonical(VALID["everything"], ["en-IN"], lambda id: None)
    assert made["object"]["definition"]["name"] == {"en-IN": "Noting and drafting"}
    assert made["object"]["definition"]["extensions"] == ACTIVITY["definition"]["extensions"]


def test_canonical_chooses_the_language_of_choices():
    question = copy.deepcopy(VALID["choice"])
    question["object"]["definition"]["choices"][1]["description"] = {"en": "b", "hi": "ख"}
    made = formats.canonical(question, ["hi"], lambda id: None)
    assert made["object"]["definition"]["choices"][1] == {"id": "b", "description": {"hi": "ख"}}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([], "en-US"),
        (["fr"], "en-US"),
        (["*"], "en-US"),
        (["hi"], "hi"),
        (["HI-in"], "hi"),
        (["fr", "hi"], "hi"),
        (["en"], "en-US"),
        (["en-GB"], "en-GB"),
        (["en-AU"], "en-US"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["e"], "en-US"),
    ],
)
def test_one_language_is_chosen(wanted, found):
    words = {"en-US": "1", "hi": "2", "en-GB": "3", "zh-Hant": "4"}
    assert formats.choose(words, wanted) == {found: words[found]}


def test_without_a_language_of_the_reader_an_undetermined_one_comes_first():
    assert formats.choose({"en": "1", "und": "2"}, ["fr"]) == {"und": "2"}
    assert formats.choose({}, ["fr"]) == {}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, []),
        ("", []),
        ("hi", ["hi"]),
        ("en-GB;q=0.5, hi, ur;q=0.9", ["hi", "ur", "en-GB"]),
        ("en, hi", ["en", "hi"]),
        ("en;q=0, hi;q=0.001", ["hi"]),
        ("*", ["*"]),
        ("x y, ;, en;q=z, hi ; q=1.000", ["hi"]),
        ("en;q=9", []),
        ("e\x00n,हि", []),
    ],
)
def test_accept_language(header, found):
    assert formats.languages(header) == found


@settings(max_examples=25)
@given(strategies.statements(second=True), st.lists(strategies.tags, max_size=3), strategies.definitions)
def test_each_format_is_a_good_statement_about_the_same(statement, wanted, known):
    before = copy.deepcopy(statement)
    minimal = formats.ids(statement)
    canonical = formats.canonical(statement, wanted, lambda id: known)
    assert statement == before
    for made in (minimal, canonical):
        check(made, version=Version.V2)
        assert [one["id"] for one in activities_in(made)] == [one["id"] for one in activities_in(statement)]
    assert same(canonical, statement)
    assert formats.ids(canonical) == formats.ids(minimal) == minimal
    assert all("name" not in one for one in agents_in(minimal))
    for one in activities_in(canonical):
        assert len(one["definition"].get("name", {})) == min(1, len(known.get("name", {})))
