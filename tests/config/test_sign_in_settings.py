"""What the environment may say about signing in."""

import pytest

from config.env import BadEnvironment, read

PROD = {
    "KARMAYOGI_MODE": "prod",
    "KARMAYOGI_SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgresql://x",
    "KARMAYOGI_PUBLIC_ORIGIN": "https://learn.example.in",
    "KARMAYOGI_CONTENT_ORIGIN": "https://content.example.net",
    "KARMAYOGI_DEMO": "false",
}


def test_single_sign_on_is_off_unless_named():
    assert read({}).oidc_server_url == ""


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"KARMAYOGI_OIDC_SERVER_URL": "https://sso.example.in"}, "OIDC_CLIENT_ID"),
        (
            {"KARMAYOGI_OIDC_SERVER_URL": "http://sso.example.in", "KARMAYOGI_OIDC_CLIENT_ID": "x"},
            "OIDC_SERVER_URL must be https",
        ),
        ({"KARMAYOGI_OIDC_SERVER_URL": "sso.example.in"}, "OIDC_SERVER_URL"),
        ({"KARMAYOGI_CONTENT_ORIGIN": "https://content.example.in"}, "both belong to example.in"),
        ({"KARMAYOGI_CONTENT_ORIGIN": "http://content.example.net"}, "CONTENT_ORIGIN must be https"),
        (
            {
                "KARMAYOGI_PUBLIC_ORIGIN": "https://learn.karmayogi.gov.in",
                "KARMAYOGI_CONTENT_ORIGIN": "https://a.packages.karmayogi.gov.in",
            },
            "both belong to karmayogi.gov.in",
        ),
        ({"KARMAYOGI_TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"KARMAYOGI_TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES"),
    ],
)
def test_bad_values_stop_the_start_with_their_name(more, name):
    with pytest.raises(BadEnvironment, match=name):
        read({**PROD, **more})


@pytest.mark.parametrize(
    ("site", "content"),
    [
        ("https://karmayogi.gov.in", "https://karmayogi-packages.gov.in"),  # gov.in is a public suffix
        ("https://10.0.0.5", "https://10.0.0.6"),
        ("https://learn.office", "https://content.packages"),
    ],
)
def test_a_content_host_of_another_registered_domain_is_taken(site, content):
    env = read({**PROD, "KARMAYOGI_PUBLIC_ORIGIN": site, "KARMAYOGI_CONTENT_ORIGIN": content})
    assert env.content_origin == content


def test_a_good_provider_is_taken():
    env = read({**PROD, "KARMAYOGI_OIDC_SERVER_URL": "https://sso.example.in", "KARMAYOGI_OIDC_CLIENT_ID": "k"})
    assert env.oidc_server_url == "https://sso.example.in"
