"""Every answer of a query is what a plain reading of all statements gives."""

import dataclasses
import random
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from karmayogi.ingest.actions.settle_keys import settle_keys
from karmayogi.ingest.actions.store import Source, store
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.engine.facts import facts
from karmayogi.ingest.queries.after import statements_after
from karmayogi.ingest.queries.find import Ask, find, one
from karmayogi.ingest.types import Version
from karmayogi.kernel import rows

AGENTS = [{"mbox": f"mailto:{name}@gov.example"} for name in ("asha", "bala")]
GROUP = {"objectType": "Group", "member": AGENTS}
VERBS = [f"http://example.org/verbs/{name}" for name in ("did", "passed")]
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ACTIVITIES = [f"http://example.org/courses/{name}" for name in ("one", "two")]
REGISTRATIONS = [uuid.UUID(int=1), uuid.UUID(int=2)]
IDS = [uuid.UUID(int=100 + place) for place in range(8)]
AUTHORITIES = [{"mbox": "mailto:lms@gov.example"}, AGENTS[0]]

_references = st.sampled_from(IDS).map(lambda id: {"objectType": "StatementRef", "id": str(id)})
_plain = st.sampled_from([*[{"id": id} for id in ACTIVITIES], {**AGENTS[1], "objectType": "Agent"}])
_context = st.fixed_dictionaries(
    {},
    optional={
        "registration": st.sampled_from(REGISTRATIONS).map(str),
        "instructor": st.sampled_from([*AGENTS, GROUP]),
        "contextActivities": st.sampled_from(ACTIVITIES).map(lambda id: {"parent": [{"id": id}]}),
    },
)
_actor = st.sampled_from([*AGENTS, GROUP])
_statement = st.one_of(
    st.fixed_dictionaries({"actor": _actor, "verb": st.sampled_from(VERBS), "object": _plain, "context": _context}),
    st.fixed_dictionaries({"actor": _actor, "verb": st.sampled_from(VERBS), "object": _references}),
    st.fixed_dictionaries({"actor": _actor, "verb": st.just(VOIDED), "object": _references}),
).map(lambda one: {**one, "verb": {"id": one["verb"]}})
_batches = st.permutations(IDS).flatmap(
    lambda ids: st.lists(_statement, min_size=2, max_size=8).map(
        lambda found: [{**one, "id": str(id)} for one, id in zip(found, ids, strict=False)]
    )
)
_ask = st.builds(
    Ask,
    agent=st.none() | st.sampled_from(AGENTS).map(agent_key),
    related_agents=st.booleans(),
    verb=st.none() | st.sampled_from([*VERBS, VOIDED]),
    activity=st.none() | st.sampled_from(ACTIVITIES),
    related_activities=st.booleans(),
    registration=st.none() | st.sampled_from(REGISTRATIONS),
    ascending=st.booleans(),
    limit=st.integers(1, 9),
)


def meets(ask, statement, by_id, met):
    """Each condition, by the statement itself or by one that it refers to, however far."""
    chain, id = [], statement["id"]
    while id in by_id and id not in [seen["id"] for seen in chain]:
        chain.append(by_id[id])
        id = str(facts(by_id[id]).refers_to)
    return all(any(met(facts(link)) for link in chain) for met in met)


def conditions(ask):
    found = []
    if ask.agent is not None:
        found.append(lambda one: ask.agent in (one.related_agents if ask.related_agents else one.agents))
    if ask.verb is not None:
        found.append(lambda one: ask.verb == one.verb)
    if ask.activity is not None:
        found.append(
            lambda one: (
                ask.activity in one.related_activities if ask.related_activities else ask.activity == one.activity
            )
        )
    if ask.registration is not None:
        found.append(lambda one: ask.registration == one.registration)
    return found


def plainly(ask, stored):
    """Ids in the order asked for. stored: statements, the oldest first."""
    by_id = {one["id"]: one for one in stored}
    voided = {str(facts(one).voids) for one in stored}
    found = [
        one["id"]
        for one in stored
        if meets(ask, one, by_id, conditions(ask)) and (one["id"] not in voided or facts(one).voids)
    ]
    return found if ask.ascending else found[::-1]


class Questions(TestCase):
    @settings(max_examples=40)
    @given(batch=_batches, cuts=st.integers(1, 7), asks=st.lists(_ask, min_size=4, max_size=8), who=st.booleans())
    def test_a_query_finds_what_a_plain_reading_finds(self, batch, cuts, asks, who):
        source = Source(authority=AUTHORITIES[who])
        for part in (batch[:cuts], batch[cuts:]):
            store(part, source=source, version=Version.V1)
            if who:
                time.sleep(0.005)
                settle_keys()
        time.sleep(0.005)  # of the present millisecond more could come: it is not complete yet
        stored = [decode(one.body) for one in statements_after(0, 100)]
        assert {one["id"] for one in stored} == {one["id"] for one in batch}
        for ask in asks:
            assert walk(ask) == plainly(ask, stored), ask
        rows.run("set local session_replication_role = replica")
        rows.run("delete from ingest_statement")
        rows.run("delete from ingest_key")
        rows.run("delete from ingest_freshkey")
        rows.run("set local session_replication_role = origin")


def walk(ask: Ask) -> list[str]:
    """All pages."""
    found: list[str] = []
    for _page in range(20):
        page = find(ask)
        found += [decode(row.body)["id"] for row in page.found]
        if page.more is None:
            return found
        ask = dataclasses.replace(ask, **{"after" if ask.ascending else "before": page.more})
    raise AssertionError("the pages do not end")


def made(**changes):
    return {
        "id": str(uuid.uuid4()),
        "actor": AGENTS[0],
        "verb": {"id": VERBS[0]},
        "object": {"id": ACTIVITIES[0]},
        **changes,
    }


@pytest.mark.parametrize("ascending", [True, False])
def test_pages_are_whole_and_without_repeats_while_writers_append(db, ascending):
    source = Source(authority=AUTHORITIES[0])
    before = [made() for _ in range(30)]
    store(before, source=source, version=Version.V1)
    ask, seen = Ask(verb=VERBS[0], limit=4, ascending=ascending), []
    for _page in range(100):
        page = find(ask)
        seen += [decode(row.body)["id"] for row in page.found]
        if page.more is None:
            break
        if len(seen) < 60:
            store([made() for _ in range(random.randint(1, 3))], source=source, version=Version.V1)  # noqa: S311
        ask = dataclasses.replace(ask, **{"after" if ascending else "before": page.more})
    assert len(seen) == len(set(seen))
    assert {one["id"] for one in before} <= set(seen)


def test_one_is_found_voided_or_not(db):
    statement = made()
    store([statement], source=Source(authority=AUTHORITIES[0]), version=Version.V1)
    assert one(uuid.UUID(statement["id"])).voided is False
    assert one(uuid.uuid4()) is None
