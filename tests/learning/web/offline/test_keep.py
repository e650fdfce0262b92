"""Sizes before anything is fetched; a manifest for one device; kept pages that note nothing as opened."""

import hashlib
import json
import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.models import OfflinePack, PartProgress
from karmayogi.learning.web import files_door
from karmayogi.people.actions.revoke_device import revoke_device
from tests.learning.phone import Phone
from tests.learning.web.test_media import film  # noqa: F401 (a course with a film in three forms)
from tests.people.actions.test_enrol_device import point

OURS = {"X-Karmayogi-Progress": "1", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def asha(cast, client, at):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    return client


@pytest.fixture
def enrolment(cast, film, at):  # noqa: F811
    return api.enrol(actor=cast.learner.actor(at), course_uuid=film, language="en", at=at)


@pytest.fixture
def phone(cast, at):
    return Phone(cast.learner.actor(at), at)


@pytest.fixture
def ask(asha, enrolment, phone, at):
    def call(form="240p", key="", headers=OURS, **changes):
        body = {"device": str(phone.uuid), "form": form, "key": key} | changes
        with clock.frozen(at):
            return asha.post(
                reverse("learning:keep", args=[enrolment]), body, content_type="application/json", headers=headers
            )

    return call


def test_sizes_stand_on_the_buttons(asha, enrolment, film, at):  # noqa: F811
    with clock.frozen(at):
        pages = [
            asha.get(reverse("learning:course", args=[film])),
            asha.get(reverse("learning:part", args=[enrolment, "video"])),
        ]  # fmt: skip
    for page in pages:
        html = page.content.decode()
        for label in ("Text only", "Sound only", "Small film (240p)", "As uploaded"):
            assert f"{label} (" in html
        assert "data-keep hidden" in html, "without JavaScript nothing is offered that cannot work"


def test_the_manifest_says_what_how_large_its_hash_and_until_when(ask, asha, enrolment, phone, at):
    answer = ask().json()
    told = json.loads(answer["manifest"])
    pack = OfflinePack.objects.get()
    assert told["pack"] == str(pack.uuid) and told["device"] == str(phone.uuid)
    assert told["valid_until"] == pack.valid_until.timestamp() * 1000
    assert {part["title"] for part in told["parts"]} >= {"What and who", "Time limits"}
    assert len(answer["seal"]) == 64
    film_file = max(told["files"], key=lambda one: one["size"])
    assert film_file["size"] == 1_400_000, "the small film, not the one that was uploaded"
    captions = min(told["files"], key=lambda one: one["size"])
    said: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": captions["from"]}
    with clock.frozen(at):
        body = b"".join(files_door.serve(environ, lambda status, headers: said.append(status)))
    assert said == ["200 OK"] and hashlib.sha256(body).hexdigest() == captions["sha256"]
    with clock.frozen(at):
        pages = [asha.get(part["from"]).content.decode() for part in told["parts"]]
    assert all(f'data-pack="{pack.uuid}"' in page for page in pages)
    assert any(film_file["sha256"] in page for page in pages)
    assert not PartProgress.objects.exists(), "keeping is not reading"


def test_of_text_alone_no_file_goes_along(ask, asha, at):
    told = json.loads(ask("text").json()["manifest"])
    assert told["files"] == []
    with clock.frozen(at):
        assert not any("/learning/files/" in asha.get(part["from"]).content.decode() for part in told["parts"])


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"headers": {}}, 403), ({"form": "8k"}, 404), ({"device": "x"}, 400), ({"key": "nine"}, 404),
     ({"device": "00000000-0000-0000-0000-000000000000"}, 404)],
)  # fmt: skip
def test_anything_else_is_refused_with_a_reason(ask, changes, status):
    answer = ask(**changes)
    assert answer.status_code == status
    assert answer.json()["reason"]
    assert not OfflinePack.objects.exists()


def test_nobody_opens_the_kept_pages_of_another(ask, cast, client, at):
    told = json.loads(ask().json()["manifest"])
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.supervisor.cookie(at)
    with clock.frozen(at):
        assert {client.get(part["from"]).status_code for part in told["parts"]} == {404}


def test_a_device_enrols_from_the_page(asha, at, cast):
    with clock.frozen(at):
        answer = asha.post(
            "/people/me/devices/", {"device": "11111111-1111-4111-8111-111111111111", "key": point()},
            headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9) Chrome/120.0 Mobile Safari/537"},
        )  # fmt: skip
        assert answer.json() == {"name": "Asha Verma"}
        assert "Chrome 120 · Android" in asha.get("/people/me/security/").content.decode()
        refused = asha.post("/people/me/devices/", {"device": "11111111-1111-4111-8111-111111111112", "key": "x"})
    assert refused.status_code == 409 and refused.json()["reason"]


def test_the_list_of_the_phone_is_anybodys_and_its_kept_shell_names_nobody(asha, client, at):
    with clock.frozen(at):
        assert "Asha Verma" in asha.get("/learning/kept/").content.decode()
        assert "Asha Verma" not in asha.get("/learning/kept/?shell=1").content.decode()
    client.cookies.clear()
    assert client.get("/learning/kept/").status_code == 200


def test_a_browser_whose_device_was_removed_is_told_so_that_it_can_become_another(ask, phone, cast, at):
    revoke_device(actor=cast.learner.actor(at), device_uuid=phone.uuid, at=at)
    answer = ask()
    assert (answer.status_code, answer.json()["removed"]) == (409, True)
    assert ask(device=str(uuid.uuid4())).status_code == 404
