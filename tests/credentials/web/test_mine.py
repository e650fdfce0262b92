"""Her certificates as files: for herself and whoever may see her; nothing is there for others."""

import datetime as dt
import json
import uuid

import pytest
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet

from karmayogi.credentials import api
from karmayogi.credentials.engine import proofs
from karmayogi.credentials.engine.wording import LANGUAGES
from karmayogi.credentials.models import Certificate, SigningKey
from karmayogi.kernel.models import AuditEntry
from tests.credentials.actions.test_typeset import by_pypdf, plain

FILES = ["pdf", "json", "jwt"]


@pytest.fixture
def earned(cast, issue):
    return issue(person_id=cast.learner.person_id, name="Asha Verma")


def test_the_list(sign_in, earned):
    text = sign_in("learner").get("/credentials/").content.decode()
    assert earned.code in text and f"/v/{earned.code}" in text and f"/credentials/{earned.uuid}/pdf/" in text
    assert f"/credentials/{earned.uuid}/json/" in text and f"/credentials/{earned.uuid}/jwt/" in text
    assert earned.code not in sign_in("supervisor").get("/credentials/").content.decode()


def test_the_pdf_is_made_when_it_is_first_asked_for_and_once(sign_in, earned, run_jobs):
    run_jobs()
    assert Certificate.objects.get().pdf is None
    client = sign_in("learner")
    page = client.get(f"/credentials/{earned.uuid}/pdf/")
    assert page.status_code == 200 and page.content.startswith(b"%PDF-") and earned.code in page["Content-Disposition"]
    stored = Certificate.objects.get().pdf
    assert stored.media_type == "application/pdf"
    assert client.get(f"/credentials/{earned.uuid}/pdf/").content == page.content
    assert Certificate.objects.get().pdf == stored


def test_the_json_is_what_was_signed(sign_in, earned):
    page = sign_in("learner").get(f"/credentials/{earned.uuid}/json/")
    assert page.content.decode() == Certificate.objects.get().credential
    document = json.loads(page.content)
    key = proofs.public_key(SigningKey.objects.get().public)
    assert proofs.verifies(document, key, method=document["proof"]["verificationMethod"])


def test_the_jwt_verifies_with_the_published_key(client, sign_in, earned):
    token = sign_in("learner").get(f"/credentials/{earned.uuid}/jwt/").content.decode()
    methods = client.get("/.well-known/did.json").json()["verificationMethod"]
    keys = [m["publicKeyJwk"] | {"kid": m["id"]} for m in methods if m["type"] == "JsonWebKey"]
    with pytest.warns(SecurityWarning, match="EdDSA"):  # the library prefers the newer name of the same algorithm
        decoded = jwt.decode(token, KeySet.import_key_set({"keys": keys}), algorithms=["EdDSA"])
    assert (decoded.header["typ"], decoded.header["alg"]) == ("vc+jwt", "EdDSA")
    assert decoded.claims["iss"] == decoded.claims["issuer"]["id"] and decoded.claims["jti"] == decoded.claims["id"]
    assert "proof" not in decoded.claims and decoded.claims["nbf"] <= decoded.claims["iat"]


def test_the_paper_in_another_language(sign_in, earned, cast, at):
    """The words change and what was signed does not; what is stored stays as it was issued."""
    client = sign_in("learner")
    address = f"/credentials/{earned.uuid}/languages/"
    assert address in client.get("/credentials/").content.decode()
    page = client.get(address).content.decode()
    assert all(f"/credentials/{earned.uuid}/pdf/?lang={code}" in page for code in LANGUAGES) and "தமிழ்" in page
    text = plain(by_pypdf(client.get(f"/credentials/{earned.uuid}/pdf/?lang=ta").content))
    assert "நிறைவுச் சான்றிதழ்" in text and "टिप्पण और प्रारूपण" in text and earned.code in text
    assert Certificate.objects.get().pdf_id is None
    same = client.get(f"/credentials/{earned.uuid}/pdf/?lang=hi").content
    assert same == client.get(f"/credentials/{earned.uuid}/pdf/").content and Certificate.objects.get().pdf_id
    assert client.get(f"/credentials/{earned.uuid}/pdf/?lang=xx").status_code == 404
    assert sign_in("outsider").get(f"/credentials/{earned.uuid}/pdf/?lang=ta").status_code == 404
    assert sign_in("supervisor").get(address).status_code == 404
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="error", at=at)
    assert client.get(f"/credentials/{earned.uuid}/pdf/?lang=ta").status_code == 409


@pytest.mark.parametrize("part", ["outsider", "other_admin", "analyst", "publisher"])
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_there_for_strangers(sign_in, earned, part, file):
    client = sign_in(part)
    theirs = client.get(f"/credentials/{earned.uuid}/{file}/")
    nothing = client.get(f"/credentials/{uuid.uuid4()}/{file}/")
    assert theirs.status_code == nothing.status_code == 404


@pytest.mark.parametrize("part", ["supervisor", "head", "admin", "platform"])
def test_who_may_see_her_may_take_it_and_she_can_read_that(sign_in, earned, cast, part):
    assert sign_in(part).get(f"/credentials/{earned.uuid}/json/").status_code == 200
    entry = AuditEntry.objects.get(tag="credentials:certificate:see")
    assert (entry.concerns_id, entry.account_id) == (cast.learner.person_id, cast.everyone[part].account_id)


def test_her_own_look_is_not_recorded(sign_in, earned):
    sign_in("learner").get(f"/credentials/{earned.uuid}/json/")
    assert not AuditEntry.objects.filter(tag="credentials:certificate:see").exists()


@pytest.mark.parametrize("file", FILES)
def test_signed_out(client, earned, file):
    assert client.get(f"/credentials/{earned.uuid}/{file}/").status_code == 302


def test_a_revoked_one_is_not_printed(sign_in, cast, earned, at):
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="error", at=at)
    client = sign_in("learner")
    assert client.get(f"/credentials/{earned.uuid}/pdf/").status_code == 409
    assert client.get(f"/credentials/{earned.uuid}/jwt/").status_code == 409
    text = client.get("/credentials/").content.decode()
    assert "revoked" in text and "/pdf/" not in text


@pytest.mark.parametrize(
    "days, words",
    [(400, "Renew it from"), (30, "renew now"), (-1, "✗ expired")],
)
def test_until_when_it_is_good_and_when_to_renew_it(sign_in, cast, issue, at, days, words):
    made = issue(person_id=cast.learner.person_id, valid_until=at + dt.timedelta(days=days))
    text = sign_in("learner").get("/credentials/").content.decode()
    assert words in text
    page = sign_in("learner").get(f"/v/{made.code}").content.decode()
    assert ("Expired" in page, "Genuine" in page) == (days < 0, days > 0) and "Valid until" in page
    assert json.loads(Certificate.objects.get().credential)["validUntil"].startswith("202")


def test_a_corrected_name_and_what_took_its_place(sign_in, cast, issue):
    made = issue(person_id=cast.learner.person_id, name="Asha Varma", name_native="")
    client = sign_in("learner")
    address = f"/credentials/{made.uuid}/reissue/"
    assert address in client.get("/credentials/").content.decode()
    assert sign_in("supervisor").post(address).status_code == 404
    assert sign_in("learner").post(address).status_code == 302
    text = client.get("/credentials/").content.decode()
    new = Certificate.objects.get(replaces__isnull=False)
    assert "replaced by" in text and new.code in text and address not in text
    assert f"/v/{new.code}" in client.get(f"/v/{made.code}").content.decode()
