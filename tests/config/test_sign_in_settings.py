"""What the environment may say about signing in, about keys, and about whom letters leave by."""

import ast
import os
import subprocess
import sys
import tempfile

import pytest

from config.env import BadEnvironment, read

PROD = {
    "KARMAYOGI_MODE": "prod",
    "KARMAYOGI_SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgresql://x",
    "KARMAYOGI_PUBLIC_ORIGIN": "https://learn.example.in",
    "KARMAYOGI_CONTENT_ORIGIN": "https://content.example.net",
    "KARMAYOGI_DEMO": "false",
    "KARMAYOGI_MAIL_URL": "smtps://mail.example.in",
    "KARMAYOGI_SMS_SENDER": "none",
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
        ({"KARMAYOGI_MAIL_URL": ""}, "MAIL_URL must be set"),
        ({"KARMAYOGI_SMS_SENDER": ""}, "SMS_SENDER must be set"),
        ({"KARMAYOGI_SMS_SENDER": "a gateway"}, "SMS_SENDER"),
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


def test_that_nothing_is_mailed_can_be_said_aloud():
    assert read({**PROD, "KARMAYOGI_MAIL_URL": "none"}).mail_url == "none"
    assert read({}).mail_url == "", "outside production nothing need be said"


def settings_of(expression, **more):
    """What the production settings say, asked in a process of its own."""
    code = f"from config.settings import prod; print(repr({expression}))"
    with tempfile.TemporaryDirectory() as var:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"PATH": os.environ["PATH"], **PROD, "KARMAYOGI_VAR_DIR": var, **more},
        )  # fmt: skip
    return done.stdout.strip()


def test_earlier_keys_and_the_limits_of_the_part_reach_the_settings():
    told = settings_of(
        "(prod.SECRET_KEY_FALLBACKS, prod.DATABASES['default']['OPTIONS']['options'], prod.SMS_SENDER)",
        KARMAYOGI_SECRET_KEY_FALLBACKS="older oldest", KARMAYOGI_PART="web", DATABASE_URL="postgresql://x?options=-c%20a%3Db",
        KARMAYOGI_SMS_SENDER="gateway.send",
    )  # fmt: skip
    limits = "-c statement_timeout=5000 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=15000 -c a=b"
    keys, options, sender = ast.literal_eval(told)
    assert (keys, sender) == (["older", "oldest"], "gateway.send")
    assert options.startswith(limits.removesuffix(" -c a=b")) and options.endswith(" -c a=b")
