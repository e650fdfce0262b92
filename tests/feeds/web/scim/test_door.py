"""The SCIM server as clients meet it: the public conformance tester, and the cases that it does not know."""

import datetime as dt

import pytest
from scim2_tester import Status, check_server

from karmayogi.feeds import conf
from karmayogi.feeds.actions.issue_token import revoke_token
from karmayogi.feeds.actions.scim.settle import settle_waiting
from karmayogi.feeds.queries.tokens import tokens_within
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people


def test_the_conformance_tester_finds_nothing_wrong(door):
    results = check_server(door.client)
    wrong = [f"{one.title}: {one.reason}" for one in results if one.status not in (Status.SUCCESS, Status.SKIPPED)]
    assert wrong == []
    assert sum(one.status == Status.SUCCESS for one in results) > 60


CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
OFFICER = "urn:ietf:params:scim:schemas:extension:karmayogi:2.0:Officer"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
KAMALA = {
    "schemas": [CORE, OFFICER], "userName": "kamala", "name": {"formatted": "Kamala Devi", "givenName": "Kamala"},
    "emails": [{"value": "Kamala@personnel.example.in", "type": "work", "primary": True}],
    "phoneNumbers": [{"value": "98765 43210", "type": "mobile"}],
    OFFICER: {"designation": "Assistant Section Officer", "organisationCode": "T-EST", "group": "Group B"},
}  # fmt: skip


def change(op, path, value=None):
    operation = {"op": op, "path": path} | ({} if value is None else {"value": value})
    return {"schemas": [PATCH], "Operations": [operation]}


def posting(person_uuid, on):
    person = people.person_by_uuid(person_uuid)
    post = orgs.current_post(person.id, on)
    return post and (post.designation_en, post.organisation_id)


def test_a_user_becomes_an_officer_on_her_post(cast, at, door):
    status, body, headers = door("POST", "/Users", KAMALA)
    assert status == 201
    assert headers["Location"] == body["meta"]["location"] == f"http://localhost/scim/v2/Users/{body['id']}"
    assert posting(body["id"], clock.day(at)) == ("Assistant Section Officer", cast.section.id)
    account = people.find_account(email="kamala@personnel.example.in")
    assert account.mobile == "+919876543210"
    assert account.email_verified_at is None
    assert door("POST", "/Users", KAMALA)[0] == 409, "the user name is taken"
    assert door("POST", "/Users", KAMALA | {"userName": "other"})[:2][1]["scimType"] == "uniqueness"


def test_people_who_were_there_before_are_users_too(cast, at, door):
    status, body, _headers = door("GET", '/Users?filter=emails eq "ASHA@personnel.example.in"')
    assert (status, body["totalResults"]) == (200, 1)
    asha = body["Resources"][0]
    assert asha[OFFICER]["designation"] == "Assistant Section Officer"
    path = f"/Users/{cast.learner.person_uuid}"
    status, body, _headers = door("PATCH", path, change("Replace", f"{OFFICER}:designation", "Section Officer"))
    assert status == 200
    assert body[OFFICER]["designation"] == "Section Officer"
    assert posting(asha["id"], clock.day(at)) == ("Section Officer", cast.section.id)
    status, body, _headers = door("PATCH", path, change("add", 'emails[type eq "home"].value', "asha@home.in"))
    assert [part["value"] for part in body["emails"]] == ["asha@personnel.example.in", "asha@home.in"]


def test_contacts_of_who_holds_an_authority_are_hers(cast, at, door):
    path = f"/Users/{cast.admin.person_uuid}"
    stolen = change("replace", "emails", [{"value": "thief@personnel.example.in"}])
    status, _body, _headers = door("PATCH", path, stolen)
    assert status == 200
    assert people.account_of(cast.admin.person_id).email == cast.admin.email
    _status, seen, _headers = door("GET", f"{path}?attributes={OFFICER}:waiting")
    assert "only their owner" in seen[OFFICER]["waiting"][0]


def test_what_cannot_be_yet_waits_and_says_why(cast, at, door):
    stated = KAMALA | {OFFICER: {"designation": "Astronaut", "organisationCode": cast.other_department.code}}
    _status, body, _headers = door("POST", "/Users", stated)
    assert body[OFFICER]["designation"] == "Astronaut"
    assert posting(body["id"], clock.day(at)) is None
    _status, seen, _headers = door("GET", f"/Users/{body['id']}?attributes={OFFICER}:waiting")
    assert seen[OFFICER]["waiting"] == ["“Astronaut” is not in the list of designations."]
    cast.designation("Astronaut")
    settle_waiting(at=at)
    _status, seen, _headers = door("GET", f"/Users/{body['id']}?attributes={OFFICER}:waiting")
    # An office of another ministry looks like none at all.
    assert seen[OFFICER]["waiting"] == [f"No office of your organisation has the code {cast.other_department.code}."]
    door("PATCH", f"/Users/{body['id']}", change("replace", f"{OFFICER}:organisationCode", "T-EST"))
    assert posting(body["id"], clock.day(at))[0] == "Astronaut"


