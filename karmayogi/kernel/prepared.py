"""Statements that the hottest doors run thousands of times a second, handed to libpq as they are.

Adapters, cursors and row makers of the driver cost more than such a statement takes in the database. So parameters
come as the bytes that are sent ($1, $2 and so on in the text, in text form unless said otherwise) and the answer is
the first row, in text form.
"""

import datetime as dt
import re
import weakref
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import DataError, OperationalError, connection
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus

TRUE = b"t"
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_NO_SUCH_NAME = b"26000"  # what the driver forgets after a rollback it forgets for all
_NAMED = re.compile(r"%\((\w+)\)s")

# Names that a connection has been given.
_given: weakref.WeakKeyDictionary[Any, set[bytes]] = weakref.WeakKeyDictionary()


class Prepared:
    """name: of its own in the product. binary: places of parameters in binary form, from 0."""

    def __init__(self, name: str, text: str, *, binary: Sequence[int] = ()) -> None:
        self.name = name.encode()
        self.text = text.encode()
        count = len(set(re.findall(r"\$\d+", text)))
        self.formats = [int(place in binary) for place in range(count)] if binary else None

    def first(self, values: Sequence[bytes | None], *, again: bool = False) -> list[bytes | None] | None:
        """The first row; None without one. again: harmless to repeat, so a connection that died while idle is
        replaced once."""
        try:
            result = self._run(values)
        except OperationalError:
            if not again or connection.in_atomic_block:
                raise
            connection.close()
            result = self._run(values)
        return [result.get_value(0, place) for place in range(result.nfields)] if result.ntuples else None

    def _run(self, values: Sequence[bytes | None]) -> Any:
        connection.ensure_connection()
        wire = connection.connection
        with connection.wrap_database_errors:
            pgconn = wire.pgconn
            if wire.autocommit and pgconn.transaction_status == TransactionStatus.IDLE:
                return self._by_name(wire, pgconn, values)
            if pgconn.transaction_status == TransactionStatus.IDLE:
                wire.execute("select")  # the driver begins its transaction with the first statement of its own
            # Without a name: one that is not known would end the transaction.
            return _good(pgconn, pgconn.exec_params(self.text, values, param_formats=self.formats))

    def _by_name(self, wire: Any, pgconn: Any, values: Sequence[bytes | None]) -> Any:
        given = _given.get(wire)
        if given is None:
            given = _given[wire] = set()
        if self.name in given:
            result = pgconn.exec_prepared(self.name, values, self.formats)
            if result.status in _GOOD:
                return result
            if result.error_field(DiagnosticField.SQLSTATE) != _NO_SUCH_NAME:
                return _good(pgconn, result)
        _good(pgconn, pgconn.prepare(self.name, self.text))
        given.add(self.name)
        return _good(pgconn, pgconn.exec_prepared(self.name, values, self.formats))


class Named(Prepared):
    """The same for a text with %(name)s, as the driver has it; values by these names."""

    def __init__(self, name: str, text: str) -> None:
        self.names = list(dict.fromkeys(_NAMED.findall(text)))
        super().__init__(name, _NAMED.sub(lambda found: f"${self.names.index(found[1]) + 1}", text))

    def first_of(self, values: dict[str, Any], *, again: bool = False) -> list[bytes | None] | None:
        return self.first([sent(values[name]) for name in self.names], again=again)


def sent(value: Any) -> bytes | None:
    """In the text form of the database: a text, a whole number, a moment, a list of whole numbers, or nothing."""
    if value is None:
        return None
    if isinstance(value, list):
        return ("{" + ",".join(map(str, value)) + "}").encode()
    text = value.isoformat() if isinstance(value, dt.datetime) else str(value)
    if "\0" in text:
        raise DataError("U+0000 cannot be sent")  # would end the text; the driver says the same
    return text.encode()


def _good(pgconn: Any, result: Any) -> Any:
    """Raises the driver's own error for any other."""
    if result.status in _GOOD:
        return result
    if pgconn.status != ConnStatus.OK:
        raise psycopg.OperationalError(pgconn.error_message.decode(errors="replace"))
    raise psycopg.errors.error_from_result(result)
