"""Another system opens our courses. Every claim that is wrong is refused by its name; nobody is found by e-mail."""

import datetime as dt
import json
import urllib.parse
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.test import Client
from joserfc.jwk import OctKey, RSAKey

from karmayogi.kernel import clock, rows
from karmayogi.learning import api as learning
from karmayogi.lti.actions import fetch, register_platform, register_tool
from karmayogi.lti.actions import send_scores as send_scores_room
from karmayogi.lti.actions.send_scores import send_scores
from karmayogi.lti.engine import tokens
from karmayogi.lti.models import Arrival, Guest, Placement, Platform
from karmayogi.lti.queries.keys import published_keys
from tests.lti.conftest import browser, given
from tests.lti.other_lms import AGS, CLAIM, DEEP, ROLE, SCORE, OtherLms
from tests.lti.pytool import Form


@pytest.fixture
def lms(cast, now, settings, monkeypatch):
    """Registered by hand by Gita."""
    found = OtherLms(int(now.timestamp()), settings.PUBLIC_ORIGIN)
    monkeypatch.setattr(fetch, "fetch", found.fetch)
    entered = register_platform.Entered(
        "Other LMS", found.issuer, found.client_id, (found.deployment,), f"{found.issuer}/auth",
        f"{found.issuer}/token", "", f"{found.issuer}/jwks",
    )  # fmt: skip
    register_platform.enter(actor=cast.platform.actor(now), entered=entered, at=now)
    return found


@pytest.fixture
def target(desk):
    return f"{django_settings.PUBLIC_ORIGIN}/lti/tool/courses/{desk.plain.uuid}/"


@pytest.fixture
def desk(desk):
    desk.plain, _link = desk.publish("T-9", kinds=("page",))
    return desk


def sent(at):
    with clock.frozen(at):
        return send_scores()


def send(client, asked, token):
    return client.post("/lti/tool/launch/", {"state": asked["state"], "id_token": token})


def arrive(lms, client, target, **changes):
    asked = lms.begin(client, target)
    answer = send(client, asked, lms.sign(lms.claims(asked, target, **changes)))
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer["Location"]


def test_a_learner_goes_on_as_a_guest_and_the_score_is_told(lms, target, desk, now, run_jobs):
    client = Client()
    page = arrive(lms, client, target)
    shown = client.get(page).content.decode()
    assert "sends you as Ravi Menon" in shown and "Go on as a guest" in shown
    answer = client.post(page, {"act": "guest"})
    guest = Guest.objects.get(sub="learner-5")
    assert guest.person_id != desk.asha.person_id  # the same e-mail address proves nothing
    assert client.get(page).status_code == 404  # once
    lesson = client.get(answer["Location"], follow=True)
    assert lesson.status_code == 200 and "Read" in lesson.content.decode()

    lesson_row = learning.active_enrolments(guest.person_id, 1)[0]
    rows.run("update learning_partprogress set opened_at = %s, seen_at = %s", [now - dt.timedelta(hours=1)] * 2)
    client.post(f"/learning/enrolments/{lesson_row.uuid}/parts/one/finish/", {})
    run_jobs()
    place = Placement.objects.get()
    assert (place.score, place.sent_at) == (100, None)
    later = place.next_at + dt.timedelta(seconds=1)
    lms.answers = [fetch.Unreachable("down")]
    assert sent(later) == 0
    place.refresh_from_db()
    assert place.failures == 1 and place.next_at > later
    assert sent(later) == 0  # not before its time
    assert sent(place.next_at) == 1
    assert sent(place.next_at + dt.timedelta(days=1)) == 0
    told = lms.scores[0]
    assert len(lms.scores) == 1
    assert (told["userId"], told["scoreGiven"], told["gradingProgress"]) == ("learner-5", 100, "FullyGraded")
    ours = tokens.read(lms.assertion, {"keys": published_keys(now)})
    assert (ours["iss"], ours["sub"], ours["aud"]) == (lms.client_id, lms.client_id, f"{lms.issuer}/token")

    again = arrive(lms, Client(), target)
    assert "Go on to the course" in Client().get(again).content.decode()


