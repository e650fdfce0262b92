"""A stand-in for a push service, on 127.0.0.1, and for the browsers that are subscribed there.

It behaves as RFC 8030 asks of one: TTL is needed, a message of the same topic takes the place of the one that waits,
and more than 4,096 bytes are refused. It believes a message only with a signature of RFC 8292 by the key that the
browser was subscribed with, and its browsers open messages by RFC 8291 with their own private keys. None of that is
done by the libraries with which the product makes them.
"""

import base64
import contextlib
import dataclasses
import datetime as dt
import http.server
import json
import re
import secrets
import struct
import threading
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.server import free_port

CURVE = ec.SECP256R1()
MOST = 4096


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hmac(key: bytes, said: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(said)
    return made.finalize()


def opened(body: bytes, private: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What lies in a message of one record (RFC 8291, section 3.4, and RFC 8188)."""
    salt, (size, length) = body[:16], struct.unpack("!LB", body[16:21])
    sender, record = body[21 : 21 + length], body[21 + length :]
    assert len(record) <= size, "one record"
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
    info = b"WebPush: info\0" + point(private.public_key()) + sender
    secret = _hmac(_hmac(auth, shared), info + b"\x01")
    first = _hmac(salt, secret)
    key = _hmac(first, b"Content-Encoding: aes128gcm\0\x01")[:16]
    nonce = _hmac(first, b"Content-Encoding: nonce\0\x01")[:12]
    content = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
    assert content[-1:] == b"\x02", "the last record"
    return content[:-1]


@dataclasses.dataclass
class Browser:
    """One subscription: what a page reads of it, and the messages that came."""

    service: "PushDouble"
    ours: str
    private: ec.EllipticCurvePrivateKey = dataclasses.field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = dataclasses.field(default_factory=lambda: secrets.token_bytes(16))
    name: str = dataclasses.field(default_factory=lambda: secrets.token_urlsafe(32))
    shown: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    heads: list[dict[str, str]] = dataclasses.field(default_factory=list)
    waiting: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return f"{self.service.origin}/send/{self.name}"

    def said(self) -> dict[str, str]:
        """As a page reads it of the browser."""
        return {
            "endpoint": self.endpoint, "p256dh": text(point(self.private.public_key())), "auth": text(self.auth),
            "key": self.ours,
        }  # fmt: skip


class PushDouble:
    """faults: what it answers next, (status, headers), before it takes messages again. now: what its clock says."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        self.browsers: dict[str, Browser] = {}
        self.faults: list[tuple[int, dict[str, str]]] = []
        self.asked = 0
        self.now = now
        self.origin = ""

    def subscribe(self, ours: str) -> Browser:
        browser = Browser(self, ours)
        self.browsers[browser.name] = browser
        return browser

    def take(self, path: str, heads: dict[str, str], body: bytes) -> tuple[int, dict[str, str], str]:
        self.asked += 1
        if self.faults:
            return *self.faults.pop(0), "busy"
        browser = self.browsers.get(path.removeprefix("/send/"))
        if browser is None:
            return 410, {}, "no such subscription"
        if why := self._not_ours(heads.get("authorization", ""), browser):
            return 403, {}, why
        if not heads.get("ttl", "").isdigit():
            return 400, {}, "TTL"
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", heads.get("topic", "x")):
            return 400, {}, "Topic"
        if heads.get("content-encoding") != "aes128gcm":
            return 415, {}, "Content-Encoding"
        if len(body) > MOST:
            return 413, {}, "too much"
        said = json.loads(opened(body, browser.private, browser.auth))
        browser.heads.append(heads | {"length": str(len(body))})
        browser.shown.append(said)
        browser.waiting[heads.get("topic", secrets.token_hex(8))] = said
        return 201, {"Location": f"{self.origin}/message/{secrets.token_hex(8)}"}, ""

    def _not_ours(self, header: str, browser: Browser) -> str:
        """Why a sender is not believed; "" when it is."""
        found = re.fullmatch(r"vapid t=([^,\s]+),\s*k=([^,\s]+)", header)
        if not found:
            return "no vapid"
        token, key = found.groups()
        if key != browser.ours:
            return "another key than the one subscribed with"
        head, claims, signature = token.split(".")
        if json.loads(raw(head)) != {"typ": "JWT", "alg": "ES256"}:
            return "algorithm"
        pair = raw(signature)
        der = encode_dss_signature(int.from_bytes(pair[:32]), int.from_bytes(pair[32:]))
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(key)).verify(
                der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
            )
        except InvalidSignature:
            return "signature"
        told, now = json.loads(raw(claims)), (self.now or dt.datetime.now(dt.UTC)).timestamp()
        if told["aud"] != self.origin or not now < told["exp"] <= now + 86400:
            return "audience or time"
        return "" if re.match(r"(mailto:.+@|https://)", told["sub"]) else "nobody to write to"

    @contextlib.contextmanager
    def served(self) -> Iterator["PushDouble"]:
        double = self

        class Door(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                heads = {name.lower(): value for name, value in self.headers.items()}
                status, more, said = double.take(self.path, heads, body)
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *_arguments: object) -> None: ...

        server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Door)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
