"""A programme and an event as files: what goes out comes in equal, through the workshop, where others review it."""

import datetime as dt
import json

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.learning import api
from karmayogi.learning.actions.audience import invite
from karmayogi.learning.actions.exchange.begin_collection import begin_collection
from karmayogi.learning.actions.exchange.export_collection import export_collection
from karmayogi.learning.engine.exchange import collection
from karmayogi.learning.models import Draft
from karmayogi.learning.types import GatheringTimes
from tests.learning.actions.collections.conftest import no_structures as no_structures  # a fixture
from tests.learning.actions.collections.conftest import programme as programme
from tests.learning.actions.collections.conftest import step
from tests.learning.actions.collections.conftest import three as three
from tests.learning.conftest import SETUP


def taken(who, course, at):
    return export_collection(actor=who.actor(at), course_uuid=course, at=at)[1]


def begun(studio, content):
    return begin_collection(
        actor=studio.author.actor(studio.at), provider=studio.institute, content=content, at=studio.at
    )


def said(content):
    """All but whose it is."""
    found = json.loads(content)
    assert found.pop("code") and found.pop("provider")
    return found


def changed(content, **more):
    return json.dumps(json.loads(content) | more).encode()


@pytest.fixture
def elsewhere(cast):
    """Publishes in another ministry, and looks after none of this."""
    cast.grant(cast.outsider, Role.CONTENT_PUBLISHER, cast.other_ministry)
    return cast.outsider


def test_a_programme_comes_in_equal(studio, programme, at):
    whole = step(
        "T-A", step("T-B", step("T-C", title="Deep"), rule="at_least", needed=1, title="Choose"), rule="in_order"
    )
    made = programme(whole, counts_prior=False, licence="CC BY 4.0", summaries={"en": "Both.", "hi": "दोनों।"})
    content = taken(studio.publisher, made.uuid, at)
    draft = begun(studio, content)
    again = studio.published(draft)
    assert again != made.uuid
    found = taken(studio.publisher, again, at)
    assert said(found) == said(content)
    assert said(content)["whole"]["steps"][1]["needed"] == 1 and said(content)["titles"]["hi"] == "कार्यक्रम"


def test_an_event_comes_in_equal_and_its_link_goes_with_whoever_looks_after_it(studio, kcm, elsewhere, at):
    when = GatheringTimes(
        at + dt.timedelta(days=9), at + dt.timedelta(days=9, hours=2), "Hall 2", "https://meet.example.in/x",
        "A speaker", 40, "formal",
    )  # fmt: skip
    made = api.publish_event(
        agent=SETUP, code="T-EV", provider="Institute of Rules", titles={"en": "A talk", "ur": "گفتگو"},
        summaries={"en": "Listen.", "ur": "سنیں۔"}, gathering=when, competencies=[("FUN-095", 2)],
        mode="classroom", at=at,
    )  # fmt: skip
    content = taken(studio.publisher, made.uuid, at)
    assert "meet.example.in" in content.decode()
    assert said(taken(studio.publisher, studio.published(begun(studio, content)), at)) == said(content)
    assert "meet.example.in" not in taken(elsewhere, made.uuid, at).decode()


def test_what_json_spells_out_and_no_column_holds_is_left_out(studio, programme, kcm, at):
    content = taken(studio.publisher, programme().uuid, at)
    draft = begun(studio, changed(content, titles={"en": "A\0 programme"}, licence="CC\0"))
    assert Draft.objects.get(uuid=draft).licence == "CC"
    event = {"starts_at": "0001-01-01T00:00:00+14:00", "ends_at": "0001-01-01T01:00:00+14:00"}
    with pytest.raises(Refused, match="not written as its format asks"):
        begun(studio, changed(content, whole=None, gathering=event))


def test_what_a_file_may_not_say_begins_nothing(studio, programme, at):
    content = taken(studio.publisher, programme().uuid, at)
    for hostile in (
        b"", b"\xff", b"[]", b'{"a":' * 100_000, content[:-9], changed(content, form="x"), changed(content, version=2),
        changed(content, whole=None), changed(content, titles={"hi": "x"}), b" " * 1_100_000,
        changed(content, whole={"rule": "none", "steps": []}),
        changed(content, competencies=[["FUN-095", 2]] * 101),
        changed(content, competencies=[["NO-1", 2]]),
        changed(content, whole=msgspec.to_builtins(step("T-A", "T-A"))),
        changed(content, whole=msgspec.to_builtins(step(step(step(step(step("T-A"))))))),
    ):  # fmt: skip
        with pytest.raises(Refused):
            begun(studio, hostile)
    with pytest.raises(Refused, match="no published course T-GONE"):
        begun(studio, content.replace(b"T-B", b"T-GONE"))
    assert not Draft.objects.exists()
    with pytest.raises(NotFound):
        begin_collection(actor=studio.neighbour.actor(at), provider=studio.institute, content=content, at=at)


def test_who_takes_along_and_what_they_do_not_find(studio, programme, three, licensed, elsewhere, cast, at):
    made = programme()
    with pytest.raises(NotFound):
        taken(cast.learner, made.uuid, at)
    with pytest.raises(NotFound):
        taken(studio.publisher, three["T-A"].uuid, at)
    assert taken(elsewhere, made.uuid, at)
    invite.set_audience(actor=cast.publisher.actor(at), course=three["T-A"].uuid, audience="invited", at=at)
    with pytest.raises(Refused, match="by invitation"):
        taken(elsewhere, made.uuid, at)


def test_on_the_pages(studio, programme, client, settings, at):
    made = programme()

    def as_(player):
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    address = f"/learning/courses/{made.uuid}/whole.json"
    with clock.frozen(at):
        assert address in as_(studio.publisher).get(f"/learning/programmes/{made.uuid}/").content.decode()
        answer = client.get(address)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="t-p.json"'
        file = SimpleUploadedFile("t-p.json", answer.content)
        sent = {"act": "file", "provider": str(studio.institute), "file": file}
        done = as_(studio.author).post("/learning/authoring/new/", sent)
        assert done.status_code == 302 and str(Draft.objects.get().uuid) in done.url
        wrong = as_(studio.author).post("/learning/authoring/new/", sent | {"file": SimpleUploadedFile("a", b"{}")})
    assert wrong.status_code == 422 and "not written as its format asks" in wrong.content.decode()
    assert collection.read(answer.content).code == "T-P"
