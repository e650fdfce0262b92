"""Independent clients speak to the product on a port: Rustici's TinCanPython, and @xapi/xapi of the npm registry."""

import uuid
from pathlib import Path

import pytest
from tincan import Activity, ActivityDefinition, Agent, RemoteLRS, StateDocument, Statement, Verb
from tincan.documents import ActivityProfileDocument, AgentProfileDocument

from tests.ingest.conftest import speaker
from tests.judges import ask, installed
from tests.server import serving


@pytest.fixture
def remote(committed_db, settings):
    issued = speaker().issued
    with serving(settings) as origin:
        yield RemoteLRS(endpoint=f"{origin}/xapi/", username=issued.key, password=issued.secret, version="1.0.1")


ASHA = Agent(name="Asha", mbox="mailto:asha@gov.example")
COURSE = Activity(id="http://example.org/course", definition=ActivityDefinition(name={"en": "Course"}))


def statement() -> Statement:
    return Statement(
        id=str(uuid.uuid4()), actor=ASHA, verb=Verb(id="http://example.org/v", display={"en": "did"}), object=COURSE
    )


def test_it_stores_and_finds_statements(remote):
    assert remote.about().success
    one, more = statement(), [statement() for _ in range(5)]
    assert remote.save_statement(one).success
    assert remote.save_statements(more).success
    got = remote.retrieve_statement(str(one.id))
    assert got.success
    assert str(got.content.id) == str(one.id)
    assert got.content.verb.display == {"en": "did"}
    seen = []
    answer = remote.query_statements({"agent": ASHA, "verb": one.verb, "activity": COURSE, "limit": 4})
    while True:
        assert answer.success, answer.data
        seen += [str(found.id) for found in answer.content.statements]
        if not answer.content.more:
            break
        answer = remote.more_statements(answer.content.more)
    assert sorted(seen) == sorted(str(found.id) for found in [one, *more])
    assert remote.retrieve_voided_statement(str(one.id)).response.status == 404


def test_it_keeps_documents(remote):
    state = StateDocument(id="s", activity=COURSE, agent=ASHA, content="any text", content_type="text/plain")
    assert remote.save_state(state).success
    got = remote.retrieve_state(COURSE, ASHA, "s")
    assert bytes(got.content.content) == b"any text"
    assert remote.retrieve_state_ids(COURSE, ASHA).content == ["s"]
    assert remote.delete_state(state).success
    assert remote.retrieve_state_ids(COURSE, ASHA).content == []
    for document, save, fetch in (
        (
            ActivityProfileDocument(id="p", activity=COURSE, content='{"a": 1}', content_type="application/json"),
            remote.save_activity_profile, lambda: remote.retrieve_activity_profile(COURSE, "p"),
        ),
        (
            AgentProfileDocument(id="p", agent=ASHA, content='{"a": 1}', content_type="application/json"),
            remote.save_agent_profile, lambda: remote.retrieve_agent_profile(ASHA, "p"),
        ),
    ):  # fmt: skip
        assert save(document).success
        assert bytes(fetch().content.content) == b'{"a": 1}'
        assert save(document).response.status == 409  # it does not say which version it replaces


def test_a_client_of_the_web_finds_again_what_it_sent(committed_db, settings):
    home = installed(Path(__file__).resolve().parent.parent / "judges")
    issued = speaker().issued
    with serving(settings) as origin:
        found = ask(
            home, "xapi.mjs",
            {"endpoint": f"{origin}/xapi/", "key": issued.key, "secret": issued.secret, "wrong": "x" + issued.secret},
        )  # fmt: skip
    sent = found.pop("sent")
    assert len(set(sent)) == 5
    assert found.pop("listed") == sent
    assert found.pop("voided") == sent[0]
    assert "1.0.3" in found.pop("versions")
    assert found == {
        "read": {"en": "did"}, "afterVoiding": 404, "attached": True, "state": {"page": 4}, "states": ["place"],
        "stateGone": 404, "profile": {"level": 2}, "changed": 204, "stale": 412, "own": {"language": "ur"},
        "person": ["Asha"], "activity": "पाठ्यक्रम", "wrong": 400, "stranger": 401,
    }  # fmt: skip
