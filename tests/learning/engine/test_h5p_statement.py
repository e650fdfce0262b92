"""What is taken over from a statement of an exercise, and what is ours to say."""

import json
import uuid

import hypothesis
import pytest
from hypothesis import strategies as st

from karmayogi.ingest.engine.statements import check
from karmayogi.ingest.types import Version
from karmayogi.learning.engine import naming
from karmayogi.learning.engine.h5p_statement import Where, ended, statement

VERBS = "http://adlnet.gov/expapi/verbs/"
PART = "https://k.example/learning/parts/1"
WHERE = Where(
    naming.learner("https://k.example", "p1"), uuid.UUID(int=7), PART, "https://k.example/learning/courses/1/"
)
KEY = uuid.UUID(int=9)


def told(**changes):
    return {
        "actor": {"mbox": "mailto:somebody.else@example.org"},
        "verb": {"id": f"{VERBS}answered"},
        "object": {"id": "http://content.example/a/1", "definition": {"interactionType": "choice"}},
        "result": {"score": {"min": 0, "raw": 1, "max": 2, "scaled": 7}, "completion": True},
    } | changes


def test_who_and_where_are_ours_to_say():
    made = statement(told(), WHERE, KEY)
    assert made["actor"]["account"] == {"homePage": "https://k.example/", "name": "p1"}
    assert made["object"]["id"] == PART
    assert made["context"]["registration"] == str(uuid.UUID(int=7))
    assert made["result"]["score"] == {"min": 0, "max": 2, "raw": 1, "scaled": 0.5}


def test_an_exercise_inside_is_a_thing_of_its_own_and_ends_nothing():
    inner = told(object={"id": "http://content.example/a/1?subContentId=ab-1"})
    assert statement(inner, WHERE, KEY)["object"]["id"] == f"{PART}?subContentId=ab-1"
    assert statement(inner, WHERE, KEY)["context"]["contextActivities"]["parent"] == [{"id": PART}]
    assert ended(inner) is None


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({}, 50),
        ({"verb": {"id": f"{VERBS}completed"}, "result": {"completion": True}}, None),
        ({"verb": {"id": f"{VERBS}passed"}}, 50),
    ],
)
def test_gone_through(changes, score):
    found = ended(told(**changes))
    assert found is not None
    assert found.score == score


@pytest.mark.parametrize(
    "changes",
    [
        {"verb": {"id": f"{VERBS}interacted"}},
        {"verb": {}},
        {"result": {}},
        {"result": {"completion": False}},
        {"object": {"id": "http://x/?subContentId=<b>"}},
        {"object": {"id": "http://[bad"}},
    ],
)
def test_not_gone_through(changes):
    assert ended(told(**changes)) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
FIELDS = {
    "verb": st.fixed_dictionaries({"id": st.just(f"{VERBS}answered") | JSON}) | JSON,
    "result": st.fixed_dictionaries(
        dict.fromkeys(("score", "response", "duration", "success", "completion"), JSON)
    )
    | st.fixed_dictionaries({"score": st.fixed_dictionaries({"min": JSON, "max": JSON, "raw": JSON})})
    | JSON,
    "object": st.fixed_dictionaries(
        {
            "id": JSON,
            "definition": st.fixed_dictionaries(
                {"interactionType": st.sampled_from(["choice", "matching", "likert", "other"])}
                | {name: st.lists(st.fixed_dictionaries({"id": JSON, "description": JSON}), max_size=3) | JSON
                   for name in ("choices", "source", "target", "scale")}
                | {"correctResponsesPattern": JSON, "name": JSON, "type": JSON}
            ),
        }
    )
    | JSON,
    "context": JSON,
}  # fmt: skip


@hypothesis.settings(max_examples=40)
@hypothesis.given(st.fixed_dictionaries(FIELDS))
def test_whatever_an_exercise_says_the_store_takes_what_is_made_of_it(said):
    ended(said)
    made = statement(said, WHERE, KEY)
    if made is not None:
        check(json.loads(json.dumps(made)), version=Version.V1)
