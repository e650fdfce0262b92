"""The list of an administrator and the page that revokes."""

import datetime as dt

import pytest

from karmayogi.credentials.models import Certificate
from karmayogi.kernel.access import Role


@pytest.fixture
def two(cast, issue):
    hers = issue(person_id=cast.learner.person_id, name="Asha Verma", name_native="आशा वर्मा")
    his = issue(person_id=cast.outsider.person_id, name="Chandra 100% Rao", name_native="")
    return hers, his


def listed(client, **query):
    return client.get("/credentials/all/", query).content.decode()


def test_all_of_the_country_for_the_platform(sign_in, two):
    text = listed(sign_in("platform"))
    assert all(row.code in text for row in two)


def test_one_ministry_for_its_administrator(sign_in, cast, two):
    cast.grant(cast.admin, Role.CERTIFICATE_ADMIN, cast.ministry)
    text = listed(sign_in("admin"))
    assert two[0].code in text and two[1].code not in text


@pytest.mark.parametrize(
    "q, found", [("asha", [0]), ("वर्मा", [0]), ("rao", [1]), ("%", [1]), ("_", []), ("nobody", []), ("' or 1=1", [])]
)
def test_search(sign_in, two, q, found):
    text = listed(sign_in("platform"), q=q)
    assert [i for i, row in enumerate(two) if row.code in text] == found


def test_search_by_number(sign_in, two):
    text = listed(sign_in("platform"), q=two[1].code.lower())
    assert two[1].code in text and two[0].code not in text


def test_pages(sign_in, cast, issue, monkeypatch):
    from karmayogi.credentials.web import administration

    codes = [issue(person_id=cast.learner.person_id).code for _ in range(5)]
    real = administration.administered_certificates
    monkeypatch.setattr(administration, "administered_certificates", lambda *a, **k: real(*a, limit=2, **k))
    client, seen, query = sign_in("platform"), [], ""
    while True:
        text = client.get("/credentials/all/" + query).content.decode()
        seen.append([code for code in codes if code in text])
        if 'rel="next"' not in text:
            break
        query = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert [len(page) for page in seen] == [2, 2, 1] and sorted(code for page in seen for code in page) == sorted(codes)
    assert client.get("/credentials/all/?after=rubbish").status_code == 200


def test_whose_name_was_corrected_gets_it_anew_from_the_list(cast, sign_in, issue, at):
    wrong = issue(person_id=cast.learner.person_id, name="Asha Varma", name_native="")
    gone = issue(person_id=cast.learner.person_id, name="Asha Varma", valid_until=at - dt.timedelta(days=1))
    right = issue(person_id=cast.learner.person_id, name="Asha Verma", name_native="आशा वर्मा")
    client = sign_in("platform")
    text = listed(client)
    offered = [row for row in (wrong, gone, right) if f"/credentials/{row.uuid}/reissue/" in text]
    assert offered == [wrong]
    assert client.post(f"/credentials/{wrong.uuid}/reissue/")["Location"] == "/credentials/all/"
    text = listed(client)
    assert "/reissue/" not in text and Certificate.objects.get(replaces__code=wrong.code).name == "Asha Verma"


@pytest.mark.parametrize("part", ["learner", "supervisor", "admin", "other_admin", "analyst", "publisher"])
def test_nothing_for_others(sign_in, two, part):
    client = sign_in(part)
    assert client.get("/credentials/all/").status_code == 404
    for method in ("get", "post"):
        page = getattr(client, method)(f"/credentials/{two[0].uuid}/revoke/", {"reason": "error"})
        assert page.status_code == 404
    assert not Certificate.objects.filter(revoked_at__isnull=False).exists()


def test_revoking(sign_in, two, run_jobs):
    client = sign_in("platform")
    page = client.get(f"/credentials/{two[0].uuid}/revoke/")
    assert page.status_code == 200 and b"final" in page.content
    assert client.post(f"/credentials/{two[0].uuid}/revoke/", {}).status_code == 422
    assert client.post(f"/credentials/{two[0].uuid}/revoke/", {"reason": "other", "note": " "}).status_code == 422
    assert client.post(f"/credentials/{two[0].uuid}/revoke/", {"reason": "made up"}).status_code == 422
    done = client.post(f"/credentials/{two[0].uuid}/revoke/", {"reason": "other", "note": "Order 7/2026"})
    assert (done.status_code, done["Location"]) == (302, "/credentials/all/")
    assert Certificate.objects.get(revoked_at__isnull=False).uuid == two[0].uuid
    assert client.get(f"/credentials/{two[0].uuid}/revoke/").status_code == 409
    assert "revoked" in listed(client)
