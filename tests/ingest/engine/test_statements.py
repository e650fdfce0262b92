import copy
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.ingest.engine import statements
from karmayogi.ingest.engine.statements import Invalid, Version, check, prepare
from tests.ingest import examples, strategies
from tests.ingest.breakers import BREAKERS, Breaker, together

BOTH = list(Version)
AUTHORITY = {"account": {"homePage": "https://lrs.example", "name": "key"}}
STORED = "2026-11-20T06:30:00.000Z"
ID = uuid.UUID("6690e6c9-3ef0-4ed3-8b37-7f3964730bee")


def prepared(statement, version=Version.V2):
    return prepare(statement, id=ID, stored=STORED, authority=AUTHORITY, version=version)


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("name", examples.VALID)
def test_good_statements_are_taken(name, version):
    check(examples.VALID[name], version=version)
    check(prepared(examples.VALID[name], version), version=version)


@pytest.mark.parametrize("name", examples.VALID_2)
def test_what_only_the_second_version_takes(name):
    check(examples.VALID_2[name], version=Version.V2)
    with pytest.raises(Invalid):
        check(examples.VALID_2[name], version=Version.V1)


@pytest.mark.parametrize("rows", together(), ids=lambda rows: rows[0].place)
def test_one_change_is_refused_and_its_place_is_named(rows: list[Breaker]):
    for row in rows:
        for version in row.versions:
            with pytest.raises(Invalid) as refusal:
                check(row.broken(), version=version)
            assert refusal.value.where.startswith("statement" + row.where), row
            assert refusal.value.why
            if row.in_a_sub:
                with pytest.raises(Invalid) as refusal:
                    check(row.broken_sub(), version=version)
                assert refusal.value.where.startswith("statement.object" + row.where), row


def test_the_rows_change_statements_that_were_good():
    """A row says nothing if what it changes was bad before, or if it changes nothing."""
    for breaker in BREAKERS:
        good = (examples.VALID | examples.VALID_2)[breaker.base]
        broken = breaker.broken()
        assert repr(broken) != repr(good), breaker


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("timestamp", ["2026-11-20T06:30:00Z", "2026-11-20T06:30:00.123456789Z", "2026-11-20T12:00:00+05:30"]),
        ("timestamp", ["2024-02-29T23:59:59-11:45", "2016-12-31T23:59:60Z", "1776-07-04T16:00:45.123Z"]),
        ("version", ["1.0", "1.0.0", "1.0.9", "1.0.3-rc.1"]),
        ("id", ["6690E6C9-3EF0-4ED3-8B37-7F3964730BEE", "12345678-1234-5678-1234-567812345678"]),
    ],
)
@pytest.mark.parametrize("version", BOTH)
def test_forms_that_are_good_in_both(path, values, version):
    for value in values:
        check({**examples.TYPICAL, path: value}, version=version)


def test_the_first_version_takes_every_common_form_of_iso_8601():
    for value in (
        "2026-11-20T06:30:00",
        "2026-11-20T06:30Z",
        "20261120T063000Z",
        "20261120T063000,5+0530",
        "2026-11-20T06:30:00.5+05",
    ):
        check({**examples.TYPICAL, "timestamp": value}, version=Version.V1)


def test_the_second_version_takes_statements_of_the_first_and_its_own():
    for value in ("1.0.0", "1.0.3", "2.0.0", "2.0", "2.0.1"):
        check({**examples.TYPICAL, "version": value}, version=Version.V2)


@pytest.mark.parametrize("value", [None, [], "x", 1, True, [examples.TYPICAL]])
def test_what_is_no_object_is_no_statement(value):
    with pytest.raises(Invalid, match="must be a statement") as refusal:
        check(value, version=Version.V1, where="statements[3]")
    assert refusal.value.where == "statements[3]"


def test_a_refusal_says_where_and_what_to_do():
    with pytest.raises(Invalid) as refusal:
        check({**examples.TYPICAL, "Actor": examples.AGENT}, version=Version.V2)
    assert str(refusal.value) == 'statement: a statement has no property "Actor"; write it "actor"'
    broken = copy.deepcopy(examples.VALID["choice"])
    broken["object"]["definition"]["choices"][1]["description"] = {"no language": "x"}
    with pytest.raises(Invalid) as refusal:
        check(broken, version=Version.V2)
    assert refusal.value.where == "statement.object.definition.choices[1].description"


def test_extensions_hold_any_json_also_null():
    for value in (None, {}, [], [None], {"a": {"b": [None, 1.5, "x"]}}, "", 0, False):
        check({**examples.TYPICAL, "result": {"extensions": {"https://a.example/x": value}}}, version=Version.V1)


def test_prepare_fills_what_the_store_gives():
    made = prepared(examples.VALID["smallest"], Version.V1)
    assert made["id"] == str(ID)
    assert made["stored"] == made["timestamp"] == STORED
    assert made["authority"] == AUTHORITY
    assert made["version"] == "1.0.0"
    assert prepared(examples.VALID["smallest"], Version.V2)["version"] == "2.0.0"


