import copy
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.ingest.engine.equality import same
from karmayogi.ingest.engine.statements import Version, prepare
from tests.ingest import examples, strategies
from tests.ingest.examples import ACTIVITY, AGENT, BY_ACCOUNT, BY_SUM, REF, SUB, TYPICAL, VALID


def changed(base, path, value):
    made = copy.deepcopy(base)
    *before, last = path.split(".")
    here = made
    for step in before:
        here = here[step]
    here[last] = value
    return made


SAME = [
    (TYPICAL, "stored", "2026-01-01T00:00:00Z"),
    (TYPICAL, "authority", BY_SUM),
    (TYPICAL, "version", "1.0.2"),
    (TYPICAL, "attachments", [examples.FILE]),
    (TYPICAL, "verb.display", {"fr": "autre"}),
    (TYPICAL, "object.definition", {"name": {"fr": "autre"}}),
    (TYPICAL, "id", "12345678-1234-5678-1234-567812345678"),
    (TYPICAL, "timestamp", "2026-11-20T12:00:00Z"),
    (VALID["everything"], "result.duration", "PT1H12M30.5S"),
    (changed(TYPICAL, "result.duration", "PT1.50S"), "result.duration", "PT1.509S"),
    (VALID["sub"], "object.timestamp", "2026-11-20T06:30:00.0009Z"),
    (TYPICAL, "actor", {"account": TYPICAL["actor"]["account"]}),
    (TYPICAL, "context.registration", examples.REGISTRATION.upper()),
    (TYPICAL, "context.language", "HI"),
    (TYPICAL, "result.score.raw", 85),
    (TYPICAL, "context.contextActivities.parent", TYPICAL["context"]["contextActivities"]["parent"][0]),
    (VALID["group"], "actor.member", [BY_ACCOUNT, AGENT]),
    (VALID["group"], "actor.member", [BY_ACCOUNT, {name: AGENT[name] for name in ("mbox", "name")}]),
    (VALID["smallest"], "actor.mbox", "mailto:a@B.EXAMPLE"),
    (VALID["smallest"], "object.objectType", "Activity"),
    (VALID["by sum"], "actor.mbox_sha1sum", BY_SUM["mbox_sha1sum"].upper()),
    (VALID["about a statement"], "object.id", REF["id"].upper()),
    (VALID["sub"], "object.verb.display", {}),
    (VALID["sub"], "object.object.definition", {}),
    (VALID["sub"], "object.timestamp", "2026-11-20T12:00:00+05:30"),
]
OTHER = [
    (TYPICAL, "actor", AGENT),
    (changed(TYPICAL, "result.duration", "PT1.50S"), "result.duration", "PT1.51S"),
    (TYPICAL, "actor.name", "x"),
    (TYPICAL, "verb.id", "urn:x"),
    (TYPICAL, "object.id", "urn:x"),
    (TYPICAL, "result.success", False),
    (TYPICAL, "result.duration", "PT72M30S"),
    (TYPICAL, "result.score.raw", 84),
    (TYPICAL, "result.response", ""),
    (TYPICAL, "context.language", "en"),
    (TYPICAL, "context.platform", "x"),
    (TYPICAL, "context.statement", REF),
    (TYPICAL, "context.extensions", {"urn:x": 1}),
    (TYPICAL, "context.contextActivities.parent", []),
    (TYPICAL, "context.instructor", AGENT),
    (VALID["group"], "actor.member", [AGENT]),
    (VALID["group"], "actor.member", [AGENT, AGENT]),
    (VALID["group"], "actor.name", "Batch 8"),
    (VALID["identified group"], "actor.member", []),
    (VALID["smallest"], "actor.mbox", "mailto:A@b.example"),
    (VALID["about an agent"], "object.name", "x"),
    (VALID["about a statement"], "object.id", examples.REGISTRATION),
    (VALID["sub"], "object.object.id", "urn:x"),
    (VALID["sub"], "object.timestamp", "2026-11-20T06:30:01Z"),
    (VALID["sub"], "object.result.completion", False),
    (VALID["sub"], "object", ACTIVITY),
    (VALID["sub"], "object", SUB),
]


@pytest.mark.parametrize("row", SAME, ids=lambda row: f"{row[1]} {str(row[2])[:30]}")
def test_differences_that_do_not_count(row):
    assert same(row[0], changed(*row))
    assert same(changed(*row), row[0])


@pytest.mark.parametrize("row", OTHER, ids=lambda row: f"{row[1]} {str(row[2])[:30]}")
def test_differences_that_count(row):
    assert not same(row[0], changed(*row))
    assert not same(changed(*row), row[0])


def test_true_is_not_one_and_one_is_one_point_nought():
    def with_value(value):
        return {**TYPICAL, "result": {"extensions": {"urn:x": [value]}}}

    assert not same(with_value(True), with_value(1))
    assert not same(with_value(False), with_value(0))
    assert not same(with_value(None), with_value(False))
    assert same(with_value(1), with_value(1.0))


def test_no_id_and_no_timestamp_are_no_difference():
    without = {name: value for name, value in TYPICAL.items() if name not in ("id", "timestamp")}
    assert same(TYPICAL, without)
    assert same(without, TYPICAL)


@settings(max_examples=20)
@given(strategies.statements(second=True), strategies.statements(second=True))
def test_every_statement_is_the_same_as_itself_and_both_ways(a, b):
    assert same(a, a)
    assert same(a, copy.deepcopy(a))
    assert same(a, b) == same(b, a)


@settings(max_examples=20)
@given(strategies.statements(second=True))
def test_what_is_stored_is_the_same_as_what_was_sent(statement):
    id = uuid.UUID(statement["id"]) if "id" in statement else uuid.UUID(int=7)
    stored = prepare(statement, id=id, stored="2026-11-20T06:30:00Z", authority=BY_ACCOUNT, version=Version.V2)
    assert same(statement, stored)


@settings(max_examples=20)
@given(strategies.statements(), st.sampled_from(["actor", "verb", "object"]), strategies.iris)
def test_a_change_of_who_did_what_counts(statement, part, iri):
    other = {
        "actor": {"account": {"homePage": iri, "name": "nobody else has this name"}},
        "verb": {"id": iri + "/another"},
        "object": {"id": iri + "/another"},
    }[part]
    assert not same(statement, {**statement, part: other})
