"""Pages that somebody has to be in the middle of something to see: a running test, a claim that waits, a tool's offer.

They are looked at in the world of the access matrix, which has all of it, as the browser of a phone draws them. What
people come to by following links in the demonstration is looked at there (tests/journeys/test_every_screen.py); that
test counts whether both together look at every page there is.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Route, sync_playwright

from karmayogi.capacity.actions.draft_plan import next_version
from karmayogi.kernel import clock, rows
from karmayogi.kernel.digests import digest
from karmayogi.learning.actions.authoring.quality import ensure_quality_form
from karmayogi.people.links import invitation_link
from karmayogi.people.models import Account
from tests.architecture.test_access_matrix import ADDRESSES, signed_in, values_for
from tests.architecture.test_access_matrix import world as world  # a fixture
from tests.cast import PASSWORD, SET_UP
from tests.conftest import CHROMIUM, FLAGS
from tests.journeys.conftest import LOOK, faults

pytestmark = pytest.mark.journey
ORIGIN = "http://screens.localhost"  # what a browser trusts like https, so that scripts find all they need
# Address -> who of the cast sees the page there ("": nobody in particular).
IN_A_STATE: dict[str, str] = {
    "capacity:words": "admin",
    "capacity:needs": "admin",
    "capacity:survey": "admin",
    "capacity:papers": "admin",
    "capacity:source": "admin",
    "capacity:interventions": "admin",
    "capacity:new_intervention": "admin",
    "capacity:intervention": "admin",
    "capacity:edit_intervention": "admin",
    "capacity:budget": "admin",
    "capacity:calendar": "admin",
    "demand:index": "platform",
    "demand:lack": "platform",
    "demand:terms": "platform",
    "demand:requests": "platform",
    "demand:request": "platform",
    "capacity:spending": "admin",
    "capacity:mine": "admin",
    "capacity:answer": "learner",
    "capacity:batches": "admin",
    "capacity:batch": "admin",
    "capacity:new_batch": "admin",
    "capacity:scenarios": "admin",
    "capacity:new_scenario": "admin",
    "capacity:scenario": "admin",
    "capacity:change_scenario": "admin",
    "capacity:people": "admin",
    "capacity:compare": "admin",
    "capacity:stress_tests": "admin",
    "capacity:stress": "admin",
    "talent:mine": "learner",
    "talent:order": "admin",
    "talent:new": "admin",
    "talent:edit": "admin",
    "talent:year": "admin",
    "talent:absences_act": "admin",
    "talent:officer": "admin",
    "talent:contest": "admin",
    "talent:feed": "admin",
    "talent:feeds": "platform",
    "talent:texts": "platform",
    "work_order_short": "",
    "account_reset_password_from_key": "",
    "orgs:import": "admin",
    "orgs:person_posting": "admin",
    "orgs:person_retire": "admin",
    "orgs:structure_change": "platform",
    "orgs:structure_split": "platform",
    "orgs:structure_end": "platform",
    "credentials:renewal": "learner",
    "credentials:languages": "learner",
    "learning:certificates": "platform",
    "learning:certificates_act": "platform",
    "competencies:proposal_edit": "learner",
    "competencies:occupation": "learner",
    "competencies:occupations": "learner",
    "competencies:framework_import": "platform",
    "competencies:question": "learner",
    "competencies:review": "learner",
    "competencies:order_compare": "supervisor",
    "learning:brought_one": "publisher",
    "learning:part": "learner",
    "learning:kept_part": "learner",
    "learning:registration": "admin",
    "learning:draft": "learner",
    "learning:draft_about": "learner",
    "learning:draft_compare": "learner",
    "learning:draft_part": "learner",
    "learning:draft_questions": "learner",
    "learning:draft_paper": "learner",
    "learning:draft_preview": "learner",
    "learning:check": "learner",
    "learning:check_appeal": "admin",
    "learning:check_asked": "learner",
    "assessment:start": "learner",
    "assessment:sealed": "learner",
    "assessment:figures": "publisher",
    "assessment:mark": "learner",
    "assessment:sit": "learner",
    "assessment:sitting": "learner",
    "assessment:recheck": "learner",
    "assessment:invited": "",
    "assessment:invited_code": "",
    "assessment:question": "learner",
    "assessment:check": "learner",
    "lti:choose": "learner",
    "lti:offer": "learner",
    "lti:tool": "admin",
    "lti:tool_change": "admin",
    "lti:platform": "platform",
    "plans:relief": "admin",
    "evaluation:index": "analyst",
    "evaluation:new_study": "analyst",
    "evaluation:edit_study": "analyst",
    "evaluation:study": "analyst",
    "evaluation:units": "analyst",
    "evaluation:result": "analyst",
    "evaluation:plan": "",
    "evaluation:services": "analyst",
    "evaluation:new_service": "analyst",
    "evaluation:service": "analyst",
    "evaluation:service_feed": "analyst",
    "evaluation:courses": "analyst",
    "evaluation:course": "analyst",
    "evaluation:rooms": "analyst",
    "evaluation:new_room": "analyst",
    "evaluation:room": "analyst",
}


type Scene = Callable[[Any, dict[str, Any], dt.datetime], Iterator[tuple[str, Client, str]]]
SCENES: list[tuple[tuple[str, ...], Scene]] = []


def shows(*names: str) -> Callable[[Scene], Scene]:
    """The scene goes further than the world, or asks otherwise: it gives each of these addresses with who sees it."""

    def keep(scene: Scene) -> Scene:
        SCENES.append((names, scene))
        return scene

    return keep


@shows("capacity:weigh")
def weighing_a_need(cast, world, at):
    code = rows.scalar("select code from competencies_competency order by id limit 1")
    yield "capacity:weigh", signed_in(cast.admin, at), _hers("capacity:weigh", world) + f"?competency={code}"


@shows("capacity:changes")
def comparing_versions_of_a_plan(cast, world, at):
    rows.run("update capacity_plan set status = 'published', published_at = %s where uuid = %s", [at, world["plan"]])
    made = next_version(actor=cast.admin.actor(at), plan=world["plan"], at=at)
    yield "capacity:changes", signed_in(cast.admin, at), reverse("capacity:changes", args=[made])


@shows("assessment:practice")
def practising(cast, world, at):
    rows.run(
        "insert into assessment_practiceitem (paper_id, item_id) select p.id, i.id from assessment_paper p,"
        " assessment_item i where i.kind = 'single' limit 3"
    )
    yield "assessment:practice", signed_in(cast.learner, at), reverse("assessment:practice", args=[world["part"]])


@shows("assessment:withdraw", "assessment:withdrawal")
def a_question_goes(cast, world, at):
    item = rows.scalar("select uuid from assessment_item where kind = 'single' limit 1")
    client, path = signed_in(cast.publisher, at), reverse("assessment:withdraw", args=[world["part"], item])
    yield "assessment:withdraw", client, path
    yield "assessment:withdrawal", client, client.post(path, {"reason": "Ambiguous."})["Location"]


@shows("competencies:withdrawal")
def an_instrument_goes(cast, world, at):
    client = signed_in(cast.platform, at)
    path = reverse("competencies:instrument_withdraw", args=[world["instrument"]])
    yield "competencies:withdrawal", client, client.post(path, {"reason": "Outdated."})["Location"]


@shows("assessment:sitting_result")
def after_an_adaptive_test(cast, world, at):
    rows.run("update assessment_sitting set closed_at = %s, closing = 'enough', level = 2", [at])
    path = reverse("assessment:sitting_result", args=[world["sitting"]])
    yield "assessment:sitting_result", signed_in(cast.learner, at), path


@shows("assessment:result")
def after_a_test(cast, world, at):
    client = signed_in(cast.learner, at)
    client.post(reverse("assessment:submit", args=[world["attempt"]]))
    yield "assessment:result", client, reverse("assessment:result", args=[world["attempt"]])


@shows(
    "assessment:invited_test", "assessment:invited_question", "assessment:invited_check", "assessment:invited_result"
)
def somebody_from_outside(cast, world, at):
    rows.run(
        "insert into assessment_candidate (uuid, test_id, name, email, language, code_digest, code_tries, door_digest,"
        " invited_at, came_at) select gen_random_uuid(), id, 'Tara', 'tara@example.org', 'en', '', 0, %s, %s, %s"
        " from assessment_publictest",
        [digest("key"), at, at],
    )
    client = Client()
    client.cookies["invited"] = "key"
    yield "assessment:invited_test", client, reverse("assessment:invited_test")
    client.post(reverse("assessment:invited_test"), {"language": "en"})
    yield "assessment:invited_question", client, reverse("assessment:invited_question", args=[1])
    yield "assessment:invited_check", client, reverse("assessment:invited_check")
    client.post(reverse("assessment:invited_submit"))
    yield "assessment:invited_result", client, reverse("assessment:invited_result")


@shows("learning:draft_quality", "learning:draft_when")
def a_draft_before_review(cast, world, at):
    ensure_quality_form(agent=SET_UP, at=at)
    client = signed_in(cast.learner, at)
    yield "learning:draft_quality", client, reverse("learning:draft_quality", args=[world["draft"]])
    rows.run("update learning_course set kind = 'event' where code = 'M-1'")
    yield "learning:draft_when", client, reverse("learning:draft_when", args=[world["draft"]])


@shows("learning:retire")
def a_course_is_retired(cast, world, at):
    rows.run(
        "update learning_provider set organisation_id = %s where id = (select provider_id from learning_course where"
        " uuid = %s)",
        [cast.country.id, world["course"]],
    )
    yield "learning:retire", signed_in(cast.publisher, at), reverse("learning:retire", args=[world["course"]])


@shows("plans:terms", "plans:audience", "plans:items")
def a_mandate_is_written(cast, world, at):
    rows.run("update plans_mandate set status = 'draft', published_at = null")
    for name in ("plans:terms", "plans:audience", "plans:items"):
        yield name, signed_in(cast.admin, at), reverse(name, args=[world["mandate"]])


@shows("lti:arrival", "lti:tool_register")
def from_another_platform(cast, world, at):
    rows.run(
        "insert into lti_arrival (uuid, platform_id, digest, sub, name, deployment_id, message, course_id, link_id,"
        " line_item, deep, language, at) select gen_random_uuid(), p.id, %s, 's', 'Tara', 'd', 'resource', c.id, '',"
        " '', '{}', 'en', %s from lti_platform p, learning_course c where c.uuid = %s",
        [digest("token"), at, world["course"]],
    )
    yield "lti:arrival", Client(), reverse("lti:arrival", args=["token"])
    asked = "?openid_configuration=https%3A%2F%2Flms.example.org%2Fconfiguration&registration_token=x"
    yield "lti:tool_register", Client(), reverse("lti:tool_register", args=["token"]) + asked


@shows("people:welcome", "people:contact", "people:contact_code")
def a_new_account(cast, world, at):
    link = invitation_link(Account.objects.get(pk=cast.outsider.account_id), cast.outsider.email)
    yield "people:welcome", Client(), urlsplit(link).path
    client = come_in(cast.learner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    path = reverse("people:contact", args=["email"])
    yield "people:contact", client, path
    client.post(path, {"value": "other@personnel.example.in"})
    yield "people:contact_code", client, reverse("people:contact_code", args=["email"])


@shows(
    "people:second_factor", "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_reauthenticate",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_authenticate",
)  # fmt: skip
def with_a_second_factor(cast, world, at):
    client = come_in(cast.admin)
    with override_settings(AUTHORITY_NEEDS_SECOND_FACTOR=True):
        yield "people:second_factor", client, reverse("people:second_factor")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        yield name, client, reverse(name)
    account = Account.objects.get(pk=cast.admin.account_id)
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    for name in (
        "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"
    ):  # fmt: skip
        yield name, client, reverse(name)
    yield "mfa_authenticate", come_in(cast.admin), reverse("mfa_authenticate")


def come_in(player) -> Client:
    """Through the form, so that the session knows how and when."""
    client = Client()
    client.post(reverse("account_login"), {"login": player.email, "password": PASSWORD})
    return client


LOOKED_AT = {*IN_A_STATE, *(name for names, _scene in SCENES for name in names)}


def drawn(cast, world, at) -> dict[str, tuple[str, dict[str, str], bytes]]:
    """address -> (name of the address, headers, page) of every page of the lists, in Hindi and Urdu by turns."""
    asked = [
        (name, signed_in(getattr(cast, who), at) if who else Client(), _hers(name, world))
        for name, who in IN_A_STATE.items()
    ]
    found = {}
    for name, client, path in itertools.chain(asked, *(scene(cast, world, at) for _names, scene in SCENES)):
        language = ("hi", "ur")[len(found) % 2]
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == 200, f"{name} {path}: {answer.status_code}"
        assert answer.headers["Content-Type"].startswith("text/html"), name
        found[path] = (name, dict(answer.headers), answer.content)
    return found


def _hers(name: str, world: dict[str, Any]) -> str:
    return reverse(name, kwargs=values_for(name, ADDRESSES[name], world))


def test_pages_in_the_middle_of_something_are_fit_for_all(cast, world, at):
    with clock.frozen(at):
        pages = drawn(cast, world, at)
    assert {name for name, _headers, _body in pages.values()} == LOOKED_AT

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if (asked := route.request.url.removeprefix(ORIGIN)) in pages:
            _name, headers, body = pages[asked]
            route.fulfill(headers=headers, body=body)
        elif path.startswith("/static/") and isinstance(file := finders.find(path.removeprefix("/static/")), str):
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    wrong, said = [], []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport=LOOK["phone"], service_workers="block")  # type: ignore[arg-type]
        context.route("**/*", answer)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        for path, (name, _headers, _body) in pages.items():
            page.goto(ORIGIN + path)
            wrong += [f"{name} {path}: {fault}" for fault in faults(page)]
        browser.close()
    assert wrong == [], "\n".join(wrong)
    assert said == []
