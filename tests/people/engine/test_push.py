"""Messages are locked as the example of RFC 8291 (appendix A) has it; what a push service answers is read rightly."""

import datetime as dt
import subprocess
import sys

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from karmayogi.people.engine import points, push
from tests.people.push_double import CURVE, opened, raw, text

AT = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
RECEIVER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT, AUTH = "DGv6ra1nlYgDCS1FRnbzlw", "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw(text)), CURVE)


def test_the_example_of_the_rfc_both_ways():
    made = push.locked(PLAIN, p256dh=RECEIVER_PUBLIC, auth=AUTH, ephemeral=private(SENDER), salt=raw(SALT))
    assert text(made) == BODY
    assert opened(raw(BODY), private(RECEIVER), raw(AUTH)) == PLAIN
    with pytest.raises(InvalidTag):
        opened(raw(BODY), private(RECEIVER), raw(AUTH)[::-1])


def test_no_two_are_alike_and_all_are_as_long():
    one, other = (
        push.locked(push.padded(said), p256dh=RECEIVER_PUBLIC, auth=AUTH) for said in (b"{}", '{"a":"اردو"}'.encode())
    )
    assert one[:16] != other[:16]
    assert len(one) == len(other) < 4096
    with pytest.raises(ValueError, match="too long"):
        push.padded(b"x" * 1025)


def test_a_key_has_one_spelling():
    assert points.is_point(RECEIVER_PUBLIC)
    for other in (RECEIVER_PUBLIC + "=", RECEIVER_PUBLIC[:-1] + "5", RECEIVER_PUBLIC[:-2], "", "नहीं", AUTH):
        assert not points.is_point(other), other


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, "sent"), (201, "sent"), (202, "sent"), (404, "gone"), (410, "gone"), (429, "later"), (500, "later"),
        (503, "later"), (408, "later"), (400, "refused"), (401, "refused"), (403, "refused"), (413, "refused"),
        (301, "refused"),
    ],
)  # fmt: skip
def test_what_an_answer_means(status, fate):
    assert push.fate(status) == fate


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("999999999", 86400), ("Fri, 20 Nov 2026 06:02:00 GMT", 120),
        ("Fri, 20 Nov 2026 05:00:00 GMT", 0), ("soon", None), ("", None), ("-5", None),
        ("Fri, 20 Nov 99999999999999999999 06:02:00 GMT", None), ("Fri, 20 Nov 2026 06:02:00 +99999999999999999", None),
        ("९", None),
    ],
)  # fmt: skip
def test_how_long_a_service_asks_us_to_wait(header, seconds):
    assert push.asked_to_wait(header, AT) == seconds


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True), ("https://bn3p.notify.windows.com/w/?token=x", True),
        ("https://fcm.googleapis.com.evil.example/x", False), ("https://notify.windows.com/x", False),
        ("https://evilnotify.windows.com/x", False), ("https://10.0.0.1/x", False), ("x", False),
        ("https://[2a00::1%x.notify.windows.com]/x", False), ("https://a%2fb.notify.windows.com/x", False),
    ],
)  # fmt: skip
def test_which_addresses_are_of_a_known_push_service(endpoint, known):
    assert push.known_service(endpoint, ["fcm.googleapis.com", "*.notify.windows.com"]) is known


def test_a_process_that_sends_none_does_not_carry_the_libraries():
    code = "import sys, karmayogi.people.engine.push; print(sorted({'http_ece', 'py_vapid'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