def test_a_score_that_is_refused_for_good_is_parked_and_can_be_tried_again(lms, target, desk, cast, now):
    client = Client()
    client.post(arrive(lms, client, target), {"act": "guest"})
    Placement.objects.update(completed_at=now, score=80, next_at=now)
    lms.answers = [403]
    assert sent(now) == 0
    assert "403" in Placement.objects.get().parked and Placement.objects.get().next_at is None
    gita = browser(cast.platform, now)
    row = Platform.objects.get()
    assert "Stopped" in gita.get(f"/lti/platforms/{row.uuid}/").content.decode()
    gita.post(f"/lti/platforms/{row.uuid}/act/", {"act": "send"})
    assert sent(now + dt.timedelta(hours=1)) == 1


@pytest.fixture
def three(lms, target, now):
    """Three guests whose scores are due."""
    for name in ("one", "two", "three"):
        client = Client()
        client.post(arrive(lms, client, target, sub=name), {"act": "guest"})
    Placement.objects.update(completed_at=now, score=80, next_at=now)
    lms.asked.clear()


def test_a_run_asks_a_platform_for_one_token(lms, three, now):
    assert sent(now) == 3
    assert [url.rpartition("/")[2] for url in lms.asked].count("token") == 1 and len(lms.scores) == 3


def test_a_platform_that_is_down_is_asked_once_a_run(lms, three, now):
    lms.answers = [fetch.Unreachable("down")]
    assert sent(now) == 0
    assert len(lms.asked) == 1 and set(Placement.objects.values_list("failures", flat=True)) == {1}


def test_one_whose_scores_do_not_arrive_is_asked_once_a_run_too(lms, three, now, monkeypatch):
    plain = lms.fetch

    def deaf(url, **how):
        lms.asked.append(url)
        if "/scores" in url:
            raise fetch.Unreachable("no answer in 20 seconds")
        return plain(url, **how)

    monkeypatch.setattr(fetch, "fetch", deaf)
    assert sent(now) == 0
    assert sum("/scores" in url for url in lms.asked) == 1
    assert set(Placement.objects.values_list("failures", flat=True)) == {1}


