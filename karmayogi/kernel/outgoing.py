"""Speaking to another system at an address that somebody else gave: resolved once, looked at, then connected to exactly
that network address. No redirects, no proxies, few bytes, few seconds: of each step, and of the whole."""

import dataclasses
import http.client
import io
import json
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from karmayogi.kernel import addresses

PATIENCE = 8  # seconds for each step
PATIENCE_IN_ALL = 20  # seconds from the first to the last byte: an answer that drips would never end otherwise
LONGEST = 1_000  # characters of an address
MOST = 512_000  # bytes of an answer
MOST_ON_THE_WIRE = 2 * MOST  # with its headers, and what stands between its pieces


class Unreachable(Exception):
    """Nothing usable came back. The text says why, in English, for an administrator."""


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    retry_after: str = ""

    def json(self) -> Any:
        """Raises Unreachable."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Unreachable("The answer is not JSON.") from error


def fetch(
    url: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None,
    private: bool = False,
) -> Answer:  # fmt: skip
    """Raises Unreachable, also for an address that must not be spoken to. private: for rehearsals, this machine too,
    and without TLS."""
    if not addresses.acceptable(url, plain_allowed=private, longest=LONGEST):
        raise Unreachable("The address is not acceptable: https, a host, no password.")
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    until = time.monotonic() + PATIENCE_IN_ALL
    target = _resolve(host, port, private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, target, secure=parts.scheme == "https", until=until)
    try:
        connection.request(method, path, body=body, headers={"Accept": "application/json", **(headers or {})})
        answer = connection.getresponse()
        content = answer.read(MOST + 1)
    except (OSError, http.client.HTTPException) as error:
        # It may hold what the other side sent; a text in the database has no zero byte.
        raise Unreachable(f"{host} cannot be reached: {error}"[:300].replace("\0", "\ufffd")) from error
    finally:
        connection.close()
    if len(content) > MOST:
        raise Unreachable("The answer is too long.")
    return Answer(answer.status, content, answer.headers.get("Retry-After", ""))


def _resolve(host: str, port: int, private: bool) -> str:
    """One network address of the host; every one that it has must be allowed, so that none can be chosen by luck."""
    try:
        found = sorted({str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"There is no host {host}.") from error
    if not found or not (private or all(addresses.public(one) for one in found)):
        raise Unreachable(f"{host} is not on the public internet.")
    return next((one for one in found if "." in one), found[0])


def _left(until: float) -> float:
    """Seconds for the next step. Raises TimeoutError once there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return min(PATIENCE, left)


class _Measured(io.RawIOBase):
    """What comes over a socket, up to a moment and up to a number of bytes; headers and framing count too."""

    def __init__(self, connected: socket.socket, until: float) -> None:
        self._socket, self._until, self._bytes = connected, until, 0
        self._file = connected.makefile("rb", buffering=0)  # keeps the socket open while it is read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._socket.settimeout(_left(self._until))
        count = self._file.readinto(buffer)
        self._bytes += count or 0
        if self._bytes > MOST_ON_THE_WIRE:
            raise OSError("the answer is too long")
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, asks TLS for the host's name, and ends at `until`."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool, until: float) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.default_port = 443 if secure else 80
        self._address = address
        self._secure = secure
        self._until = until
        self.response_class = self._answer  # type: ignore[assignment]  # called like the class

    def _answer(self, connected: socket.socket, *args: Any, **named: Any) -> http.client.HTTPResponse:
        answer = http.client.HTTPResponse(connected, *args, **named)
        answer.fp.close()
        answer.fp = io.BufferedReader(_Measured(connected, self._until))
        return answer

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), _left(self._until))
        raw.settimeout(_left(self._until))
        if self._secure:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)
            raw.settimeout(_left(self._until))
        self.sock = raw
