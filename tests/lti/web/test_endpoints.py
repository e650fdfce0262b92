"""Line items, scores, results and members: what a tool may, what it may not, and what it does not see."""

import datetime as dt
import json

import pytest
from django.test import Client
from pylti1p3.exception import LtiServiceException
from pylti1p3.lineitem import LineItem as PyLine

from karmayogi.kernel import rows
from karmayogi.kernel.digests import digest
from karmayogi.learning import api as learning
from karmayogi.lti.actions import register_tool
from karmayogi.lti.actions.acquaint import sub_of
from karmayogi.lti.models import AccessToken, Deployment, LineItem, Score, Tool
from karmayogi.lti.types import Scope
from tests.lti.conftest import given
from tests.lti.web.test_launches import grade


class Service:
    """Requests of a tool with a token of these scopes."""

    def __init__(self, tool, now, *scopes):
        self.secret = f"secret-{tool.id}-{len(scopes)}-{scopes[0] if scopes else ''}"
        AccessToken.objects.get_or_create(
            digest=digest(self.secret), tool=tool, scopes=[str(one) for one in scopes],
            expires_at=now + dt.timedelta(hours=1),
        )  # fmt: skip

    def __call__(self, method, path, body=None):
        return Client().generic(
            method, path, b"" if body is None else json.dumps(body).encode(), content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}"},
        )  # fmt: skip


@pytest.fixture
def every(desk, now):
    return Service(desk.row, now, *Scope)


@pytest.fixture
def base(desk):
    return f"/lti/ags/{desk.deployment.uuid}/{desk.course.uuid}/lineitems"


def score(sub, **changes):
    told = {
        "userId": str(sub), "scoreGiven": 10, "scoreMaximum": 20, "activityProgress": "Completed",
        "gradingProgress": "FullyGraded", "timestamp": "2026-11-20T10:00:00.000+05:30",
    }  # fmt: skip
    return told | changes


def test_pylti_finds_makes_and_reads(desk):
    _enrolment, part = desk.enrol(desk.asha)
    launch = desk.launch(desk.asha, part)
    ags, sub = launch.get_ags(), launch.get_launch_data()["sub"]
    assert [line["tag"] for line in ags.get_lineitems()] == ["t"]
    made = ags.find_or_create_lineitem(PyLine().set_tag("extra").set_label("Extra").set_score_maximum(5))
    assert ags.find_lineitem_by_tag("extra").get_id() == made.get_id()
    ags.put_grade(grade(sub, given=4, maximum=5), made)
    assert [(one["userId"], one["resultScore"], one["resultMaximum"]) for one in ags.get_grades(made)] == [(sub, 4, 5)]
    people = launch.get_nrps().get_members()
    assert [(one["user_id"], one["name"], one["status"]) for one in people] == [(sub, "Asha Verma", "Active")]
    with pytest.raises(LtiServiceException):  # a name that nobody has
        ags.put_grade(grade("00000000-0000-4000-8000-000000000000"))


def test_line_items_are_made_changed_and_removed(every, base):
    sent = {"label": "Extra", "scoreMaximum": 5, "tag": "x", "https://tool.example.org/a": {"b": 1}}
    made = every("POST", base, sent)
    assert made.status_code == 201 and made.json()["https://tool.example.org/a"] == {"b": 1}
    path = "/lti" + made["Location"].partition("/lti")[2]
    assert every("GET", path).json() == made.json()
    assert every("PUT", path, {"label": "Other", "scoreMaximum": 7.5}).json()["scoreMaximum"] == 7.5
    assert "tag" not in every("GET", path).json()
    assert every("DELETE", path).status_code == 204 and every("GET", path).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{}, [], {"label": "x"}, {"label": "x", "scoreMaximum": 0}, {"label": "x", "scoreMaximum": "5"},
     {"label": "x" * 300, "scoreMaximum": 1}, {"label": "x", "scoreMaximum": 1, "startDateTime": "tomorrow"}],
)  # fmt: skip
def test_what_is_no_line_item_is_refused(every, base, sent):
    assert every("POST", base, sent).status_code == 400