def test_prepare_keeps_what_came_and_replaces_what_only_the_store_knows():
    made = prepared(examples.VALID["everything"])
    assert made["timestamp"] == "2026-11-20T06:30:00.000Z"
    assert made["version"] == "1.0.3"
    assert made["stored"] == STORED
    assert made["authority"] == AUTHORITY


@pytest.mark.parametrize("name", examples.VALID | examples.VALID_2)
def test_prepare_makes_arrays_changes_nothing_given_and_is_done_after_once(name):
    given = copy.deepcopy((examples.VALID | examples.VALID_2)[name])
    made = prepared(given)
    assert given == (examples.VALID | examples.VALID_2)[name]
    assert prepared(made) == made
    for part in (made, made["object"]):
        for found in part.get("context", {}).get("contextActivities", {}).values():
            assert isinstance(found, list)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2026-11-20T12:00:00+05:30", "2026-11-20T06:30:00.000Z"),
        ("2026-11-20T12:00:00.1234567+05:30", "2026-11-20T06:30:00.123456Z"),
        ("2026-11-20 06:30:00.5+00:00", "2026-11-20T06:30:00.500Z"),
        ("2026-01-01t00:00:00z", "2026-01-01T00:00:00.000Z"),
        ("2025-12-31T20:00:00-05:00", "2026-01-01T01:00:00.000Z"),
        ("2026-11-20T06:30:00.123456789Z", "2026-11-20T06:30:00.123456789Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
        ("20261120T120000+0530", "2026-11-20T06:30:00.000Z"),
        ("2026-11-20T12:00:00", "2026-11-20T12:00:00"),
    ],
)
def test_timestamps_are_stored_in_utc(given, stored):
    """IEEE 4.2.7. One without an offset (1.0.3 takes it) stays: nobody knows where it was meant."""
    assert prepared({**examples.TYPICAL, "timestamp": given}, Version.V1)["timestamp"] == stored
    sub = {**examples.SUB, "timestamp": given}
    assert prepared({**examples.TYPICAL, "object": sub}, Version.V1)["object"]["timestamp"] == stored


def test_a_single_context_activity_becomes_an_array_of_one():
    made = prepared(examples.VALID["everything"])["context"]["contextActivities"]["grouping"]
    assert made == [examples.CONTEXT["contextActivities"]["grouping"]]


def test_the_parameter_agent_is_an_agent_or_an_identified_group():
    for good in (examples.AGENT, examples.BY_ACCOUNT, examples.IDENTIFIED_GROUP):
        statements.check_agent(good)
    for bad in (examples.GROUP, {}, None, "x", {"mbox": "x"}):
        with pytest.raises(Invalid) as refusal:
            statements.check_agent(bad)
        assert refusal.value.where.startswith("agent")


def spots(value):
    """Every place of a statement to which rules apply: (holder, key). Not what is inside extensions."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield value, key
            if key != "extensions":
                yield from spots(item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield value, index
            yield from spots(item)


def holders(value, key=""):
    """Every object with fixed properties: neither language maps nor extensions."""
    if isinstance(value, dict):
        yield value
        for name, item in value.items():
            if name not in ("extensions", "display", "description") and not (name == "name" and isinstance(item, dict)):
                yield from holders(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from holders(item, key)


def refused(statement):
    with pytest.raises(Invalid) as refusal:
        check(statement, version=Version.V2)
    assert refusal.value.where.startswith("statement")
    with pytest.raises(Invalid):
        check(statement, version=Version.V1)


@settings(max_examples=25)
@given(strategies.statements())
def test_made_up_statements_are_taken_by_both(statement):
    for version in BOTH:
        check(statement, version=version)
        check(prepared(statement, version), version=version)


@settings(max_examples=20)
@given(strategies.statements(second=True))
def test_made_up_statements_of_the_second_version(statement):
    check(statement, version=Version.V2)
    made = prepared(statement)
    check(made, version=Version.V2)
    assert prepared(made) == made


@settings(max_examples=20)
@given(strategies.statements(), st.data())
def test_null_anywhere_is_refused(statement, data):
    holder, key = data.draw(st.sampled_from(list(spots(statement))))
    holder[key] = None
    refused(statement)


@settings(max_examples=20)
@given(strategies.statements(), st.data())
def test_an_unknown_property_anywhere_is_refused(statement, data):
    holder = data.draw(st.sampled_from(list(holders(statement))))
    holder[data.draw(st.sampled_from(["x", "", "Id", "objecttype", "voided", "https://a.example/x"]))] = "x"
    refused(statement)


@settings(max_examples=20)
@given(strategies.statements(), st.data())
def test_a_name_in_another_case_is_refused(statement, data):
    holder = data.draw(st.sampled_from([one for one in holders(statement) if one]))
    key = data.draw(st.sampled_from(list(holder)))
    holder[key.upper()] = holder.pop(key)
    refused(statement)


@settings(max_examples=20)
@given(strategies.statements(), st.data())
def test_a_value_of_another_type_is_refused(statement, data):
    holder, key = data.draw(st.sampled_from(list(spots(statement))))
    others = [value for value in (1.5, True, "", [1], {"": 1}) if type(value) is not type(holder[key])]
    if type(holder[key]) is int:
        others.remove(1.5)
    holder[key] = data.draw(st.sampled_from(others))
    refused(statement)
