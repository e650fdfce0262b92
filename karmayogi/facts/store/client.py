"""Talking to the analytics process. It imports nothing of the engine, so that web and worker stay small."""

import dataclasses
import itertools
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from karmayogi.facts.engine import wire
from karmayogi.facts.engine.wire import Answer, Ask
from karmayogi.facts.types import Away, Busy, Refused, StoreFault, TooLong

_FAULTS: dict[str, type[StoreFault]] = {"away": Away, "busy": Busy, "slow": TooLong, "refused": Refused}
_LINES = msgspec.json.Decoder(list[Any])
WRITE_SECONDS = 600.0  # a merge or a large piece may take its time; nobody waits at a screen


@dataclasses.dataclass(frozen=True, slots=True)
class Client:
    home: Path

    def query(self, sql: str, *, seconds: float) -> list[list[Any]]:
        """Rows as lists; days and moments as text, as the engine writes them."""
        return _LINES.decode_lines(self._ask(Ask("query", sql, seconds=seconds), wait=seconds + 1)[1])

    def queries(self, asked: Sequence[str], *, seconds: float) -> list[list[list[Any]]]:
        """The rows of each query, all out of one state of the store: no run ends in between. seconds: for all."""
        if not asked:
            return []
        head, body = self._ask(Ask("query", asked[0], seconds=seconds, more=tuple(asked[1:])), wait=seconds + 1)
        lines = iter(_LINES.decode_lines(body))
        return [list(itertools.islice(lines, int(count))) for count in head.text.split(",")]

    def state(self) -> tuple[str, str]:
        """Notes of the last run that was done, and of the last look since; "" where there is none."""
        last, _, seen = self._ask(Ask("state"), wait=1)[1].decode().partition("\n")
        return last, seen

    def export(self, kind: str) -> Path:
        """kind: of store.sql.FORMATS. The folder, which the next export takes the place of."""
        return Path(self._ask(Ask("export", kind))[0].text)

    def begin(self) -> int:
        return int(self._ask(Ask("begin"))[0].text)

    def build(self) -> int:
        """The number of a run that writes into the fresh tables, while others go on."""
        return int(self._ask(Ask("build"))[0].text)

    def swap(self, run: int, note: str) -> None:
        """The fresh tables become those in use."""
        self._ask(Ask("swap", run=run, note=note))

    def insert(self, run: int, into: str, rows: bytes) -> None:
        self._ask(Ask("insert", into, run), rows)

    def execute(self, run: int, sql: str) -> None:
        self._ask(Ask("execute", sql, run))

    def done(self, run: int, note: str) -> None:
        self._ask(Ask("done", run=run, note=note))

    def seen(self, note: str) -> None:
        self._ask(Ask("seen", note=note))

    def _ask(self, ask: Ask, body: bytes = b"", wait: float = WRITE_SECONDS) -> tuple[Answer, bytes]:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as to:
                to.settimeout(wait)
                to.connect(wire.address(self.home))
                wire.check_same_user(to)
                wire.send(to, ask, body)
                answer, rows = wire.receive(to, Answer)
        except TimeoutError as error:
            raise Busy("no answer in time") from error
        except (OSError, wire.Broken) as error:
            raise Away(str(error)) from error
        if answer.fault:
            raise _FAULTS[answer.fault](answer.text)
        return answer, rows


def here() -> Client:
    """The store of this installation."""
    return Client(settings.FACTS_ROOT)