def test_the_one_of_a_part_stays(every, base, desk):
    line = LineItem.objects.get(link=desk.link)
    assert every("DELETE", f"{base}/{line.uuid}").status_code == 403
    changed = every("PUT", f"{base}/{line.uuid}", {"label": "New", "scoreMaximum": 50}).json()
    assert changed["label"] == "New" and changed["resourceLinkId"] == str(desk.link.uuid)


def test_pages_and_filters(every, base, desk):
    for number in range(4):
        every("POST", base, {"label": f"L{number}", "scoreMaximum": 1, "tag": "many", "resourceId": str(number)})
    first = every("GET", f"{base}?tag=many&limit=3")
    assert [one["label"] for one in first.json()] == ["L0", "L1", "L2"]
    onward = first["Link"].partition(">")[0].removeprefix("<")
    assert [one["label"] for one in every("GET", "/lti" + onward.partition("/lti")[2]).json()] == ["L3"]
    assert [one["label"] for one in every("GET", f"{base}?resource_id=2").json()] == ["L2"]
    assert [one["label"] for one in every("GET", f"{base}?resource_link_id={desk.link.uuid}").json()] == ["Exercise"]
    assert every("GET", f"{base}?resource_link_id=x").json() == []


def test_without_the_scope_nothing(desk, now, base):
    line = LineItem.objects.get(link=desk.link).uuid
    members = f"/lti/nrps/{desk.deployment.uuid}/{desk.course.uuid}/members"
    for method, path, scope in (
        ("GET", base, Scope.SCORES), ("POST", base, Scope.LINE_ITEMS_READ), ("PUT", f"{base}/{line}", Scope.RESULTS),
        ("DELETE", f"{base}/{line}", Scope.LINE_ITEMS_READ), ("POST", f"{base}/{line}/scores", Scope.LINE_ITEMS),
        ("GET", f"{base}/{line}/results", Scope.SCORES), ("GET", members, Scope.LINE_ITEMS),
    ):  # fmt: skip
        assert Service(desk.row, now, scope)(method, path, {}).status_code == 403, (method, path)
        assert Client().generic(method, path).status_code == 401
    assert Service(desk.row, now, Scope.LINE_ITEMS_READ)("GET", base).status_code == 200


def test_another_tools_things_are_not_there(desk, now, base):
    made = register_tool.register(
        actor=desk.cast.admin.actor(now), organisation=desk.cast.ministry.uuid, at=now,
        given=given(name="Other", jwks=json.dumps(desk.py.jwks())),
    )  # fmt: skip
    other = Tool.objects.get(uuid=made)
    theirs = Deployment.objects.get(tool=other)
    line = LineItem.objects.get(link=desk.link).uuid
    ask = Service(other, now, *Scope)
    for path in (base, base.replace(str(desk.deployment.uuid), str(theirs.uuid))):
        assert ask("GET", path).status_code == 404
        assert ask("GET", f"{path}/{line}").status_code == 404
        assert ask("POST", f"{path}/{line}/scores", score("x")).status_code == 404
        assert ask("DELETE", f"{path}/{line}").status_code == 404
    assert ask("GET", f"/lti/nrps/{desk.deployment.uuid}/{desk.course.uuid}/members").status_code == 404
    assert LineItem.objects.filter(uuid=line).exists()


def test_a_link_in_a_draft_opens_neither_members_nor_line_items(every, desk):
    course, link = desk.publish("T-4", kinds=("page",))  # the link is in no version that was published
    learning.enrol(actor=desk.asha.actor(desk.now), course_uuid=course.uuid, language="en", at=desk.now)
    services = (
        f"nrps/{desk.deployment.uuid}/{course.uuid}/members",
        f"ags/{desk.deployment.uuid}/{course.uuid}/lineitems",
    )
    for path in services:
        assert every("GET", f"/lti/{path}").status_code == 404
    line = LineItem.objects.get(link=link)
    sent = score(sub_of(desk.asha.person_id, desk.row.id))
    assert every("POST", f"/lti/{services[1]}/{line.uuid}/scores", sent).status_code == 404