def test_a_run_ends_in_time_and_the_next_goes_on(lms, three, now, monkeypatch):
    ticks = iter([0, 1, 50])
    with monkeypatch.context() as patched:
        patched.setattr(send_scores_room, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
        assert sent(now) == 1
    assert sent(now) == 2


def test_a_token_that_ended_is_asked_for_again(lms, three, now):
    lms.after_token = [401]
    assert sent(now) == 2
    assert [url.rpartition("/")[2] for url in lms.asked].count("token") == 2


def test_a_score_without_an_address_holds_up_no_other(lms, three, now):
    first = Placement.objects.order_by("id").first()
    Placement.objects.filter(id=first.id).update(line_item="https://[nowhere", next_at=now - dt.timedelta(hours=1))
    assert sent(now) == 2
    first.refresh_from_db()
    assert "no address" in first.parked and first.next_at is None


def test_whose_turn_comes_late_is_held_from_then_on(lms, three, now, monkeypatch):
    """Each answer takes four minutes; nobody else may take a score while it is on its way."""
    moment, free, plain = now, [], lms.fetch

    def slow(url, **how):
        nonlocal moment
        moment += dt.timedelta(minutes=4)
        free.append(Placement.objects.filter(next_at__lte=moment, sent_at__isnull=True).count())
        return plain(url, **how)

    monkeypatch.setattr(fetch, "fetch", slow)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert send_scores() == 3
    assert free == [2, 2, 1, 0]  # a token, and each score: only what waits for its turn is free


def test_an_account_is_linked_only_by_its_owner_and_never_opened_by_the_platform(lms, target, desk, now):
    asha = browser(desk.asha, now)
    page = arrive(lms, asha, target)
    assert "You are signed in as Asha Verma" in asha.get(page).content.decode()
    assert asha.post(page, {"act": "link"}).status_code == 302
    guest = Guest.objects.get()
    assert (guest.person_id, guest.account_id_of_guest) == (desk.asha.person_id, None)
    stranger = Client()
    page = arrive(lms, stranger, target)
    assert "Sign in" in stranger.get(page).content.decode()
    for act in ("on", "guest", "link"):
        answer = stranger.post(page, {"act": act})
        assert answer["Location"].startswith("/people/sign-in/")
        assert django_settings.SESSION_COOKIE_NAME not in answer.cookies
    assert asha.post(page, {"act": "on"})["Location"].startswith("/learning/enrolments/")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": "https://evil.example.org"}, "iss"), ({"aud": "client-78"}, "aud"),
        ({"aud": ["client-77", "other"]}, "azp"), ({"azp": "other"}, "azp"), ({"exp": 5}, "expired"),
        ({"iat": None}, "iat"), ({"nonce": "other"}, "nonce"), ({"nonce": None}, "nonce"), ({"sub": None}, "sub"),
        ({f"{CLAIM}version": "1.1"}, "version"), ({f"{CLAIM}deployment_id": "dep-2"}, "deployment_id"),
        ({f"{CLAIM}target_link_uri": "https://evil.example.org/"}, "target_link_uri"),
        ({f"{CLAIM}roles": None}, "roles"), ({f"{CLAIM}resource_link": None}, "resource_link"),
        ({f"{CLAIM}message_type": "LtiSubmissionReviewRequest"}, "message_type"),
    ],
)  # fmt: skip
def test_each_wrong_claim_is_refused_by_its_name(lms, target, change, code):
    client = Client()
    asked = lms.begin(client, target)
    answer = send(client, asked, lms.sign(lms.claims(asked, target, **change)))
    assert answer.status_code == 400 and f"<code>{code}</code>" in answer.content.decode()
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("claim", [7, {"scope": 7, "lineitem": "https://x"}, {"scope": [SCORE], "lineitem": 7}])
def test_a_service_that_is_none_takes_no_score(lms, target, claim):
    arrive(lms, Client(), target, **{AGS: claim})
    assert Arrival.objects.get().line_item == ""


def test_forged_keys_and_algorithms(lms, target):
    client = Client()
    secret = OctKey.import_key(json.dumps(RSAKey.generate_key(2048).as_dict(private=False)))
    for token, code in (
        (lambda c: lms.sign(c, key=RSAKey.generate_key(2048)), "signature"),
        (lambda c: lms.sign(c, kid="lms-2"), "kid"),
        (lambda c: lms.sign(c, key=secret, algorithm="HS256"), "alg"),
        (lambda c: "eyJhbGciOiJub25lIiwia2lkIjoibG1zLTEifQ.e30.", "alg"),
        (lambda c: "", "malformed"),
    ):
        asked = lms.begin(client, target)
        answer = send(client, asked, token(lms.claims(asked, target)))
        assert answer.status_code == 400 and f"<code>{code}</code>" in answer.content.decode()
    assert (
        lms.asked.count(f"{lms.issuer}/jwks") == 1
    )  # unknown keys make us look again, not more than every half minute


def test_what_is_no_key_set_is_not_asked_for_again_at_once_and_yesterdays_keys_hold(lms, target):
    def come():
        client = Client()
        asked = lms.begin(client, target)
        return send(client, asked, lms.sign(lms.claims(asked, target)))

    lms.key_set = ["maintenance"]
    assert "<code>jwks</code>" in come().content.decode()
    assert come().status_code == 400
    assert lms.asked.count(f"{lms.issuer}/jwks") == 1
    long_ago = (
        "update lti_keyset set fetched_at = fetched_at - interval '1 hour', tried_at = tried_at - interval '1 hour'"
    )
    lms.key_set = None
    rows.run(long_ago)
    assert come().status_code == 302
    lms.key_set = {"keys": []}  # all withdrawn: none of them is believed any longer
    rows.run(long_ago)
    assert come().status_code == 400
    assert lms.asked.count(f"{lms.issuer}/jwks") == 3


