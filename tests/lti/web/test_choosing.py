"""Content chosen in the tool becomes parts of a draft, once, and only for the author who asked."""

import datetime as dt

import jwt
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem as PyLine

from karmayogi.kernel import clock, rows
from karmayogi.learning import api as learning
from karmayogi.learning.actions.authoring import write
from karmayogi.learning.actions.authoring.begin import begin_version
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.lti.actions import fetch
from karmayogi.lti.actions.launch import choosable
from karmayogi.lti.models import LineItem, Link, Offer
from tests.learning.studio import Studio
from tests.lti.conftest import browser
from tests.lti.pytool import PEM, Form

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


@pytest.fixture
def studio(desk, now):
    return Studio(desk.cast, now)


@pytest.fixture
def draft(studio):
    return studio.begin()


@pytest.fixture
def author(desk, studio, draft, now):
    client = browser(studio.author, now)
    client.post(f"/lti/drafts/{draft}/", {"act": "agree", "deployment": str(desk.deployment.uuid)})
    return client


def begun(desk, author, draft):
    """The deep linking launch as the tool got it, judged by PyLTI1p3."""
    answer = author.get(f"/lti/drafts/{draft}/begin/{desk.deployment.uuid}/")
    form = desk.posted(author, desk.py.login(answer["Location"]))
    assert form.action == desk.py.deep_url
    return desk.py.launch(form.fields)


def resources():
    one = DeepLinkResource().set_url("https://tool.example.org/x/1").set_title("First exercise")
    one.set_custom_params({"exercise": "1"}).set_lineitem(PyLine().set_score_maximum(40).set_label("Ex").set_tag("e1"))
    elsewhere = DeepLinkResource().set_url("https://evil.example.org/").set_title("Elsewhere")
    return [one, DeepLinkResource().set_url("https://tool.example.org/x/2").set_title("Second"), elsewhere]


def test_what_the_tool_offers_becomes_parts_when_the_author_says_so(desk, author, draft, studio):
    launch = begun(desk, author, draft)
    assert launch.is_deep_link_launch() and not launch.check_student_access()
    form = Form(launch.get_deep_link().output_response_form(resources()))
    assert form.action == f"{desk.py.origin}/lti/deep-links/"
    answer = Client().post("/lti/deep-links/", form.fields)  # another site's form carries no session of ours
    assert answer.status_code == 302
    page = author.get(answer["Location"]).content.decode()
    assert "First exercise" in page and "Elsewhere" not in page
    author.post(answer["Location"], {"item": ["0", "1"], "minutes": "25", "completes": "grade"})
    author.post(answer["Location"], {"item": ["0", "1"], "minutes": "25", "completes": "grade"})
    said = draft_said(studio.id(draft))
    assert [(part.kind, part.title("en"), part.minutes) for part in said.parts] == [
        ("lti", "First exercise", 25), ("lti", "Second", 25)
    ]  # fmt: skip
    link = Link.objects.get(uuid=said.parts[0].link)
    assert (link.url, link.custom) == ("https://tool.example.org/x/1", {"exercise": "1"})
    assert (LineItem.objects.get(link=link).score_maximum, LineItem.objects.get(link=link).tag) == (40, "e1")
    assert Client().post("/lti/deep-links/", form.fields).status_code == 400


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": "tool-x"}, "iss"), ({"aud": "https://evil.example.org"}, "aud"), ({"exp": 5}, "expired"),
        ({"nonce": ""}, "nonce"), ({f"{CLAIM}message_type": "LtiResourceLinkRequest"}, "message_type"),
        ({f"{CLAIM}version": "1.1"}, "message_type"), ({f"{CLAIM}deployment_id": "other"}, "deployment_id"),
        ({"https://purl.imsglobal.org/spec/lti-dl/claim/data": "forged"}, "data"),
    ],
)  # fmt: skip
def test_an_answer_that_was_not_asked_for_is_refused(desk, author, draft, change, code):
    deep = begun(desk, author, draft).get_deep_link()
    message = deep.get_message_jwt(resources()) | change
    kid = desk.py.jwks()["keys"][0]["kid"]
    text = jwt.encode(message, PEM, algorithm="RS256", headers={"kid": kid})
    answer = Client().post("/lti/deep-links/", {"JWT": text})
    assert answer.status_code == 400 and f"<code>{code}</code>" in answer.content.decode()
    assert not Offer.objects.exists()


