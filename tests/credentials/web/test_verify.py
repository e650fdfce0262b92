"""The page that a stranger sees after scanning the code."""

import pytest
from django.test import Client

from karmayogi.credentials import api
from karmayogi.credentials.models import Certificate
from karmayogi.kernel import ids

LIMIT = 10_000  # bytes of the whole page, not compressed


@pytest.fixture
def earned(cast, issue):
    return issue(person_id=cast.learner.person_id, name="Asha Verma", name_native="आशा वर्मा")


@pytest.mark.parametrize("lang", ["en", "hi", "ur"])
def test_genuine_in_three_languages_without_sign_in_or_script(client, earned, lang):
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
    assert len(client.get(f"/v/{row.code}?lang=ur").content) <= LIMIT


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


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(earned, method):
    assert getattr(Client(), method)(f"/v/{earned.code}").status_code == 405


def test_odd_bytes(client, db):
    for code in ("%00", "a" * 5000, "%F0%9F%98%80", "..%2f..", "' or 1=1"):
        assert client.get(f"/credentials/verify/?code={code}").status_code == 200