def test_another_ministry_is_not_there(cast, at, door, other_door):
    path = f"/Users/{cast.learner.person_uuid}"
    nothing = other_door("GET", "/Users/01a201c7-d38f-789b-aebf-42d1e08a3b9f")[:2]
    tries = {"GET": None, "PUT": KAMALA, "PATCH": change("remove", "title"), "DELETE": None}
    for method, body in tries.items():
        assert other_door(method, path, body)[:2] == nothing
    status, body, _headers = other_door("GET", "/Users?count=200")
    assert cast.learner.name not in str(body)
    stolen = KAMALA | {"emails": [{"value": cast.learner.email}], "phoneNumbers": []}
    status, body, _headers = other_door("POST", "/Users", stolen)
    assert status == 201, "she is entered; the contact waits without saying whose it is"
    assert people.find_account(email=cast.learner.email).person_id == cast.learner.person_id


def test_who_runs_the_platform_cannot_be_taken_on_by_a_token(cast, at, door):
    """She holds no post, so nobody employs her: a token that entered her could rename her and close her sign-in."""
    stolen = KAMALA | {"emails": [{"value": cast.platform.email}], "phoneNumbers": [], "active": False}
    status, body, _headers = door("POST", "/Users", stolen)
    assert (status, body["id"] == str(cast.platform.person_uuid)) == (201, False)
    assert people.account_of(cast.platform.person_id).is_active
    assert people.person(cast.platform.person_id).name == "Gita Nair"


def test_a_machine_does_not_shut_out_who_holds_an_authority(cast, at, door):
    here = f"/Users/{cast.admin.person_uuid}"
    operations = [
        *change("replace", "active", False)["Operations"],
        *change("replace", f"{OFFICER}:group", "Group A")["Operations"],
    ]
    status, body, _headers = door("PATCH", here, {"schemas": [PATCH], "Operations": operations})
    assert (status, body["active"], body[OFFICER]["group"]) == (200, False, "Group A")
    assert people.account_of(cast.admin.person_id).is_active
    waits = door("GET", f"{here}?attributes={OFFICER}:waiting")[1][OFFICER]["waiting"]
    assert any("holds an authority" in text for text in waits)
    settle_waiting(at=at)
    assert people.account_of(cast.admin.person_id).is_active
    rows.run("update orgs_delegatedauthority set valid_to = %s where person_id = %s", [at, cast.admin.person_id])
    settle_waiting(at=at + dt.timedelta(days=1))
    assert not people.account_of(cast.admin.person_id).is_active


def test_an_additional_charge_gives_no_say_over_her_record(cast, at, door):
    orgs.appoint(
        agent=System("t"), person_id=cast.outsider.person_id, post_id=cast.learner.post_id,
        kind="additional", valid_from=clock.day(at), at=at,
    )  # fmt: skip
    status, _body, _headers = door("PATCH", f"/Users/{cast.outsider.person_uuid}", change("replace", "active", False))
    assert status == 403
    assert people.account_of(cast.outsider.person_id).is_active