def test_a_tool_without_keys_is_not_asked_with_every_answer_nor_in_a_transaction(desk, author, draft, monkeypatch):
    deep = begun(desk, author, draft).get_deep_link()
    desk.row.jwks, desk.row.jwks_url = None, "https://tool.example.org/jwks"
    desk.row.save()
    outside, asked = len(connection.savepoint_ids), []

    def down(url, **_how):
        asked.append(len(connection.savepoint_ids))
        raise fetch.Unreachable("down")

    monkeypatch.setattr(fetch, "fetch", down)
    for _time in range(3):
        answer = Client().post("/lti/deep-links/", {"JWT": deep.get_response_jwt(resources())})
        assert answer.status_code == 400
    assert asked == [outside]


def test_only_the_author_sees_the_offer_and_only_writers_choose(desk, author, draft, studio, now):
    form = Form(begun(desk, author, draft).get_deep_link().output_response_form(resources()))
    offer = Client().post("/lti/deep-links/", form.fields)["Location"]
    neighbour = browser(studio.neighbour, now)
    assert neighbour.get(offer).status_code == 404
    assert neighbour.post(offer, {"item": "0"}).status_code == 404
    assert neighbour.get(f"/lti/drafts/{draft}/").status_code == 404
    assert neighbour.get(f"/lti/drafts/{draft}/begin/{desk.deployment.uuid}/").status_code == 404


def test_tools_are_those_of_the_office_where_the_author_works_on_that_day(desk, now):
    actor = desk.asha.actor(now)
    tomorrow = clock.day(now) + dt.timedelta(days=1)
    rows.run("update orgs_incumbency set valid_to = %s where person_id = %s", [tomorrow, desk.asha.person_id])
    assert [one.id for one in choosable(actor, None, now)] == [desk.deployment.id]
    assert choosable(actor, None, now + dt.timedelta(days=1)) == []


def test_a_link_by_hand(desk, author, draft, studio):
    sent = {"act": "link", "deployment": str(desk.deployment.uuid), "title": "By hand", "url": "", "opens_in": "frame",
            "minutes": "5", "completes": "launch"}  # fmt: skip
    assert author.post(f"/lti/drafts/{draft}/", sent | {"url": "https://evil.example.org/"}).status_code == 422
    assert author.post(f"/lti/drafts/{draft}/", sent).status_code == 302
    link = Link.objects.get(title="By hand")
    assert (link.url, link.opens_in, link.completes) == (desk.py.launch_url, "frame", "launch")
    assert not LineItem.objects.filter(link=link).exists()
    page = author.get(f"/learning/authoring/{draft}/").content.decode()
    assert "Learning tool" in page and "Add from a learning tool" in page


def test_the_link_goes_along_into_the_published_version_and_the_next_draft(kcm, desk, author, draft, studio, now):
    sent = {"act": "link", "deployment": str(desk.deployment.uuid), "title": "Kept", "opens_in": "window"}
    author.post(f"/lti/drafts/{draft}/", sent)
    link = draft_said(studio.id(draft)).parts[0].link
    studio.about(draft)
    write.set_competency(actor=studio.author.actor(now), draft=draft, code="FUN-095", level=2, at=now)
    course = studio.published(draft)
    enrolment = learning.enrol(actor=desk.asha.actor(now), course_uuid=course, language="en", at=now)
    part = learning.lesson(desk.asha.actor(now), enrolment).parts[0]
    said = desk.launch(desk.asha, part.uuid).get_launch_data()
    assert said["https://purl.imsglobal.org/spec/lti/claim/resource_link"]["id"] == link
    again = begin_version(actor=studio.author.actor(now), course=course, at=now)
    assert [part.link for part in draft_said(studio.id(again)).parts] == [link]


def test_nobody_changes_a_link(desk):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Link.objects.filter(id=desk.link.id).update(url="https://tool.example.org/other")