def test_a_message_is_for_one_browser_once(lms, target):
    client = Client()
    asked = lms.begin(client, target)
    token = lms.sign(lms.claims(asked, target))
    assert "<code>state</code>" in send(Client(), asked, token).content.decode()
    assert send(client, asked, token).status_code == 302
    other = lms.begin(client, target)
    assert "<code>nonce</code>" in send(client, other, token).content.decode()
    kept = Client()
    again = lms.begin(kept, target)
    text = lms.sign(lms.claims(again, target))
    jar = {name: morsel.value for name, morsel in kept.cookies.items()}
    assert send(kept, again, text).status_code == 302
    for name, value in jar.items():
        kept.cookies[name] = value
    assert "<code>replay</code>" in send(kept, again, text).content.decode()


@pytest.mark.parametrize(
    "change",
    [{"iss": "https://evil.example.org"}, {"client_id": "other"}, {"login_hint": ""},
     {"target_link_uri": "https://evil.example.org/lti/tool/launch/"}],
)  # fmt: skip
def test_a_login_that_is_not_known_goes_nowhere(lms, target, change):
    query = {"iss": lms.issuer, "login_hint": "h", "target_link_uri": target, "client_id": lms.client_id} | change
    assert Client().get("/lti/tool/login/", query).status_code == 400


def test_in_a_frame_only_a_link_is_shown(lms, target):
    client = Client()
    asked = lms.begin(client, target)
    token = lms.sign(lms.claims(asked, target))
    answer = client.post(
        "/lti/tool/launch/", {"state": asked["state"], "id_token": token}, headers={"Sec-Fetch-Dest": "iframe"}
    )
    assert answer.status_code == 200 and 'target="_blank"' in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_courses_are_chosen_for_the_other_system(lms, target, desk, now):
    client = Client()
    asked = lms.begin(client, target)
    page = send(client, asked, lms.sign(lms.deep(asked, target)))["Location"]
    assert "Course T-9" in client.get(page).content.decode()
    assert "Course T-9" not in client.get(page, {"q": "nothing like it"}).content.decode()
    form = Form(client.post(page, {"course": [str(desk.plain.uuid)]}).content.decode())
    assert form.action == f"{lms.issuer}/back"
    said = tokens.read(form.fields["JWT"], {"keys": published_keys(now)})
    tokens.check(said, issuer=lms.client_id, audiences=(lms.issuer,), now=lms.now)
    item = said["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"][0]
    assert (item["url"], item["lineItem"]["scoreMaximum"]) == (target, 100)
    assert said["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == "kept"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [({f"{CLAIM}roles": [f"{ROLE}Learner"]}, "roles"), ({DEEP: None}, "deep_linking_settings"),
     ({DEEP: {"deep_link_return_url": "https://x", "accept_types": ["file"]}}, "accept_types"),
     ({DEEP: {"deep_link_return_url": "https://x", "accept_types": 7}}, "accept_types")],
)  # fmt: skip
def test_only_who_makes_courses_there_chooses(lms, target, change, code):
    client = Client()
    asked = lms.begin(client, target)
    answer = send(client, asked, lms.sign(lms.deep(asked, target, **change)))
    assert f"<code>{code}</code>" in answer.content.decode()


def test_we_register_ourselves_and_wait_for_confirmation(lms, cast, now, target):
    gita = browser(cast.platform, now)
    page = gita.post("/lti/platforms/").content.decode()
    address = "/lti/tool/register/" + page.partition("/lti/tool/register/")[2].partition("<")[0]
    query = {"openid_configuration": f"{lms.issuer}/openid", "registration_token": "their-secret"}
    assert "https://lms.example.org is told our addresses" in Client().get(address, query).content.decode()
    lms.answers = [500]
    assert Client().post(address, query).status_code == 400  # the invitation is still good
    assert "Registered." in Client().post(address, query).content.decode()
    assert Client().post(address, query).status_code == 404
    assert lms.registered["token"] == "Bearer their-secret"
    assert lms.registered["initiate_login_uri"].endswith("/lti/tool/login/")
    row = Platform.objects.get(client_id="client-new")
    assert (row.state, row.deployments) == ("waiting", ["dep-9"])
    begun = {"iss": lms.issuer, "login_hint": "h", "target_link_uri": target, "client_id": "client-new"}
    assert Client().get("/lti/tool/login/", begun).status_code == 400
    gita.post(f"/lti/platforms/{row.uuid}/act/", {"act": "confirm", "deployments": "dep-9\ndep-10"})
    assert Client().get("/lti/tool/login/", begun).status_code == 302
    gita.post(f"/lti/platforms/{row.uuid}/act/", {"act": "off"})
    assert Client().get("/lti/tool/login/", begun).status_code == 400