def test_an_older_score_changes_nothing(every, base, desk):
    enrolment, _part = desk.enrol(desk.asha)
    sub = sub_of(desk.asha.person_id, desk.row.id)
    line = LineItem.objects.get(link=desk.link)
    path = f"{base}/{line.uuid}/scores"

    def here():
        return learning.lesson(desk.asha.actor(desk.now), enrolment).part("tool")

    assert every("POST", path, score(sub, activityProgress="Submitted")).status_code == 204
    assert not here().done
    assert every("POST", path, score(sub, gradingProgress="Pending")).status_code == 204
    assert not here().done
    assert every("POST", path, score(sub, scoreGiven=15)).status_code == 204
    assert every("POST", path, score(sub, scoreGiven=15)).status_code == 204
    assert (here().done, here().score) == (True, 75)
    assert every("POST", path, score(sub, timestamp="2026-11-20T06:29:59Z")).status_code == 204
    assert every("POST", path, score(sub, timestamp="2026-11-20T04:29:59Z", scoreGiven=1)).status_code == 409
    assert Score.objects.get(line_item=line).given == 10
    assert here().done  # never taken back


@pytest.mark.parametrize(
    "change",
    [{"userId": ""}, {"timestamp": None}, {"timestamp": "2027-11-20T10:00:00Z"},
     {"timestamp": "2026-11-20T10:00:00"}, {"activityProgress": "Done"},
     {"gradingProgress": None}, {"scoreGiven": -1}, {"scoreGiven": "7"}, {"scoreMaximum": None}, {"scoreMaximum": 0}],
)  # fmt: skip
def test_what_is_no_score_is_refused(every, base, desk, change):
    desk.enrol(desk.asha)
    line = LineItem.objects.get(link=desk.link)
    sent = score(sub_of(desk.asha.person_id, desk.row.id)) | change
    assert every("POST", f"{base}/{line.uuid}/scores", sent).status_code == 400
    assert not Score.objects.exists()


def test_members_are_those_whom_the_deployment_reaches(every, desk, now):
    members = f"/lti/nrps/{desk.deployment.uuid}/{desk.course.uuid}/members"
    for who in (desk.asha, desk.cast.supervisor, desk.cast.outsider):
        desk.enrol(who)
    found = every("GET", members).json()["members"]
    assert len(found) == 2 and all("name" not in one and "email" not in one for one in found)  # nobody agreed yet
    first = every("GET", f"{members}?limit=1")
    assert len(first.json()["members"]) == 1 and 'rel="next"' in first["Link"]
    assert every("GET", f"{members}?role=Instructor").json()["members"] == []
    assert len(every("GET", f"{members}?rlid={desk.link.uuid}").json()["members"]) == 2
    assert every("GET", f"{members}?rlid={desk.asha.person_uuid}").status_code == 404
    stranger = sub_of(desk.cast.outsider.person_id, desk.row.id)
    line = LineItem.objects.get(link=desk.link)
    path = f"/lti/ags/{desk.deployment.uuid}/{desk.course.uuid}/lineitems/{line.uuid}/scores"
    assert every("POST", path, score(stranger)).status_code == 404


def test_a_token_ends_with_its_time_and_with_the_tool(desk, now, base):
    ask = Service(desk.row, now, *Scope)
    AccessToken.objects.update(expires_at=now - dt.timedelta(seconds=1))
    assert ask("GET", base).status_code == 401
    ask = Service(desk.row, now, Scope.LINE_ITEMS)
    register_tool.switch(actor=desk.cast.admin.actor(now), tool=desk.row.uuid, on=False, at=now)
    assert ask("GET", base).status_code == 401
    assert not AccessToken.objects.exists()


def test_on_launch_where_it_is_set_so(desk):
    course, _link = desk.publish("T-2", completes="launch")
    enrolment, part = desk.enrol(desk.asha, course)
    desk.launch(desk.asha, part)
    assert learning.lesson(desk.asha.actor(desk.now), enrolment).part("tool").done


def test_a_course_done_by_a_tool_alone_proves_no_level(desk):
    course, _link = desk.publish("T-3", kinds=("lti",))
    _enrolment, part = desk.enrol(desk.asha, course)
    launch = desk.launch(desk.asha, part)
    launch.get_ags().put_grade(grade(launch.get_launch_data()["sub"], given=20))
    assert rows.scalar("select grade from credentials_certificate") == "E0"
    assert rows.scalar("select count(*) from competencies_evidence") == 0
