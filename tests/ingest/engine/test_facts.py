import datetime as dt
import uuid

import pytest
from hypothesis import given, settings

from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.facts import activities_in, agents_in, facts
from karmayogi.ingest.engine.statements import Version, prepare
from tests.ingest import examples, strategies
from tests.ingest.examples import (
    ACTIVITY,
    AGENT,
    BY_ACCOUNT,
    BY_OPENID,
    BY_SUM,
    GROUP,
    IDENTIFIED_GROUP,
    REF,
    VALID,
    VERB,
)

AUTHORITY = {"account": {"homePage": "https://lrs.example", "name": "key"}}
ID = uuid.UUID("6690e6c9-3ef0-4ed3-8b37-7f3964730bee")


def of(statement):
    made = prepare(statement, id=ID, stored="2026-11-20T06:30:01Z", authority=AUTHORITY, version=Version.V2)
    return facts(made)


def keys(*agents):
    return tuple(agent_key(one) for one in agents)


def test_a_typical_statement():
    found = of(examples.TYPICAL)
    assert found.id == ID
    assert found.verb == VERB["id"]
    assert (found.kind, found.activity) == ("Activity", ACTIVITY["id"])
    assert found.registration == uuid.UUID(examples.REGISTRATION)
    assert found.timestamp == dt.datetime(2026, 11, 20, 6, 30, 0, 123000, tzinfo=dt.UTC)
    assert found.stored == dt.datetime(2026, 11, 20, 6, 30, 1, tzinfo=dt.UTC)
    assert (found.voids, found.refers_to) == (None, None)
    assert found.agents == keys(examples.TYPICAL["actor"])
    assert found.related_agents == keys(examples.TYPICAL["actor"], AUTHORITY)
    assert found.related_activities == (
        ACTIVITY["id"],
        "https://lms.gov.example/programmes/induction",
        "https://w3id.org/xapi/cmi5/context/categories/cmi5",
    )
    assert found.attachments == ()


def test_agents_are_actor_and_object_with_the_members_of_groups():
    assert of({"actor": BY_SUM, "verb": VERB, "object": GROUP}).agents == keys(BY_SUM, AGENT, BY_ACCOUNT)
    assert of({"actor": IDENTIFIED_GROUP, "verb": VERB, "object": AGENT}).agents == keys(
        IDENTIFIED_GROUP, BY_SUM, AGENT
    )


def test_related_agents_stand_everywhere():
    context = {"instructor": BY_SUM, "team": IDENTIFIED_GROUP, "contextAgents": [examples.CONTEXT_AGENT]}
    context["contextGroups"] = [{"objectType": "contextGroup", "group": {"objectType": "Group", **BY_OPENID}}]
    sub = {**examples.SUB, "object": {**AGENT, "mbox": "mailto:c@d.example"}, "context": context}
    found = of({"actor": {"mbox": "mailto:a@b.example"}, "verb": VERB, "object": sub})
    assert found.agents == ("mbox:mailto:a@b.example",)
    assert set(found.related_agents) == {
        "mbox:mailto:a@b.example",
        "mbox:mailto:c@d.example",
        *keys(AGENT, BY_SUM, IDENTIFIED_GROUP, BY_ACCOUNT, BY_OPENID, AUTHORITY),
    }


def test_activities_of_a_sub_are_related_and_no_more():
    found = of(VALID["sub"])
    assert (found.kind, found.activity, found.registration) == ("SubStatement", None, None)
    assert set(found.related_activities) == {
        ACTIVITY["id"],
        "https://lms.gov.example/programmes/induction",
        "https://lms.gov.example/catalogue",
        "https://w3id.org/xapi/cmi5/context/categories/cmi5",
    }


def test_a_statement_that_voids_and_one_that_only_refers():
    assert of(VALID["voiding"]).voids == of(VALID["voiding"]).refers_to == uuid.UUID(REF["id"])
    assert of(VALID["about a statement"]).voids is None
    assert of(VALID["about a statement"]).refers_to == uuid.UUID(REF["id"])
    assert of(VALID["sub about a statement"]).refers_to is None


def test_hashes_of_attachments_once_in_lower_case():
    files = [
        examples.FILE,
        {**examples.FILE, "sha2": examples.FILE["sha2"].upper()},
        {**examples.FILE, "sha2": "B" * 64},
    ]
    assert of({**VALID["smallest"], "attachments": files}).attachments == (examples.FILE["sha2"], "b" * 64)
    sub = {**examples.SUB, "attachments": [examples.FILE]}
    assert of({**VALID["smallest"], "object": sub}).attachments == (examples.FILE["sha2"],)


def test_facts_do_not_change():
    with pytest.raises(AttributeError):
        of(examples.TYPICAL).verb = "x"


@settings(max_examples=25)
@given(strategies.statements(second=True))
def test_what_is_narrow_is_in_what_is_wide(statement):
    found = of(statement)
    assert set(found.agents) <= set(found.related_agents)
    assert found.activity is None or found.activity in found.related_activities
    assert agent_key(AUTHORITY) in found.related_agents
    for several in (found.agents, found.related_agents, found.related_activities, found.attachments):
        assert len(set(several)) == len(several)
    made = prepare(statement, id=ID, stored="2026-11-20T06:30:01Z", authority=AUTHORITY, version=Version.V2)
    assert {agent_key(one) for one in agents_in(made)} == set(found.related_agents)
    assert {one["id"] for one in activities_in(made)} == set(found.related_activities)
