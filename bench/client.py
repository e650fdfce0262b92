"""A small keep-alive client: its own CPU is not counted, but it shares the machine."""

import dataclasses
import http.client
from typing import Self


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """One request. `expect`: statuses that count as an answer."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    body: bytes | None = None
    expect: tuple[int, ...] = (200,)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    status: int
    size: int
    body: bytes


class Unexpected(Exception):
    """An answer that would make the figure meaningless."""


class Client:
    """Sends requests in turn over several kept connections, so that every web worker gets its share."""

    def __init__(self, port: int, connections: int = 4) -> None:
        self.port = port
        self.connections = [self._open() for _ in range(connections)]
        self.turn = 0

    def _open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for connection in self.connections:
            connection.close()

    def send(self, ask: Ask) -> Answer:
        self.turn = (self.turn + 1) % len(self.connections)
        connection = self.connections[self.turn]
        try:
            return self._send(connection, ask)
        except (http.client.HTTPException, ConnectionError):
            connection.close()  # the server closed an idle connection
            return self._send(connection, ask)

    @staticmethod
    def _send(connection: http.client.HTTPConnection, ask: Ask) -> Answer:
        connection.request(ask.method, ask.path, body=ask.body, headers=ask.headers)
        response = connection.getresponse()
        body = response.read()
        if response.status not in ask.expect:
            where = response.headers.get("Location", "")
            raise Unexpected(f"{ask.method} {ask.path} answered {response.status} {where}".strip())
        return Answer(response.status, len(body), body)
