"""What is said over the socket: a head in JSON and a body of bytes, each preceded by its length."""

import hashlib
import os
import socket
import struct
import tempfile
from pathlib import Path

import msgspec

MOST = 64 * 1024 * 1024  # bytes of a body
_HEAD_MOST = 4 * 1024 * 1024
_LENGTHS = struct.Struct(">II")
_WHO = struct.Struct("3i")  # process, user, group


class Ask(msgspec.Struct, frozen=True):
    """do: query, state, export, begin, build, insert, execute, done, swap, seen. run: of the writer. seconds: how long
    the queries may take, all together. more: further queries, answered out of the same state as the first."""

    do: str
    sql: str = ""
    run: int = 0
    seconds: float = 0
    note: str = ""  # of done, swap and seen: JSON
    more: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """fault: "" or away, busy, refused, slow."""

    fault: str = ""
    text: str = ""


class Broken(Exception):
    """The other side said something that is no message, or went away in the middle of one."""


def address(home: Path) -> str:
    """Of the socket. A path of more than 100 bytes is refused by the system, so a deep folder has a short name. There
    somebody else may be first: whoever connects asks who is there."""
    path = str(home / "socket")
    if len(path.encode()) < 100:
        return path
    return str(Path(tempfile.gettempdir()) / f"karmayogi-facts-{hashlib.sha256(path.encode()).hexdigest()[:16]}")


def check_same_user(of: socket.socket) -> None:
    """Raises OSError when the process at the other end runs as another user. Told by the system where it can."""
    if hasattr(socket, "SO_PEERCRED"):
        _process, user, _group = _WHO.unpack(of.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _WHO.size))
        if user != os.geteuid():
            raise PermissionError("the socket belongs to another user")


def send(to: socket.socket, head: Ask | Answer, body: bytes = b"") -> None:
    said = msgspec.json.encode(head)
    to.sendall(_LENGTHS.pack(len(said), len(body)) + said)
    if body:
        to.sendall(body)


def receive[T: (Ask, Answer)](of: socket.socket, kind: type[T]) -> tuple[T, bytes]:
    head, body = _LENGTHS.unpack(_exactly(of, _LENGTHS.size))
    if head > _HEAD_MOST or body > MOST:
        raise Broken("too long")
    try:
        found = msgspec.json.decode(_exactly(of, head), type=kind)
    except msgspec.MsgspecError as error:
        raise Broken(str(error)) from error
    return found, _exactly(of, body)


def _exactly(of: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = of.recv(min(length, 1 << 20))
        if not part:
            raise Broken("closed")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
