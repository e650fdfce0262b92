"""Single sign-on against a local double of an OpenID provider."""

import urllib.parse

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from karmayogi.kernel.models import AuditEntry
from karmayogi.people.models import Account, Session
from tests.people.conftest import PASSWORD
from tests.people.oidc_double import Provider

START = "/people/sign-in/sso/sso/"


@pytest.fixture
def provider(settings):
    double = Provider()
    settings.SOCIALACCOUNT_PROVIDERS = configured(double.issuer)
    yield double
    double.stop()


def configured(issuer: str):
    app = {
        "provider_id": "sso",
        "name": "Jan Parichay double",
        "client_id": Provider.client_id,
        "secret": Provider.client_secret,
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def through(client, query=""):
    """The browser's way: to the provider and back; the last answer of ours."""
    away = client.get(START + query)
    assert away.status_code == 302, away.text
    back = requests.get(away["Location"], allow_redirects=False, timeout=5)
    url = urllib.parse.urlsplit(back.headers["Location"])
    return client.get(f"{url.path}?{url.query}")


def asha_there(**more):
    return {"sub": "p-1", "email": "Asha.Rao@gov.in", "email_verified": True, "name": "Asha", **more}


def test_the_button_is_there_only_when_configured(client, db, settings, account):
    assert "Sign in with" not in client.get("/people/sign-in/").text.replace("Sign in with a passkey", "")
    settings.SOCIALACCOUNT_PROVIDERS = configured("http://127.0.0.1:1")
    page = client.get("/people/sign-in/?next=/people/me/").text
    assert "Sign in with Jan Parichay double" in page
    assert f"{START}?next=%2Fpeople%2Fme%2F" in page


def test_a_verified_address_finds_the_account_and_links_it(client, provider, account, asha):
    provider.person = asha_there()
    answer = through(client, "?next=/people/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/people/me/")
    assert client.get("/people/me/").status_code == 200
    assert SocialAccount.objects.get().user_id == account.id
    tags = list(AuditEntry.objects.filter(concerns_id=asha.id).order_by("id").values_list("tag", flat=True))
    assert tags[-2:] == ["people:sso:link", "people:session:open"]


def test_afterwards_the_identifier_counts_and_not_the_address(client, provider, account):
    provider.person = asha_there()
    through(client)
    provider.person = asha_there(email="moved@gov.in")
    again = Client()
    assert through(again).status_code == 302
    assert again.get("/people/me/").status_code == 200
    assert Account.objects.get(pk=account.id).email == "asha.rao@gov.in"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unverified_address_is_refused(client, provider, account, verified):
    provider.person = asha_there(email_verified=verified)
    answer = through(client)
    assert answer.status_code == 403
    assert "did not confirm an e-mail address for you" in answer.text
    assert SocialAccount.objects.count() == 0
    assert Session.objects.filter(account_id__isnull=False).count() == 0


@pytest.mark.parametrize("person", [{"email": "stranger@gov.in"}, {"email": None}])
def test_unknown_people_are_refused_and_no_account_is_made(client, provider, account, person):
    provider.person = asha_there(sub="p-2", **person)
    answer = through(client)
    assert answer.status_code == 403
    assert "No account belongs to this sign-on" in answer.text
    assert Account.objects.count() == 1


def test_a_closed_account_is_not_opened(client, provider, account):
    Account.objects.filter(pk=account.id).update(is_active=False)
    provider.person = asha_there()
    assert through(client).status_code == 403
    assert Session.objects.filter(account_id__isnull=False).count() == 0


def test_somebody_signed_in_cannot_link_anothers_identity(client, provider, account, balas_account):
    client.post("/people/sign-in/", {"login": "bala@nic.in", "password": PASSWORD})
    provider.person = asha_there()
    assert through(client, "?process=connect").status_code == 403
    assert SocialAccount.objects.count() == 0


def test_the_second_factor_is_still_asked(client, provider, account):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(Account.objects.get(pk=account.id), generate_totp_secret())
    provider.person = asha_there()
    assert through(client)["Location"] == "/people/sign-in/code/"


@pytest.mark.parametrize("fault", ["token", "userinfo"])
def test_a_fault_on_the_way_back_is_a_clear_page(client, provider, account, fault):
    provider.person = asha_there()
    provider.faults = {fault}
    answer = through(client)
    assert answer.status_code == 503
    assert "Single sign-on does not answer" in answer.text


def test_cancelling_there_says_so_here(client, provider, account):
    provider.faults = {"denied"}
    answer = through(client)
    assert "Single sign-on was cancelled" in client.get(answer["Location"]).text


def test_an_unreachable_provider_is_a_clear_page(client, db, settings):
    settings.SOCIALACCOUNT_PROVIDERS = configured("http://127.0.0.1:1")
    answer = client.get(START)
    assert answer.status_code == 503
    assert "Single sign-on does not answer" in answer.text


def test_a_provider_that_answers_nonsense_is_a_clear_page(client, provider, db):
    provider.faults = {"not json"}
    assert client.get(START).status_code == 503


def test_a_forged_return_signs_nobody_in(client, provider, account):
    provider.person = asha_there()
    assert client.get(START + "back/?code=x&state=forged").status_code == 503
    assert client.get("/people/sign-in/sso/other/").status_code == 404
    other = Client()
    away = client.get(START)
    back = requests.get(away["Location"], allow_redirects=False, timeout=5)
    url = urllib.parse.urlsplit(back.headers["Location"])
    assert other.get(f"{url.path}?{url.query}").status_code == 503  # another browser's state
    assert Session.objects.filter(account_id__isnull=False).count() == 0


def test_a_stolen_code_is_useless_without_the_verifier(client, provider, account):
    provider.person = asha_there()
    away = client.get(START)
    back = requests.get(away["Location"], allow_redirects=False, timeout=5)
    code = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back.headers["Location"]).query))["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "redirect_uri": provider.codes[code]["redirect_uri"],
    }
    assert provider.token(form)[0] == 400