def test_platforms_are_of_the_platform_administrator_alone(lms, cast, now):
    row = Platform.objects.get()
    for who in (cast.admin, cast.learner):
        client = browser(who, now)
        assert client.get("/lti/platforms/").status_code == 404
        assert client.get(f"/lti/platforms/{row.uuid}/").status_code == 404
        assert client.post(f"/lti/platforms/{row.uuid}/act/", {"act": "off"}).status_code == 404
    gita = browser(cast.platform, now)
    sent = {
        "name": "Second", "issuer": "https://two.example.org", "client_id": "c", "deployments": "1\n2",
        "login_url": "https://two.example.org/a", "token_url": "https://two.example.org/t",
        "jwks_url": "http://two.example.org/j",
    }  # fmt: skip
    assert gita.post("/lti/platforms/new/", sent).status_code == 422
    assert gita.post("/lti/platforms/new/", sent | {"jwks_url": "https://two.example.org/j"}).status_code == 302
    assert "Second" in gita.get("/lti/platforms/").content.decode()


def test_our_tool_against_our_platform(desk, cast, now, settings, monkeypatch, run_jobs):
    """Both sides are ours: a part of one course opens another course, and its completion comes back as a score."""
    wire = Client()

    def own(url, *, method="GET", headers=None, body=None):
        parts = urllib.parse.urlsplit(url)
        sent = dict(headers or {})
        answer = wire.generic(
            method, parts.path, body or b"", content_type=sent.pop("Content-Type", "text/plain"), headers=sent
        )
        return fetch.Answer(answer.status_code, answer.content)

    monkeypatch.setattr(fetch, "fetch", own)
    settings.PRIVATE_ADDRESSES = True
    us = settings.PUBLIC_ORIGIN
    target = f"{us}/lti/tool/courses/{desk.plain.uuid}/"
    register_tool.change(
        actor=cast.admin.actor(now), tool=desk.row.uuid, at=now,
        given=given(
            initiation_url=f"{us}/lti/tool/login/", target_url=target, redirect_uris=(f"{us}/lti/tool/launch/",),
            deep_link_url="", jwks_url=f"{us}/lti/jwks/",
        ),
    )  # fmt: skip
    desk.py.launch_url = target
    course, _link = desk.publish("T-10", kinds=("lti",))
    entered = register_platform.Entered(
        "Ourselves", us, desk.row.client_id, (str(desk.deployment.uuid),), f"{us}/lti/authorize/", f"{us}/lti/token/",
        "", f"{us}/lti/jwks/",
    )  # fmt: skip
    register_platform.enter(actor=cast.platform.actor(now), entered=entered, at=now)
    enrolment, part = desk.enrol(desk.asha, course)
    asha = browser(desk.asha, now)
    login = desk.start(asha, part)
    question = asha.get(login.removeprefix(us))["Location"]
    form = desk.posted(asha, question)
    assert form.action == f"{us}/lti/tool/launch/"
    page = asha.post("/lti/tool/launch/", form.fields)["Location"]
    lesson = asha.post(page, {"act": "link"})["Location"]
    asha.get(lesson, follow=True)
    rows.run("update learning_partprogress set opened_at = %s, seen_at = %s", [now - dt.timedelta(hours=1)] * 2)
    asha.post(f"{lesson}parts/one/finish/", {})
    run_jobs()
    assert sent(now + dt.timedelta(minutes=1)) == 1
    assert learning.lesson(desk.asha.actor(now), enrolment).part("tool").done