def test_who_sits_elsewhere_by_deputation_waits(cast, at, door):
    _status, body, _headers = door("POST", "/Users", KAMALA | {OFFICER: {"designation": "Astronaut"}})
    person = people.person_by_uuid(body["id"])
    seat = orgs.create_post(
        agent=System("t"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        valid_from=clock.day(at), at=at,
    )  # fmt: skip
    orgs.appoint(
        agent=System("t"), person_id=person.id, post_id=seat.id, kind="deputation", valid_from=clock.day(at), at=at
    )
    cast.designation("Astronaut")
    settle_waiting(at=at)
    assert [post.organisation_id for post in orgs.posts_of(person.id, clock.day(at))] == [cast.other_department.id]


def test_a_statement_overtaken_by_a_posting_elsewhere_is_not_tried_again(cast, at, door):
    _status, body, _headers = door("POST", "/Users", KAMALA | {OFFICER: {"designation": "Astronaut"}})
    person = people.person_by_uuid(body["id"])
    later, today = at + dt.timedelta(hours=1), clock.day(at)
    seat = orgs.create_post(
        agent=System("t"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        valid_from=today, at=later,
    )  # fmt: skip
    orgs.appoint(agent=System("t"), person_id=person.id, post_id=seat.id, valid_from=today, at=later)
    rows.run("update orgs_incumbency set valid_to = %s::date + 1 where person_id = %s", [today, person.id])
    cast.designation("Astronaut")
    assert settle_waiting(at=at + dt.timedelta(days=2)) == 0
    assert orgs.posts_of(person.id, today + dt.timedelta(days=2)) == []


@pytest.mark.parametrize(
    "broken",
    [
        b"{", b"[]", b'"x"', b"null", b'{"userName": "a\\u0000b"}', b'{"userName": "\\ud800"}', b'{"userName": 1}',
        b'{"userName": "x", "emails": 3}', b"[" * 5000, b'{"userName": "' + b"x" * 300 + b'"}',
        f'{{"userName": "x", "{OFFICER}": {{"batch": 99999999999}}}}'.encode(),
        f'{{"userName": "x", "{OFFICER}": {{"group": "Z"}}}}'.encode(),
    ],
)  # fmt: skip
def test_what_is_no_user_is_refused_in_the_form_of_the_standard(door, broken):
    answer = door.client.request("POST", "/Users", content=broken, headers={"Content-Type": "application/scim+json"})
    assert answer.status_code == 400, answer.content
    assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_leaving_one_ministry_and_joining_another_keeps_the_person(cast, at, door, other_door):
    _status, body, _headers = door("POST", "/Users", KAMALA)
    assert door("DELETE", f"/Users/{body['id']}")[0] == 204
    assert door("GET", f"/Users/{body['id']}")[0] == 404
    with clock.frozen(at + dt.timedelta(days=1)):
        joined = KAMALA | {OFFICER: {"designation": "Director", "organisationCode": cast.other_department.code}}
        status, again, _headers = other_door("POST", "/Users", joined)
    assert (status, again["id"]) == (201, body["id"])
    assert posting(body["id"], clock.day(at) + dt.timedelta(days=1)) == ("Director", cast.other_department.id)


def test_versions(door):
    _status, body, headers = door("POST", "/Users", KAMALA)
    path, version = f"/Users/{body['id']}", headers["ETag"]
    assert body["meta"]["version"] == version
    assert door("GET", path, If_None_Match=version)[0] == 304
    retitled = change("replace", "title", "Ms")
    assert door("PATCH", path, retitled, If_Match=version)[0] == 200
    status, body, _headers = door("PATCH", path, retitled, If_Match=version)
    assert (status, body["status"]) == (412, "412")
    assert door("DELETE", path, If_Match=version)[0] == 412


def test_bulk_resolves_what_refers_to_each_other_and_reports_each(door):
    status, body, _headers = door("POST", "/Bulk", {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {"method": "POST", "path": "/Groups", "bulkId": "g", "data": {
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Batch of 2026",
                "members": [{"value": "bulkId:k"}]}},
            {"method": "POST", "path": "/Users", "bulkId": "k", "data": KAMALA},
            {"method": "POST", "path": "/Users", "bulkId": "twice", "data": KAMALA},
            {"method": "DELETE", "path": "/Users/nobody"},
        ],
    })  # fmt: skip
    assert status == 200
    assert [one["status"] for one in body["Operations"]] == ["201", "201", "409", "404"]
    _status, group, _headers = door("GET", "/Groups/" + body["Operations"][0]["location"].rpartition("/")[2])
    assert group["members"][0]["value"] == body["Operations"][1]["location"].rpartition("/")[2]
    assert door("GET", '/Users?filter=groups.display eq "batch of 2026"')[1]["totalResults"] == 1


@pytest.mark.parametrize(
    ("path", "scim_type"),
    [
        ("/Users?filter=userName eq", "invalidFilter"), ("/Users?filter=nothing eq 1", "invalidFilter"),
        ("/Users?filter=active gt true", "invalidFilter"), ("/Users?sortBy=name", "invalidPath"),
        ("/Users?count=x", "invalidValue"),
    ],
)  # fmt: skip
def test_a_bad_question_is_answered_as_the_standard_says(door, path, scim_type):
    status, body, _headers = door("GET", path)
    assert (status, body["scimType"]) == (400, scim_type)


def test_pages(cast, door):
    _status, first, _headers = door("GET", "/Users?count=2&sortBy=userName")
    _status, second, _headers = door("GET", "/Users?count=2&startIndex=3&sortBy=userName&attributes=userName")
    names = [one["userName"] for one in first["Resources"] + second["Resources"]]
    assert names == sorted(names)
    assert len(set(names)) == 4 == first["totalResults"]
    assert set(second["Resources"][0]) == {"schemas", "id", "userName"}


def test_tokens_end(cast, at, wsgi, door, secret):
    assert door("GET", "/Users")[0] == 200
    token = tokens_within(cast.ministry.path)[0]
    assert token.used_on == clock.day(at)
    with clock.frozen(at + dt.timedelta(days=31)):
        assert door("GET", "/Users")[0] == 401
    with pytest.raises(NotFound):
        revoke_token(actor=cast.other_admin.actor(at), token_uuid=token.uuid, at=at)
    revoke_token(actor=cast.admin.actor(at), token_uuid=token.uuid, at=at)
    status, body, headers = door("GET", "/Users")
    assert (status, body["status"]) == (401, "401")
    assert headers["WWW-Authenticate"].startswith("Bearer")


def test_the_rate_is_limited(door, monkeypatch):
    monkeypatch.setattr(conf, "RATE", 2)
    statuses = [door("GET", "/Users?count=0")[0] for _ in range(4)]
    assert statuses == [200, 200, 429, 429]


def test_a_name_for_an_old_font_is_refused(door):
    status, body, _headers = door("POST", "/Users", KAMALA | {"name": {"formatted": "jke flag"}})
    assert (status, body["scimType"]) == (400, "invalidValue")
    assert "Unicode" in body["detail"]
