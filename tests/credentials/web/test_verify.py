"""The page that a stranger sees after scanning the code."""

import html
import uuid

import pytest
from django.conf import settings
from django.test import Client

from karmayogi.credentials import api
from karmayogi.credentials.engine.wording import LANGUAGES
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.queries.wording import page_wording
from karmayogi.credentials.types import Reason
from karmayogi.kernel import ids
from karmayogi.kernel.access import System

LIMIT = 10_000  # bytes of the whole page, not compressed


@pytest.fixture
def earned(cast, issue):
    return issue(person_id=cast.learner.person_id, name="Asha Verma", name_native="आशा वर्मा")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_genuine_in_every_language_of_the_paper_without_sign_in_or_script(client, earned, lang):
    page = client.get(f"/v/{earned.code}?lang={lang}")
    text = page.content.decode()
    assert page.status_code == 200 and 'class="t ok"' in text and "आशा वर्मा" in text and "Asha Verma" in text
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ur" else "ltr"}">' in text
    assert "<script" not in text and len(page.content) <= LIMIT
    assert "sessionid" not in page.cookies and "csrftoken" not in page.cookies


def test_a_full_certificate_fits_too(client, cast, issue):
    row = issue(
        person_id=cast.learner.person_id, name="N" * 60, name_native="आ" * 60, title_hi="प" * 120,
        competencies=[(f"F{i}", "दक्षता का एक लम्बा नाम " * 2, 3) for i in range(8)],
    )  # fmt: skip
    assert max(len(client.get(f"/v/{row.code}?lang={lang}").content) for lang in LANGUAGES) <= LIMIT


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_answer_in_each_language(client, cast, issue, at, lang):
    """In words of that language alone, and small, whatever the answer is."""
    said, english = page_wording(lang), page_wording("en")
    holder = {"person_id": cast.learner.person_id, "name": "Asha", "name_native": ""}
    revoked, ended, altered, undone = (issue(**holder, ref_uuid=uuid.uuid4(), **more) for more in (
        {}, {"valid_until": at.replace(year=2020)}, {}, {}))  # fmt: skip
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=revoked.uuid, reason="wrong_person", at=at)
    api.take_back(agent=System("x"), certificate_uuid=undone.uuid, why="x", at=at, reason=api.Reason.UNDONE)
    newer = api.restyle(agent=System("x"), certificate_uuid=issue(**holder, ref_uuid=uuid.uuid4()).uuid, at=at)
    replaced = Certificate.objects.get(pk=Certificate.objects.get(uuid=newer.uuid).replaces_id)
    Certificate.objects.filter(uuid=altered.uuid).update(name="Somebody else")
    shown = {
        revoked.code: [said["revoked"], said["reasons"]["wrong_person"]], ended.code: [said["expired_told"]],
        altered.code: [said["altered_told"]], undone.code: [said["reasons"]["error"]],
        replaced.code: [said["replaced_by"], newer.code], ids.code("KY", length=12): [said["unknown_told"]],
        "KY-1": [said["mistyped_told"]], "": [said["title"], said["free"]],
    }  # fmt: skip
    others = [] if lang == "en" else [text for text in english.values() if isinstance(text, str) and len(text) > 12]
    for code, texts in shown.items():
        page = client.get("/credentials/verify/", {"code": code, "lang": lang}).content
        text = html.unescape(page.decode())
        assert all(one in text for one in texts) and len(page) <= LIMIT, (code, len(page))
        assert not [one for one in others if one in text]


def test_the_words_of_the_page_are_whole():
    english = page_wording("en")
    assert set(english["reasons"]) == {one.value for one in Reason} - {"replaced", "undone"} | {"unsaid"}
    for language in LANGUAGES:
        said = page_wording(language)
        assert set(said) == set(english) and set(said["reasons"]) == set(english["reasons"])
        assert "{day}" in said["revoked_told"] and "{reason}" in said["revoked_told"]
        assert all(said["reasons"].values()) and all(said.values())


def test_the_form_and_the_short_address_answer_alike(client, earned):
    typed = client.get("/credentials/verify/", {"code": earned.code.lower().replace("-", " ")})
    assert b'class="t ok"' in typed.content and b"ND-01" not in typed.content
    assert client.get("/credentials/verify/").status_code == 200


def test_it_says_what_was_proved_and_how(client, earned):
    text = client.get(f"/v/{earned.code}?lang=en").content.decode()
    for words in (
        "टिप्पण और प्रारूपण",
        "proved by a server-marked test",
        "85%",
        "2 h 30 min",
        "20 November 2026",
        earned.code,
    ):
        assert words in text
    assert api.verify(earned.code).key_id in text


def test_revoked_at_once(client, cast, earned, at):
    api.revoke(
        actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="unfair_means", note="private words", at=at
    )
    text = client.get(f"/v/{earned.code}?lang=en").content.decode()
    assert "Revoked" in text and 'class="t bad"' in text and "20 November 2026: unfair means in the test" in text
    assert "private words" not in text and 'class="t ok"' not in text


def test_altered_unknown_and_mistyped_have_the_same_shape(client, earned):
    Certificate.objects.update(name="Somebody else")
    shapes = {
        earned.code: "Not genuine",
        ids.code("KY", length=12): "Not known",
        "KY-1234-5678-9999": "Mistyped",
        "<script>alert(1)</script>": "Mistyped",
    }
    for code, words in shapes.items():
        page = client.get("/credentials/verify/", {"code": code, "lang": "en"})
        text = page.content.decode()
        assert page.status_code == 200 and words in text and "Asha" not in text and "Somebody" not in text
        assert "<script" not in text and text.count('<section class="c"') == 1 and text.count("<form") == 1


def test_writes_nothing_and_asks_little(client, earned, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"/v/{earned.code}")
    with django_assert_num_queries(0):
        client.get("/credentials/verify/?code=rubbish")


def test_headers(client, earned):
    page = client.get(f"/v/{earned.code}")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "sha256-" in policy
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_language_of_the_reader(client, earned):
    page = client.get(f"/v/{earned.code}", headers={"accept-language": "ur,en;q=0.5"})
    assert b'<html lang="ur" dir="rtl">' in page.content
    assert b'<html lang="en"' in client.get(f"/v/{earned.code}?lang=xx").content

    def read(accepts, **cookies):
        client.cookies.load(cookies)
        return client.get(f"/v/{earned.code}", headers={"accept-language": accepts}).content.decode()

    assert '<html lang="ta" dir="ltr">' in read("fr, ta-IN;q=0.8, en;q=0.5")
    assert '<html lang="en"' in read("fr, x;;q=*, \x01")
    assert '<html lang="hi"' in read("ta", **{settings.LANGUAGE_COOKIE_NAME: "hi"}), "as chosen on our pages"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(earned, method):
    assert getattr(Client(), method)(f"/v/{earned.code}").status_code == 405


def test_odd_bytes(client, db):
    for code in ("%00", "a" * 5000, "%F0%9F%98%80", "..%2f..", "' or 1=1"):
        assert client.get(f"/credentials/verify/?code={code}").status_code == 200
